// SPDX-License-Identifier: Apache-2.0
package org.idpplugin;

/** idp_authorize_result: where to send the browser, and what it keeps in a cookie for that time. */
public record Authorization(String location, String transaction, String mode, int lifetimeSeconds) {}
