// SPDX-License-Identifier: Apache-2.0
package org.idpplugin;

/** idp_config_issue: something that create would refuse; pointer is the JSON pointer of a field. */
public record ConfigIssue(String pointer, String code, String text) {}
