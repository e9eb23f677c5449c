# SPDX-License-Identifier: Apache-2.0
"""What goes wrong: a file that is no provider, and a provider that says no."""
from __future__ import annotations

import ctypes
import enum
from typing import Optional

from idp_plugin import abi


class Status(enum.IntEnum):
    """idp_status: 0 is done, more is "no", less is a failure."""
    NO = abi.IDP_NO
    OK = abi.IDP_OK
    INVALID = abi.IDP_E_INVALID
    CONFIG = abi.IDP_E_CONFIG
    DEADLINE = abi.IDP_E_DEADLINE
    CANCELLED = abi.IDP_E_CANCELLED
    NETWORK = abi.IDP_E_NETWORK
    UPSTREAM = abi.IDP_E_UPSTREAM
    DENIED = abi.IDP_E_DENIED
    RESTART = abi.IDP_E_RESTART
    REPLAYED = abi.IDP_E_REPLAYED
    BUSY = abi.IDP_E_BUSY
    UNSUPPORTED = abi.IDP_E_UNSUPPORTED
    WRONG_PROCESS = abi.IDP_E_WRONG_PROCESS
    INTERNAL = abi.IDP_E_INTERNAL
    REJECTED = abi.IDP_E_REJECTED

    @classmethod
    def _missing_(cls, value: object) -> Status:
        # Later minors add codes.
        return cls.NO if isinstance(value, int) and value > 0 else cls.INTERNAL


class Audience(enum.IntEnum):
    """Who can do something about an error."""
    NOBODY_KNOWN = 0
    USER = abi.IDP_FOR_USER
    ADMIN = abi.IDP_FOR_ADMIN
    OPERATOR = abi.IDP_FOR_OPERATOR
    DEVELOPER = abi.IDP_FOR_DEVELOPER

    @classmethod
    def _missing_(cls, value: object) -> Audience:
        return cls.NOBODY_KNOWN


class Error(Exception):
    """Everything that this package raises by itself."""


class LoadError(Error):
    """Why a file is no usable provider, in a sentence for the person who put it there."""


class ProviderError(Error):
    """A call that was refused or failed: idp_error.

    public_text may be shown to the person who logs in; detail is for operators. Neither holds a secret.
    """

    def __init__(self, status: Status, *, reason: str = "", audience: Audience = Audience.NOBODY_KNOWN,
                 retry_after_ms: int = 0, http_status: int = 500, upstream_code: int = 0, upstream: str = "",
                 public_text: str = "", detail: str = "") -> None:
        super().__init__(f"{status.name} {reason}: {detail}" if reason else status.name)
        self.status = status
        self.reason = reason
        self.audience = audience
        self.retry_after_ms = retry_after_ms
        self.http_status = http_status
        self.upstream_code = upstream_code
        self.upstream = upstream
        self.public_text = public_text
        self.detail = detail


def new_error() -> abi.idp_error:
    """For the callee to fill."""
    err = abi.idp_error()
    err.struct_size = ctypes.sizeof(err)
    return err


def raise_unless_ok(status: int, err: Optional[abi.idp_error] = None) -> None:
    """Fails closed: whatever is not OK is a refusal, even a code that nobody knows yet."""
    if status == Status.OK:
        return
    if err is None:
        raise ProviderError(Status(status))
    text = {name: getattr(err, name).decode("utf-8", "replace") for name in ("reason", "upstream", "public_text", "detail")}
    raise ProviderError(
        Status(status), audience=Audience(err.audience), retry_after_ms=err.retry_after_ms, http_status=err.http_status,
        upstream_code=err.upstream_code, **text)


def misuse(reason: str, detail: str, status: Status = Status.INVALID) -> ProviderError:
    """A mistake of the host's program that must not reach the provider."""
    return ProviderError(status, reason=reason, audience=Audience.DEVELOPER, public_text="Internal error.", detail=detail)
