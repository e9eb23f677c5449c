// SPDX-License-Identifier: Apache-2.0
package org.idpplugin;

/** idp_grant: the login that came back. The cookie with that transaction has done its work. */
public record Grant(byte[] context, String purpose, String mode, byte[] token, int transactionIndex) {}
