// SPDX-License-Identifier: Apache-2.0
package org.idpplugin;

import com.sun.jna.Callback;
import com.sun.jna.Pointer;
import com.sun.jna.Structure;
import com.sun.jna.Structure.FieldOrder;

/**
 * The structs of idp_plugin.h as JNA has them, named as there: AuthorizeRequest is idp_authorize_request. A test compares
 * every offset with plugin_api/abi/layout.txt.
 */
final class Abi {
    static final int MINOR = 0;
    static final int PLUGIN_V1_MINOR_0 = 88;
    static final int FLAGS_CRITICAL = 0xFFFF0000;
    static final int AUTHORIZE_RESTARTED = 1;
    static final int RESOLVE_ANY_VERDICT = 1 << 16;
    static final String ENTRY = "idp_plugin_entry_v1";
    static final String HOST_KV = "idp.host.kv/1";
    static final String CONFIG_CHECK = "idp.config-check/1";

    private Abi() {}

    @FieldOrder({"ptr", "len"})
    public static class Str extends Structure {
        public Pointer ptr;
        public long len;
    }

    @FieldOrder({"items", "count", "stride"})
    public static class List extends Structure {
        public Pointer items;
        public int count, stride;
    }

    @FieldOrder({"release", "private_data"})
    public static class Owned extends Structure {
        public Pointer release, private_data;
    }

    /** Of everything that begins with struct_size, which it sets. */
    public abstract static class Sized extends Structure {
        public int struct_size;

        Sized() {}

        Sized(Pointer at) {
            super(at);
        }

        void setSize() {
            struct_size = size();
        }
    }

    @FieldOrder({"struct_size", "status", "audience", "retry_after_ms", "http_status", "upstream_code", "reason", "upstream",
        "public_text", "detail"})
    public static class Error extends Sized {
        public int status, audience, retry_after_ms, http_status, upstream_code;
        public byte[] reason = new byte[40], upstream = new byte[64], public_text = new byte[384], detail = new byte[1024];

        Error() {
            setSize();
        }
    }

    @FieldOrder({"struct_size", "flags", "op_id", "time_ms", "level", "reserved_zero", "text"})
    public static class LogRecord extends Sized {
        public int flags, level, reserved_zero;
        public long op_id, time_ms;
        public Str text;

        LogRecord(Pointer at) {
            super(at);
            read();
        }
    }

    interface LogFunction extends Callback {
        void invoke(Pointer ctx, Pointer record);
    }

    interface ClockFunction extends Callback {
        long invoke(Pointer ctx);
    }

    interface ExtensionFunction extends Callback {
        Pointer invoke(Pointer ctx, String id);
    }

    @FieldOrder({"struct_size", "flags", "abi_minor", "reserved_zero", "ctx", "name", "version", "log", "wall_clock_ms",
        "get_extension"})
    public static class HostV1 extends Sized {
        public int flags, abi_minor = MINOR, reserved_zero;
        public Pointer ctx, name, version;
        public LogFunction log;
        public ClockFunction wall_clock_ms;
        public ExtensionFunction get_extension;

        HostV1() {
            setSize();
        }
    }

    interface GetFunction extends Callback {
        int invoke(Pointer ctx, Pointer key, Pointer sink, Pointer user);
    }

    interface PutFunction extends Callback {
        int invoke(Pointer ctx, Pointer key, Pointer value, int ttlMs);
    }

    @FieldOrder({"struct_size", "flags", "get", "put", "put_if_absent"})
    public static class HostKvV1 extends Sized {
        public int flags;
        public GetFunction get;
        public PutFunction put, put_if_absent;

        HostKvV1() {
            setSize();
        }
    }

    @FieldOrder({"struct_size", "flags", "instance_id", "config_json", "seal_keys"})
    public static class CreateRequest extends Sized {
        public int flags;
        public Str instance_id, config_json;
        public List seal_keys;

        CreateRequest() {
            setSize();
        }
    }

    @FieldOrder({"struct_size", "flags", "op_id", "redirect_uri", "context", "purpose", "binding", "mode", "user_agent",
        "locale"})
    public static class AuthorizeRequest extends Sized {
        public int flags;
        public long op_id;
        public Str redirect_uri, context, purpose, binding, mode, user_agent, locale;

        AuthorizeRequest() {
            setSize();
        }
    }

    /** A result: what it points to is given back by its owner. */
    public abstract static class Result extends Sized {
        public int flags;
        public Owned owner;

        Result() {
            setSize();
        }
    }

    @FieldOrder({"struct_size", "flags", "owner", "lifetime_s", "reserved_zero", "location", "transaction", "mode"})
    public static class AuthorizeResult extends Result {
        public int lifetime_s, reserved_zero;
        public Str location, transaction, mode;
    }

    @FieldOrder({"struct_size", "flags", "op_id", "query", "transactions", "redirect_uri", "purpose", "binding", "locale"})
    public static class CallbackRequest extends Sized {
        public int flags;
        public long op_id;
        public Str query, redirect_uri, purpose, binding, locale;
        public List transactions;

        CallbackRequest() {
            setSize();
        }
    }

    @FieldOrder({"struct_size", "flags", "owner", "transaction_index", "reserved_zero", "context", "purpose", "mode", "token"})
    public static class Grant extends Result {
        public int transaction_index, reserved_zero;
        public Str context, purpose, mode, token;
    }

    @FieldOrder({"struct_size", "flags", "op_id", "timeout_ms", "reserved_zero", "grant_token", "locale"})
    public static class ResolveRequest extends Sized {
        public int flags, timeout_ms, reserved_zero;
        public long op_id;
        public Str grant_token, locale;

        ResolveRequest() {
            setSize();
        }
    }

    @FieldOrder({"struct_size", "flags", "owner", "verdict", "reserved_zero", "issuer", "subject", "display_name", "email",
        "phone", "avatar_url", "claims_json"})
    public static class Account extends Result {
        public int verdict, reserved_zero;
        public Str issuer, subject, display_name, email, phone, avatar_url, claims_json;
    }

    @FieldOrder({"struct_size", "flags", "id", "name", "vendor", "version", "license", "homepage", "support_url",
        "description", "modes", "icon_media_type", "icon", "config_schema"})
    public static class Descriptor extends Sized {
        public int flags;
        public Pointer id, name, vendor, version, license, homepage, support_url, description, modes, icon_media_type;
        public Str icon;
        public Pointer config_schema;

        Descriptor(Pointer at) {
            super(at);
            read();
        }
    }

    @FieldOrder({"struct_size", "flags", "abi_minor", "min_host_minor", "descriptor", "create", "destroy",
        "build_authorize_url", "prepare", "handle_callback", "resolve_account", "cancel", "get_extension"})
    public static class PluginV1 extends Sized {
        public int flags, abi_minor, min_host_minor;
        public Pointer descriptor, create, destroy, build_authorize_url, prepare, handle_callback, resolve_account, cancel,
            get_extension;

        PluginV1(Pointer at) {
            super(at);
            read();
        }
    }

    @FieldOrder({"pointer", "code", "text"})
    public static class ConfigIssue extends Structure {
        public Str pointer, code, text;

        ConfigIssue(Pointer at) {
            super(at);
            read();
        }
    }

    @FieldOrder({"struct_size", "flags", "owner", "issues"})
    public static class ConfigIssues extends Result {
        public List issues;
    }

    @FieldOrder({"struct_size", "flags", "check"})
    public static class ConfigCheckV1 extends Sized {
        public int flags;
        public Pointer check;

        ConfigCheckV1(Pointer at) {
            super(at);
            read();
        }
    }
}
