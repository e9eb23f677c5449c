# SPDX-License-Identifier: Apache-2.0
# Written by generate_abi.py from plugin_api/abi: change it there.
"""The structs, functions and constants of idp_plugin.h, minor 0, as ctypes has them.

Texts that need not end with NUL are a c_void_p and a length. That this Python lays the structs out as the header's
authors do is looked at when the module is imported.
"""
from __future__ import annotations

from ctypes import (
    CFUNCTYPE, POINTER, Structure, c_char, c_char_p, c_int32, c_size_t, c_uint32, c_uint64, c_void_p, sizeof,
)

IDP_ABI_MINOR = 0

IDP_MAX_INSTANCE_ID = 128
IDP_MAX_CONFIG = 1048576
IDP_MAX_SEAL_KEYS = 4
IDP_MIN_SEAL_KEY = 32
IDP_MAX_SEAL_KEY = 64
IDP_MAX_REDIRECT_URI = 2048
IDP_MAX_CONTEXT = 512
IDP_MAX_PURPOSE = 32
IDP_MAX_BINDING = 512
IDP_MAX_MODE = 32
IDP_MAX_USER_AGENT = 4096
IDP_MAX_LOCALE = 64
IDP_MAX_QUERY = 16384
IDP_MAX_TRANSACTION = 1024
IDP_MAX_TRANSACTIONS = 8
IDP_MAX_GRANT_TOKEN = 4096
IDP_MAX_ISSUER = 256
IDP_MAX_SUBJECT = 256
IDP_MAX_TICKET = 1024
IDP_MAX_TIMEOUT_MS = 30000
IDP_MAX_ICON = 32768
IDP_MAX_KV_KEY = 128
IDP_MAX_KV_VALUE = 65536
IDP_NO = 1
IDP_OK = 0
IDP_E_INVALID = -1
IDP_E_CONFIG = -2
IDP_E_DEADLINE = -3
IDP_E_CANCELLED = -4
IDP_E_NETWORK = -5
IDP_E_UPSTREAM = -6
IDP_E_DENIED = -7
IDP_E_RESTART = -8
IDP_E_REPLAYED = -9
IDP_E_BUSY = -10
IDP_E_UNSUPPORTED = -11
IDP_E_WRONG_PROCESS = -12
IDP_E_INTERNAL = -13
IDP_E_REJECTED = -14
IDP_FOR_USER = 1
IDP_FOR_ADMIN = 2
IDP_FOR_OPERATOR = 3
IDP_FOR_DEVELOPER = 4
IDP_LOG_TRACE = 1
IDP_LOG_DEBUG = 2
IDP_LOG_INFO = 3
IDP_LOG_WARNING = 4
IDP_LOG_ERROR = 5
IDP_LOG_HOST_MISBEHAVED = 6
IDP_LOG_PLUGIN_MISBEHAVED = 7
IDP_AUTHORIZE_RESTARTED = 1
IDP_RESOLVE_ANY_VERDICT = 65536
IDP_VERDICT_MEMBER = 1
IDP_VERDICT_LINKED = 2
IDP_VERDICT_EXTERNAL = 3
IDP_VERDICT_INACTIVE = 4
IDP_ACCOUNT_PARTIAL = 1
IDP_ACCOUNT_REPEATED = 2
IDP_ACCOUNT_EMAIL_VERIFIED = 4
IDP_ACCOUNT_PHONE_VERIFIED = 8
IDP_LOGIN_REDIRECT = 1
IDP_LOGIN_PANEL = 2
IDP_LOGIN_HANDOFF = 3
IDP_STEP_RUNNING = 1
IDP_STEP_PASSED = 2
IDP_STEP_FAILED = 3
IDP_STEP_SKIPPED = 4
IDP_ACCOUNT_MINOR_0 = 144
IDP_ASYNC_V1_MINOR_0 = 16
IDP_AUTHORIZE_REQUEST_MINOR_0 = 128
IDP_AUTHORIZE_RESULT_MINOR_0 = 80
IDP_BIND_TICKET_MINOR_0 = 48
IDP_BIND_TICKET_V1_MINOR_0 = 24
IDP_CALLBACK_REQUEST_MINOR_0 = 112
IDP_CONFIG_CHECK_V1_MINOR_0 = 16
IDP_CONFIG_ISSUES_MINOR_0 = 40
IDP_CREATE_REQUEST_MINOR_0 = 56
IDP_DESCRIPTOR_MINOR_0 = 112
IDP_ERROR_MINOR_0 = 1536
IDP_FLAGS_CRITICAL = 4294901760
IDP_GRANT_MINOR_0 = 96
IDP_HOST_KV_V1_MINOR_0 = 32
IDP_HOST_V1_MINOR_0 = 64
IDP_HTTP_ROUTES_MINOR_0 = 40
IDP_HTTP_ROUTES_V1_MINOR_0 = 16
IDP_LOGIN_OPTIONS_MINOR_0 = 40
IDP_LOGIN_PAGE_V1_MINOR_0 = 16
IDP_LOG_RECORD_MINOR_0 = 48
IDP_PLUGIN_V1_MINOR_0 = 88
IDP_RESOLVE_REQUEST_MINOR_0 = 56
IDP_SELF_TEST_STEP_MINOR_0 = 64
IDP_SELF_TEST_V1_MINOR_0 = 16
IDP_ASYNC_V1 = "idp.async/1"
IDP_BIND_TICKET_V1 = "idp.bind-ticket/1"
IDP_CONFIG_CHECK_V1 = "idp.config-check/1"
IDP_HOST_KV_V1 = "idp.host.kv/1"
IDP_HTTP_ROUTES_V1 = "idp.http-routes/1"
IDP_LOGIN_PAGE_V1 = "idp.login-page/1"
IDP_PLUGIN_ENTRY_V1 = "idp_plugin_entry_v1"
IDP_SELF_TEST_V1 = "idp.self-test/1"


