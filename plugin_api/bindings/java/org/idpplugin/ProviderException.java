// SPDX-License-Identifier: Apache-2.0
package org.idpplugin;

import com.sun.jna.Native;

/**
 * idp_error: a call that was refused or failed. publicText may be shown to the person who logs in; detail is for operators.
 * Neither holds a secret.
 */
public final class ProviderException extends Exception {
    private static final long serialVersionUID = 1;

    public final Status status;
    public final String reason, upstream, publicText, detail;
    /** 1: the user can do something about it, 2: an administrator, 3: an operator, 4: a developer. */
    public final int audience;
    public final int retryAfterMs, httpStatus, upstreamCode;

    private ProviderException(int status, Abi.Error err) {
        super(Status.of(status) + " " + text(err.reason) + ": " + text(err.detail));
        this.status = Status.of(status);
        reason = text(err.reason);
        upstream = text(err.upstream);
        publicText = text(err.public_text);
        detail = text(err.detail);
        audience = err.audience;
        retryAfterMs = err.retry_after_ms;
        httpStatus = err.http_status;
        upstreamCode = err.upstream_code;
    }

    /** Fails closed: whatever is not OK is a refusal, even a code that nobody knows yet. */
    static void throwUnlessOk(int status, Abi.Error err) throws ProviderException {
        if (status != Status.OK.code) throw new ProviderException(status, err);
    }

    /** A mistake that is found on this side. */
    static ProviderException of(Status status, String reason, String detail) {
        var err = new Abi.Error();
        copy(reason, err.reason);
        copy(detail, err.detail);
        err.audience = 4;
        err.http_status = 500;
        return new ProviderException(status.code, err);
    }

    private static void copy(String text, byte[] to) {
        var bytes = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, to, 0, Math.min(bytes.length, to.length - 1));
    }

    private static String text(byte[] bytes) {
        return Native.toString(bytes, "UTF-8");
    }
}
