# SPDX-License-Identifier: Apache-2.0
"""What a host offers to providers: a log, a clock, and perhaps a store that all its processes share."""
from __future__ import annotations

import contextlib
import ctypes
import dataclasses
import enum
import logging
import threading
import time
from typing import Any, Callable, Dict, Optional, Protocol, Type

from idp_plugin import abi
from idp_plugin.borrowed import bytes_of, text_of

_logger = logging.getLogger("idp_plugin")
_raised = threading.local()


class Level(enum.IntEnum):
    """idp_log_record.level. The last two say that one side broke the contract."""
    TRACE = abi.IDP_LOG_TRACE
    DEBUG = abi.IDP_LOG_DEBUG
    INFO = abi.IDP_LOG_INFO
    WARNING = abi.IDP_LOG_WARNING
    ERROR = abi.IDP_LOG_ERROR
    HOST_MISBEHAVED = abi.IDP_LOG_HOST_MISBEHAVED
    PLUGIN_MISBEHAVED = abi.IDP_LOG_PLUGIN_MISBEHAVED

    @property
    def logging_level(self) -> int:
        return min(self.value, Level.ERROR.value) * 10 - 10 or 5


@dataclasses.dataclass(frozen=True)
class LogRecord:
    """idp_log_record. time_ms is when it happened; it may be delivered later."""
    level: Level
    text: str
    op_id: int
    time_ms: int


class KeyValueStore(Protocol):
    """idp.host.kv/1: a small store with expiry that all processes and nodes of the deployment share.

    It may raise: a failing store makes no login fail.
    """

    def get(self, key: str) -> Optional[bytes]:
        """The value, or None if it is absent or expired."""

    def put(self, key: str, value: bytes, ttl_ms: int) -> None:
        """Sets it, whatever it was."""

    def put_if_absent(self, key: str, value: bytes, ttl_ms: int) -> bool:
        """Sets it if it is absent or expired: True for exactly one of several callers."""


def log_to_logging(record: LogRecord) -> None:
    """To the logger "idp_plugin"."""
    _logger.log(record.level.logging_level, "%s", record.text, extra={"op_id": record.op_id})


def system_clock_ms() -> int:
    return time.time_ns() // 1_000_000


class Host:
    """One may serve many instances, which keep it alive. Its functions run on threads that are calling an instance, and
    must not call into one."""

    def __init__(self, name: str = "python", version: str = "1", *, log: Callable[[LogRecord], None] = log_to_logging,
                 wall_clock_ms: Callable[[], int] = system_clock_ms, kv: Optional[KeyValueStore] = None) -> None:
        self._log = log
        self._wall_clock_ms = wall_clock_ms
        self._kv = kv
        functions = _function_types(abi.idp_host_v1)
        self.table = abi.idp_host_v1(
            struct_size=ctypes.sizeof(abi.idp_host_v1), abi_minor=abi.IDP_ABI_MINOR, name=name.encode(),
            version=version.encode(), log=functions["log"](_contained(self._on_log, None)),
            wall_clock_ms=functions["wall_clock_ms"](_contained(self._on_wall_clock_ms, 0)),
            get_extension=functions["get_extension"](_contained(self._on_get_extension, None)))
        functions = _function_types(abi.idp_host_kv_v1)
        self._kv_table = abi.idp_host_kv_v1(
            struct_size=ctypes.sizeof(abi.idp_host_kv_v1),
            **{name: functions[name](_contained(getattr(self, "_on_" + name), abi.IDP_E_INTERNAL))
               for name in ("get", "put", "put_if_absent")})

    def _on_log(self, _ctx: Any, record: Any) -> None:
        told = record.contents
        level = Level(min(max(told.level, Level.TRACE), Level.PLUGIN_MISBEHAVED))
        self._log(LogRecord(level, text_of(told.text), told.op_id, told.time_ms))

    def _on_wall_clock_ms(self, _ctx: Any) -> int:
        return self._wall_clock_ms()

    def _on_get_extension(self, _ctx: Any, extension: bytes) -> Optional[int]:
        offered = self._kv is not None and extension == abi.IDP_HOST_KV_V1.encode()
        return ctypes.addressof(self._kv_table) if offered else None

    def _on_get(self, _ctx: Any, key: Any, sink: Any, user: Any) -> int:
        assert self._kv is not None
        value = self._kv.get(text_of(key.contents))
        if value is None:
            return abi.IDP_NO
        value = bytes(value)
        sink(user, value, len(value))
        return abi.IDP_OK

    def _on_put(self, _ctx: Any, key: Any, value: Any, ttl_ms: int) -> int:
        assert self._kv is not None
        self._kv.put(text_of(key.contents), bytes_of(value.contents), ttl_ms)
        return abi.IDP_OK

    def _on_put_if_absent(self, _ctx: Any, key: Any, value: Any, ttl_ms: int) -> int:
        assert self._kv is not None
        mine = self._kv.put_if_absent(text_of(key.contents), bytes_of(value.contents), ttl_ms)
        return abi.IDP_OK if mine else abi.IDP_NO


def _function_types(table: Type[ctypes.Structure]) -> Dict[str, Any]:
    return {field[0]: field[1] for field in table._fields_}


def _contained(function: Callable[..., Any], failing: Any) -> Callable[..., Any]:
    """Lets no exception out to the provider: it is logged, and the answer is the failing one. What ends a program
    (Ctrl-C, sys.exit) is kept for the end of the call."""

    def run(*arguments: Any) -> Any:
        try:
            return function(*arguments)
        except Exception:
            # A log handler that fails again has nobody left to tell.
            with contextlib.suppress(Exception):
                _logger.exception("a function of the host raised %s", function.__name__)
        except BaseException as why:
            _raised.why = why
        return failing

    return run


def raise_what_callbacks_kept() -> None:
    """After a call of a provider, on its thread."""
    why, _raised.why = getattr(_raised, "why", None), None
    if why is not None:
        raise why