class idp_str(Structure):
    _fields_ = [
        ("ptr", c_void_p),
        ("len", c_size_t),
    ]


class idp_list(Structure):
    _fields_ = [
        ("items", c_void_p),
        ("count", c_uint32),
        ("stride", c_uint32),
    ]


class idp_owned(Structure):
    _fields_ = [
        ("release", CFUNCTYPE(None, c_void_p)),
        ("private_data", c_void_p),
    ]


class idp_error(Structure):
    _fields_ = [
        ("struct_size", c_uint32),
        ("status", c_int32),
        ("audience", c_uint32),
        ("retry_after_ms", c_uint32),
        ("http_status", c_int32),
        ("upstream_code", c_int32),
        ("reason", c_char * 40),
        ("upstream", c_char * 64),
        ("public_text", c_char * 384),
        ("detail", c_char * 1024),
    ]


class idp_log_record(Structure):
    _fields_ = [
        ("struct_size", c_uint32),
        ("flags", c_uint32),
        ("op_id", c_uint64),
        ("time_ms", c_uint64),
        ("level", c_int32),
        ("reserved_zero", c_uint32),
        ("text", idp_str),
    ]


class idp_host_v1(Structure):
    _fields_ = [
        ("struct_size", c_uint32),
        ("flags", c_uint32),
        ("abi_minor", c_uint32),
        ("reserved_zero", c_uint32),
        ("ctx", c_void_p),
        ("name", c_char_p),
        ("version", c_char_p),
        ("log", CFUNCTYPE(None, c_void_p, POINTER(idp_log_record))),
        ("wall_clock_ms", CFUNCTYPE(c_uint64, c_void_p)),
        ("get_extension", CFUNCTYPE(c_void_p, c_void_p, c_char_p)),
    ]


class idp_host_kv_v1(Structure):
    _fields_ = [
        ("struct_size", c_uint32),
        ("flags", c_uint32),
        ("get", CFUNCTYPE(c_int32, c_void_p, POINTER(idp_str), CFUNCTYPE(None, c_void_p, c_char_p, c_size_t), c_void_p)),
        ("put", CFUNCTYPE(c_int32, c_void_p, POINTER(idp_str), POINTER(idp_str), c_uint32)),
        ("put_if_absent", CFUNCTYPE(c_int32, c_void_p, POINTER(idp_str), POINTER(idp_str), c_uint32)),
    ]


class idp_create_request(Structure):
    _fields_ = [
        ("struct_size", c_uint32),
        ("flags", c_uint32),
        ("instance_id", idp_str),
        ("config_json", idp_str),
        ("seal_keys", idp_list),
    ]


class idp_authorize_request(Structure):
    _fields_ = [
        ("struct_size", c_uint32),
        ("flags", c_uint32),
        ("op_id", c_uint64),
        ("redirect_uri", idp_str),
        ("context", idp_str),
        ("purpose", idp_str),
        ("binding", idp_str),
        ("mode", idp_str),
        ("user_agent", idp_str),
        ("locale", idp_str),
    ]


