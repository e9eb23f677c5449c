// SPDX-License-Identifier: Apache-2.0
package org.idpplugin;

/** idp_account. The key of a person is (issuer, subject), compared exactly; nothing else identifies anybody. */
public record Account(String issuer, String subject, String displayName, String email, String phone, String avatarUrl,
                      String claimsJson, int verdict, int flags) {}
