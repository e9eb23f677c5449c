# SPDX-License-Identifier: Apache-2.0
"""Hosts in Python for providers of plugin_api/idp_plugin.h: people sign in with somebody else's account.

    from idp_plugin import Provider, ProviderError

    provider = Provider.open("/usr/lib/idp/idp_wecom.so")                  # before a fork, or after it
    with provider.create(config_json, "wecom", seal_keys=[key]) as wecom:  # in the process that uses it
        begun = wecom.build_authorize_url("https://id.example.com/callback", user_agent=agent)
        ...  # 302 to begun.location; begun.transaction into an HttpOnly, SameSite=Lax cookie of this browser
        try:
            grant = wecom.handle_callback(query, [transaction], "https://id.example.com/callback")
            account = wecom.resolve_account(grant.token)
        except ProviderError as why:
            ...  # why.status, why.public_text for the person, why.detail for the log
        ...  # (account.issuer, account.subject) is who this is; nothing else is

Functions are called and results named as in idp_plugin.h, which says what they mean; texts are str, what the header
calls bytes is bytes. Every call leaves the interpreter to other threads, and any threads may call at once.

A server that forks opens the provider where it likes and makes its instances in the workers (gunicorn: post_fork;
uWSGI: @postfork; or at the first request). In a child, an instance of the parent answers Status.WRONG_PROCESS. What
is still alive when the interpreter ends is destroyed before it does.
"""
from idp_plugin.errors import Audience, Error, LoadError, ProviderError, Status
from idp_plugin.host import Host, KeyValueStore, Level, LogRecord
from idp_plugin.instance import Instance
from idp_plugin.provider import Descriptor, Provider
from idp_plugin.results import (
    Account, Authorization, BindTicket, ConfigIssue, Grant, HttpRoute, LoginKind, LoginOption, SelfTest, SelfTestStep,
    StepState, Verdict,
)

__all__ = [
    "Account", "Audience", "Authorization", "BindTicket", "ConfigIssue", "Descriptor", "Error", "Grant", "Host",
    "HttpRoute", "Instance", "KeyValueStore", "Level", "LoadError", "LogRecord", "LoginKind", "LoginOption", "Provider",
    "ProviderError", "SelfTest", "SelfTestStep", "Status", "StepState", "Verdict",
]