class idp_authorize_result(Structure):
    _fields_ = [
        ("struct_size", c_uint32),
        ("flags", c_uint32),
        ("owner", idp_owned),
        ("lifetime_s", c_uint32),
        ("reserved_zero", c_uint32),
        ("location", idp_str),
        ("transaction", idp_str),
        ("mode", idp_str),
    ]


class idp_callback_request(Structure):
    _fields_ = [
        ("struct_size", c_uint32),
        ("flags", c_uint32),
        ("op_id", c_uint64),
        ("query", idp_str),
        ("transactions", idp_list),
        ("redirect_uri", idp_str),
        ("purpose", idp_str),
        ("binding", idp_str),
        ("locale", idp_str),
    ]


class idp_grant(Structure):
    _fields_ = [
        ("struct_size", c_uint32),
        ("flags", c_uint32),
        ("owner", idp_owned),
        ("transaction_index", c_uint32),
        ("reserved_zero", c_uint32),
        ("context", idp_str),
        ("purpose", idp_str),
        ("mode", idp_str),
        ("token", idp_str),
    ]


class idp_resolve_request(Structure):
    _fields_ = [
        ("struct_size", c_uint32),
        ("flags", c_uint32),
        ("op_id", c_uint64),
        ("timeout_ms", c_uint32),
        ("reserved_zero", c_uint32),
        ("grant_token", idp_str),
        ("locale", idp_str),
    ]


class idp_account(Structure):
    _fields_ = [
        ("struct_size", c_uint32),
        ("flags", c_uint32),
        ("owner", idp_owned),
        ("verdict", c_uint32),
        ("reserved_zero", c_uint32),
        ("issuer", idp_str),
        ("subject", idp_str),
        ("display_name", idp_str),
        ("email", idp_str),
        ("phone", idp_str),
        ("avatar_url", idp_str),
        ("claims_json", idp_str),
    ]


class idp_descriptor(Structure):
    _fields_ = [
        ("struct_size", c_uint32),
        ("flags", c_uint32),
        ("id", c_char_p),
        ("name", c_char_p),
        ("vendor", c_char_p),
        ("version", c_char_p),
        ("license", c_char_p),
        ("homepage", c_char_p),
        ("support_url", c_char_p),
        ("description", c_char_p),
        ("modes", c_char_p),
        ("icon_media_type", c_char_p),
        ("icon", idp_str),
        ("config_schema", c_char_p),
    ]


class idp_plugin_v1(Structure):
    _fields_ = [
        ("struct_size", c_uint32),
        ("flags", c_uint32),
        ("abi_minor", c_uint32),
        ("min_host_minor", c_uint32),
        ("descriptor", POINTER(idp_descriptor)),
        ("create", CFUNCTYPE(c_int32, POINTER(idp_host_v1), POINTER(idp_create_request), POINTER(c_void_p), POINTER(idp_error))),
        ("destroy", CFUNCTYPE(c_int32, c_void_p)),
        ("build_authorize_url", CFUNCTYPE(c_int32, c_void_p, POINTER(idp_authorize_request), POINTER(idp_authorize_result), POINTER(idp_error))),
        ("prepare", CFUNCTYPE(c_int32, c_void_p)),
        ("handle_callback", CFUNCTYPE(c_int32, c_void_p, POINTER(idp_callback_request), POINTER(idp_grant), POINTER(idp_error))),
        ("resolve_account", CFUNCTYPE(c_int32, c_void_p, POINTER(idp_resolve_request), POINTER(idp_account), POINTER(idp_error))),
        ("cancel", CFUNCTYPE(c_int32, c_void_p, c_uint64)),
        ("get_extension", CFUNCTYPE(c_void_p, c_char_p)),
    ]


class idp_config_issue(Structure):
    _fields_ = [
        ("pointer", idp_str),
        ("code", idp_str),
        ("text", idp_str),
    ]


class idp_config_issues(Structure):
    _fields_ = [
        ("struct_size", c_uint32),
        ("flags", c_uint32),
        ("owner", idp_owned),
        ("issues", idp_list),
    ]


class idp_config_check_v1(Structure):
    _fields_ = [
        ("struct_size", c_uint32),
        ("flags", c_uint32),
        ("check", CFUNCTYPE(c_int32, POINTER(idp_str), POINTER(idp_str), POINTER(idp_config_issues), POINTER(idp_error))),
    ]


