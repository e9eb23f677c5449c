# SPDX-License-Identifier: Apache-2.0
"""What calls answer: copies, which own themselves. The fields mean what idp_plugin.h says."""
from __future__ import annotations

import dataclasses
import enum
import json
from typing import Any, Dict, Tuple

from idp_plugin import abi
from idp_plugin.borrowed import bytes_of, text_of


class Verdict(enum.IntEnum):
    """What a person is to the organisation of the configuration."""
    MEMBER = abi.IDP_VERDICT_MEMBER
    LINKED = abi.IDP_VERDICT_LINKED
    EXTERNAL = abi.IDP_VERDICT_EXTERNAL
    INACTIVE = abi.IDP_VERDICT_INACTIVE


class LoginKind(enum.IntEnum):
    REDIRECT = abi.IDP_LOGIN_REDIRECT
    PANEL = abi.IDP_LOGIN_PANEL
    HANDOFF = abi.IDP_LOGIN_HANDOFF


class StepState(enum.IntEnum):
    RUNNING = abi.IDP_STEP_RUNNING
    PASSED = abi.IDP_STEP_PASSED
    FAILED = abi.IDP_STEP_FAILED
    SKIPPED = abi.IDP_STEP_SKIPPED


@dataclasses.dataclass(frozen=True)
class Authorization:
    """idp_authorize_result: where to send the browser, and what it keeps in a cookie of lifetime_s seconds."""
    location: str = dataclasses.field(repr=False)
    transaction: str = dataclasses.field(repr=False)
    mode: str
    lifetime_s: int


@dataclasses.dataclass(frozen=True)
class Grant:
    """idp_grant: the login that came back. The cookie transactions[transaction_index] has done its work."""
    context: bytes
    purpose: str
    mode: str
    transaction_index: int
    token: bytes = dataclasses.field(repr=False)


@dataclasses.dataclass(frozen=True)
class Account:
    """idp_account. The key of a person is (issuer, subject), compared exactly; nothing else identifies anybody."""
    issuer: str
    subject: str
    verdict: Verdict
    display_name: str = ""
    email: str = ""
    phone: str = ""
    avatar_url: str = ""
    claims_json: str = ""
    flags: int = 0

    @property
    def key(self) -> Tuple[str, str]:
        return self.issuer, self.subject

    @property
    def claims(self) -> Dict[str, Any]:
        """What else the provider said."""
        return dict(json.loads(self.claims_json)) if self.claims_json else {}

    @property
    def partial(self) -> bool:
        return bool(self.flags & abi.IDP_ACCOUNT_PARTIAL)

    @property
    def repeated(self) -> bool:
        return bool(self.flags & abi.IDP_ACCOUNT_REPEATED)

    @property
    def email_verified(self) -> bool:
        return bool(self.flags & abi.IDP_ACCOUNT_EMAIL_VERIFIED)

    @property
    def phone_verified(self) -> bool:
        return bool(self.flags & abi.IDP_ACCOUNT_PHONE_VERIFIED)


@dataclasses.dataclass(frozen=True)
class ConfigIssue:
    """idp_config_issue: pointer is the JSON pointer of a field, code a stable word, text for who fills in the form."""
    pointer: str
    code: str
    text: str


@dataclasses.dataclass(frozen=True)
class LoginOption:
    """idp_login_option: one way in that suits this browser."""
    kind: LoginKind
    mode: str
    label: str
    icon_media_type: str
    icon: bytes = dataclasses.field(repr=False)
    panel_json: str
    csp_script: str
    csp_frame: str
    csp_form_action: str


@dataclasses.dataclass(frozen=True)
class HttpRoute:
    """idp_http_route: a static answer that the host gives for the provider."""
    method: str
    path: str
    media_type: str
    body: bytes


@dataclasses.dataclass(frozen=True)
class BindTicket:
    """idp_bind_ticket: an account that nobody has yet, sealed for one browser."""
    ticket: str = dataclasses.field(repr=False)
    lifetime_s: int


@dataclasses.dataclass(frozen=True)
class SelfTestStep:
    """idp_self_test_step. remedy says, of a failed step, whose problem it is and what to do."""
    id: str
    state: StepState
    text: str
    remedy: str
    duration_ms: int


@dataclasses.dataclass(frozen=True)
class SelfTest:
    """How a self-test went: the steps that have ended, in their order."""
    passed: bool
    steps: Tuple[SelfTestStep, ...]


def authorization(out: abi.idp_authorize_result) -> Authorization:
    return Authorization(text_of(out.location), text_of(out.transaction), text_of(out.mode), out.lifetime_s)


def grant(out: abi.idp_grant) -> Grant:
    return Grant(bytes_of(out.context), text_of(out.purpose), text_of(out.mode), out.transaction_index, bytes_of(out.token))


def account(out: abi.idp_account) -> Account:
    return Account(
        text_of(out.issuer), text_of(out.subject), Verdict(out.verdict), text_of(out.display_name), text_of(out.email),
        text_of(out.phone), text_of(out.avatar_url), text_of(out.claims_json), out.flags)


def config_issue(item: abi.idp_config_issue) -> ConfigIssue:
    return ConfigIssue(text_of(item.pointer), text_of(item.code), text_of(item.text))


def login_option(item: abi.idp_login_option) -> LoginOption:
    return LoginOption(
        LoginKind(item.kind), text_of(item.mode), text_of(item.label), text_of(item.icon_media_type), bytes_of(item.icon),
        text_of(item.panel_json), text_of(item.csp_script), text_of(item.csp_frame), text_of(item.csp_form_action))


def http_route(item: abi.idp_http_route) -> HttpRoute:
    return HttpRoute(text_of(item.method), text_of(item.path), text_of(item.media_type), bytes_of(item.body))


def bind_ticket(out: abi.idp_bind_ticket) -> BindTicket:
    return BindTicket(text_of(out.ticket), out.lifetime_s)


def self_test_step(step: abi.idp_self_test_step) -> SelfTestStep:
    return SelfTestStep(text_of(step.id), StepState(step.state), text_of(step.text), text_of(step.remedy), step.duration_ms)
