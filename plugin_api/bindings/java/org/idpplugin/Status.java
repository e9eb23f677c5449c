// SPDX-License-Identifier: Apache-2.0
package org.idpplugin;

/** idp_status. */
public enum Status {
    NO(1), OK(0), INVALID(-1), CONFIG(-2), DEADLINE(-3), CANCELLED(-4), NETWORK(-5), UPSTREAM(-6), DENIED(-7), RESTART(-8),
    REPLAYED(-9), BUSY(-10), UNSUPPORTED(-11), WRONG_PROCESS(-12), INTERNAL(-13), REJECTED(-14);

    public final int code;

    Status(int code) {
        this.code = code;
    }

    /** Later minors add codes. */
    static Status of(int code) {
        for (var each : values()) {
            if (each.code == code) return each;
        }
        return code > 0 ? NO : INTERNAL;
    }
}