class idp_login_option(Structure):
    _fields_ = [
        ("kind", c_uint32),
        ("reserved_zero", c_uint32),
        ("mode", idp_str),
        ("label", idp_str),
        ("icon_media_type", idp_str),
        ("icon", idp_str),
        ("panel_json", idp_str),
        ("csp_script", idp_str),
        ("csp_frame", idp_str),
        ("csp_form_action", idp_str),
    ]


class idp_login_options(Structure):
    _fields_ = [
        ("struct_size", c_uint32),
        ("flags", c_uint32),
        ("owner", idp_owned),
        ("options", idp_list),
    ]


class idp_login_page_v1(Structure):
    _fields_ = [
        ("struct_size", c_uint32),
        ("flags", c_uint32),
        ("options", CFUNCTYPE(c_int32, c_void_p, POINTER(idp_str), POINTER(idp_str), POINTER(idp_login_options), POINTER(idp_error))),
    ]


idp_resolved_fn = CFUNCTYPE(None, c_void_p, c_int32, POINTER(idp_account), POINTER(idp_error))


class idp_async_v1(Structure):
    _fields_ = [
        ("struct_size", c_uint32),
        ("flags", c_uint32),
        ("resolve_account_start", CFUNCTYPE(c_int32, c_void_p, POINTER(idp_resolve_request), idp_resolved_fn, c_void_p, POINTER(idp_error))),
    ]


class idp_self_test_step(Structure):
    _fields_ = [
        ("struct_size", c_uint32),
        ("flags", c_uint32),
        ("state", c_uint32),
        ("duration_ms", c_uint32),
        ("id", idp_str),
        ("text", idp_str),
        ("remedy", idp_str),
    ]


idp_self_test_fn = CFUNCTYPE(None, c_void_p, POINTER(idp_self_test_step))


class idp_self_test_v1(Structure):
    _fields_ = [
        ("struct_size", c_uint32),
        ("flags", c_uint32),
        ("run", CFUNCTYPE(c_int32, c_void_p, c_uint32, POINTER(idp_str), idp_self_test_fn, c_void_p, POINTER(idp_error))),
    ]


class idp_bind_ticket(Structure):
    _fields_ = [
        ("struct_size", c_uint32),
        ("flags", c_uint32),
        ("owner", idp_owned),
        ("lifetime_s", c_uint32),
        ("reserved_zero", c_uint32),
        ("ticket", idp_str),
    ]


class idp_bind_ticket_v1(Structure):
    _fields_ = [
        ("struct_size", c_uint32),
        ("flags", c_uint32),
        ("issue", CFUNCTYPE(c_int32, c_void_p, POINTER(idp_account), POINTER(idp_str), POINTER(idp_bind_ticket), POINTER(idp_error))),
        ("redeem", CFUNCTYPE(c_int32, c_void_p, POINTER(idp_str), POINTER(idp_str), POINTER(idp_account), POINTER(idp_error))),
    ]


class idp_http_route(Structure):
    _fields_ = [
        ("method", idp_str),
        ("path", idp_str),
        ("media_type", idp_str),
        ("body", idp_str),
    ]


class idp_http_routes(Structure):
    _fields_ = [
        ("struct_size", c_uint32),
        ("flags", c_uint32),
        ("owner", idp_owned),
        ("routes", idp_list),
    ]


class idp_http_routes_v1(Structure):
    _fields_ = [
        ("struct_size", c_uint32),
        ("flags", c_uint32),
        ("routes", CFUNCTYPE(c_int32, c_void_p, POINTER(idp_http_routes), POINTER(idp_error))),
    ]


idp_plugin_entry_v1_fn = CFUNCTYPE(POINTER(idp_plugin_v1))

