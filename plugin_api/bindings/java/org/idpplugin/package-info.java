// SPDX-License-Identifier: Apache-2.0

/**
 * Hosts in Java for providers of plugin_api/idp_plugin.h: people sign in with somebody else's account. Needs Java 17 and JNA.
 *
 * <pre>{@code
 * var provider = Provider.open(Path.of("/usr/lib/idp/idp_wecom.so"));
 * try (var wecom = provider.create("wecom", configJson, List.of(key), new Host())) {
 *     var begin = new AuthorizeRequest("https://id.example.com/callback");
 *     begin.userAgent = agent;
 *     var begun = wecom.buildAuthorizeUrl(begin);
 *     // 302 to begun.location(); begun.transaction() into an HttpOnly, SameSite=Lax cookie of this browser
 *     var back = new CallbackRequest(query, List.of(transaction), "https://id.example.com/callback");
 *     var account = wecom.resolveAccount(wecom.handleCallback(back).token(), "en");
 *     // (account.issuer(), account.subject()) is who this is; nothing else is
 * } catch (ProviderException why) {
 *     // why.publicText for the person, why.detail for the log
 * }
 * }</pre>
 *
 * Functions and fields are named as in idp_plugin.h, which says what they mean. Any threads may call an instance at once.
 */
package org.idpplugin;
