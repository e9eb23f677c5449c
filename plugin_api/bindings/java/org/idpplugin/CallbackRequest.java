// SPDX-License-Identifier: Apache-2.0
package org.idpplugin;

import java.util.List;

/** idp_callback_request: the query as it came, and all transactions that this browser brought. */
public final class CallbackRequest {
    public final String query, redirectUri;
    public final List<String> transactions;
    public byte[] binding = {};
    public String purpose = "", locale = "";

    public CallbackRequest(String query, List<String> transactions, String redirectUri) {
        this.query = query;
        this.transactions = transactions;
        this.redirectUri = redirectUri;
    }
}
