// SPDX-License-Identifier: Apache-2.0
package org.idpplugin;

/** idp_authorize_request. */
public final class AuthorizeRequest {
    public final String redirectUri;
    public byte[] context = {}, binding = {};
    public String purpose = "", mode = "", userAgent = "", locale = "";
    /** The host begins again by itself, after {@link Status#RESTART}. */
    public boolean restarted;

    public AuthorizeRequest(String redirectUri) {
        this.redirectUri = redirectUri;
    }
}