_LAYOUT = {
    idp_str: (16, {"ptr": 0, "len": 8}),
    idp_list: (16, {"items": 0, "count": 8, "stride": 12}),
    idp_owned: (16, {"release": 0, "private_data": 8}),
    idp_error: (1536, {"struct_size": 0, "status": 4, "audience": 8, "retry_after_ms": 12, "http_status": 16, "upstream_code": 20, "reason": 24, "upstream": 64, "public_text": 128, "detail": 512}),
    idp_log_record: (48, {"struct_size": 0, "flags": 4, "op_id": 8, "time_ms": 16, "level": 24, "reserved_zero": 28, "text": 32}),
    idp_host_v1: (64, {"struct_size": 0, "flags": 4, "abi_minor": 8, "reserved_zero": 12, "ctx": 16, "name": 24, "version": 32, "log": 40, "wall_clock_ms": 48, "get_extension": 56}),
    idp_host_kv_v1: (32, {"struct_size": 0, "flags": 4, "get": 8, "put": 16, "put_if_absent": 24}),
    idp_create_request: (56, {"struct_size": 0, "flags": 4, "instance_id": 8, "config_json": 24, "seal_keys": 40}),
    idp_authorize_request: (128, {"struct_size": 0, "flags": 4, "op_id": 8, "redirect_uri": 16, "context": 32, "purpose": 48, "binding": 64, "mode": 80, "user_agent": 96, "locale": 112}),
    idp_authorize_result: (80, {"struct_size": 0, "flags": 4, "owner": 8, "lifetime_s": 24, "reserved_zero": 28, "location": 32, "transaction": 48, "mode": 64}),
    idp_callback_request: (112, {"struct_size": 0, "flags": 4, "op_id": 8, "query": 16, "transactions": 32, "redirect_uri": 48, "purpose": 64, "binding": 80, "locale": 96}),
    idp_grant: (96, {"struct_size": 0, "flags": 4, "owner": 8, "transaction_index": 24, "reserved_zero": 28, "context": 32, "purpose": 48, "mode": 64, "token": 80}),
    idp_resolve_request: (56, {"struct_size": 0, "flags": 4, "op_id": 8, "timeout_ms": 16, "reserved_zero": 20, "grant_token": 24, "locale": 40}),
    idp_account: (144, {"struct_size": 0, "flags": 4, "owner": 8, "verdict": 24, "reserved_zero": 28, "issuer": 32, "subject": 48, "display_name": 64, "email": 80, "phone": 96, "avatar_url": 112, "claims_json": 128}),
    idp_descriptor: (112, {"struct_size": 0, "flags": 4, "id": 8, "name": 16, "vendor": 24, "version": 32, "license": 40, "homepage": 48, "support_url": 56, "description": 64, "modes": 72, "icon_media_type": 80, "icon": 88, "config_schema": 104}),
    idp_plugin_v1: (88, {"struct_size": 0, "flags": 4, "abi_minor": 8, "min_host_minor": 12, "descriptor": 16, "create": 24, "destroy": 32, "build_authorize_url": 40, "prepare": 48, "handle_callback": 56, "resolve_account": 64, "cancel": 72, "get_extension": 80}),
    idp_config_issue: (48, {"pointer": 0, "code": 16, "text": 32}),
    idp_config_issues: (40, {"struct_size": 0, "flags": 4, "owner": 8, "issues": 24}),
    idp_config_check_v1: (16, {"struct_size": 0, "flags": 4, "check": 8}),
    idp_login_option: (136, {"kind": 0, "reserved_zero": 4, "mode": 8, "label": 24, "icon_media_type": 40, "icon": 56, "panel_json": 72, "csp_script": 88, "csp_frame": 104, "csp_form_action": 120}),
    idp_login_options: (40, {"struct_size": 0, "flags": 4, "owner": 8, "options": 24}),
    idp_login_page_v1: (16, {"struct_size": 0, "flags": 4, "options": 8}),
    idp_async_v1: (16, {"struct_size": 0, "flags": 4, "resolve_account_start": 8}),
    idp_self_test_step: (64, {"struct_size": 0, "flags": 4, "state": 8, "duration_ms": 12, "id": 16, "text": 32, "remedy": 48}),
    idp_self_test_v1: (16, {"struct_size": 0, "flags": 4, "run": 8}),
    idp_bind_ticket: (48, {"struct_size": 0, "flags": 4, "owner": 8, "lifetime_s": 24, "reserved_zero": 28, "ticket": 32}),
    idp_bind_ticket_v1: (24, {"struct_size": 0, "flags": 4, "issue": 8, "redeem": 16}),
    idp_http_route: (64, {"method": 0, "path": 16, "media_type": 32, "body": 48}),
    idp_http_routes: (40, {"struct_size": 0, "flags": 4, "owner": 8, "routes": 24}),
    idp_http_routes_v1: (16, {"struct_size": 0, "flags": 4, "routes": 8}),
}

for _struct, (_size, _offsets) in _LAYOUT.items():
    if sizeof(_struct) != _size or any(getattr(_struct, name).offset != at for name, at in _offsets.items()):
        raise ImportError(f"{_struct.__name__} is laid out otherwise here: the interface is for 64-bit Linux")
