# SPDX-License-Identifier: Apache-2.0
"""One configuration of a provider, alive: the calls of a login and the extensions that need an instance."""
from __future__ import annotations

import atexit
import ctypes
import itertools
import logging
import os
import threading
import types
import warnings
import weakref
from typing import TYPE_CHECKING, Any, Callable, Dict, List, Optional, Sequence, Type, TypeVar

from idp_plugin import abi, results
from idp_plugin.borrowed import Borrowed, Text, elements, release
from idp_plugin.call_gate import CallGate
from idp_plugin.errors import ProviderError, Status, misuse, new_error, raise_unless_ok
from idp_plugin.host import Host, raise_what_callbacks_kept
from idp_plugin.results import Account, Authorization, BindTicket, Grant, HttpRoute, LoginOption, SelfTest, SelfTestStep

if TYPE_CHECKING:
    from idp_plugin.provider import Provider

Result = TypeVar("Result")

# A dict, not a WeakSet: its single operations need no lock, which a fork could leave locked.
_living: Dict[int, weakref.ReferenceType[Instance]] = {}
# Of operations that the caller has not numbered; callers number theirs below.
_op_ids = itertools.count(2**63)
_interpreter_ends = threading.Event()


class Instance:
    """Made by Provider.create(). Any threads may call it at once. Destroyed by destroy(), at the end of a with
    statement, or before the interpreter ends; never in a child of the process that made it."""

    def __init__(self, provider: Provider, config: str, instance_id: str, seal_keys: Sequence[bytes], host: Host) -> None:
        self._self = ctypes.c_void_p()
        self._process = os.getpid()
        self.provider = provider
        self.host = host  # the provider holds its table
        self._table = provider.table
        self._gate = CallGate()
        self._running: Dict[int, None] = {}
        if _interpreter_ends.is_set():
            raise misuse("closed", "the interpreter ends: nobody would destroy the instance")
        lent, err = Borrowed(), new_error()
        request = abi.idp_create_request(
            struct_size=ctypes.sizeof(abi.idp_create_request), instance_id=lent.text(instance_id),
            config_json=lent.text(config), seal_keys=lent.list(seal_keys))
        raise_unless_ok(self._table.create(host.table, request, self._self, err), err)
        _living[id(self)] = weakref.ref(self)
        raise_what_callbacks_kept()

    def __enter__(self) -> Instance:
        return self

    def __exit__(self, kind: Optional[Type[BaseException]], why: Optional[BaseException],
                 trace: Optional[types.TracebackType]) -> None:
        self.destroy()

    def __del__(self) -> None:
        if self._self and self._process == os.getpid():
            warnings.warn(f"an instance of {self.provider!r} was not destroyed", ResourceWarning, source=self)
            self.destroy()

    def destroy(self) -> None:
        """Ends the instance: running logins end with CANCELLED, a running self-test is waited for. Does nothing the
        second time, and in a child of the process that made the instance. Refused inside a function of its host."""
        if self._process != os.getpid() or not self._gate.close():
            return
        while not self._gate.wait_until_empty(seconds=0.01):
            # One that has not reached the provider yet is unknown there: it is asked again.
            for op_id in list(self._running):
                self._table.cancel(self._self, op_id)
        status = self._table.destroy(self._self)
        if status != Status.OK:
            self._gate.open()
            raise misuse("reentrant", "destroy was called from a function of the host that this provider is calling")
        self._self = ctypes.c_void_p()
        _living.pop(id(self), None)

    def build_authorize_url(self, redirect_uri: str, *, context: Text = b"", purpose: str = "", binding: Text = b"",
                            mode: str = "", user_agent: Text = "", locale: str = "", restarted: bool = False,
                            op_id: int = 0) -> Authorization:
        """Where to send the browser. restarted: the host begins again by itself, after Status.RESTART."""
        lent = Borrowed()
        request = abi.idp_authorize_request(
            struct_size=ctypes.sizeof(abi.idp_authorize_request), flags=abi.IDP_AUTHORIZE_RESTARTED if restarted else 0,
            op_id=op_id, redirect_uri=lent.text(redirect_uri), context=lent.text(context), purpose=lent.text(purpose),
            binding=lent.text(binding), mode=lent.text(mode), user_agent=lent.text(user_agent), locale=lent.text(locale))
        return self._ask(self._table.build_authorize_url, abi.idp_authorize_result, results.authorization, request)

    def prepare(self) -> None:
        """A hint, after the redirect was sent: somebody is about to come back."""
        raise_unless_ok(self._call(self._table.prepare))

    def handle_callback(self, query: Text, transactions: Sequence[Text], redirect_uri: str, *, purpose: str = "",
                        binding: Text = b"", locale: str = "", op_id: int = 0) -> Grant:
        """The login that came back: query as it came, without "?"; all transactions that this browser brought."""
        lent = Borrowed()
        request = abi.idp_callback_request(
            struct_size=ctypes.sizeof(abi.idp_callback_request), op_id=op_id, query=lent.text(query),
            transactions=lent.list(transactions), redirect_uri=lent.text(redirect_uri), purpose=lent.text(purpose),
            binding=lent.text(binding), locale=lent.text(locale))
        return self._ask(self._table.handle_callback, abi.idp_grant, results.grant, request)

    def resolve_account(self, grant_token: Text, *, timeout_ms: int = 0, locale: str = "", any_verdict: bool = False,
                        op_id: int = 0) -> Account:
        """Who this is, asked of the provider: waits for the network up to timeout_ms (0: as configured). An op_id below
        2**63, unique among the running ones, lets another thread cancel() it."""
        lent, number = Borrowed(), op_id or next(_op_ids)
        request = abi.idp_resolve_request(
            struct_size=ctypes.sizeof(abi.idp_resolve_request), flags=abi.IDP_RESOLVE_ANY_VERDICT if any_verdict else 0,
            op_id=number, timeout_ms=timeout_ms, grant_token=lent.text(grant_token), locale=lent.text(locale))
        self._running[number] = None
        try:
            return self._ask(self._table.resolve_account, abi.idp_account, _identity, request)
        finally:
            self._running.pop(number, None)

    def cancel(self, op_id: int) -> bool:
        """Lets a running resolve_account end with CANCELLED soon. False if there is none."""
        status = self._call(self._table.cancel, op_id)
        if status != Status.NO:
            raise_unless_ok(status)
        return status == Status.OK

    def login_options(self, user_agent: Text = "", locale: str = "") -> List[LoginOption]:
        """idp.login-page/1: the ways in that suit this browser, best first."""
        options, lent = self.provider.extension(abi.IDP_LOGIN_PAGE_V1, "options"), Borrowed()
        return self._ask(options, abi.idp_login_options, lambda out: [
            results.login_option(each) for each in elements(out.options, abi.idp_login_option)
        ], lent.text(user_agent), lent.text(locale))

    def http_routes(self) -> List[HttpRoute]:
        """idp.http-routes/1: files that the host answers with at the root of its public URL."""
        routes = self.provider.extension(abi.IDP_HTTP_ROUTES_V1, "routes")
        return self._ask(routes, abi.idp_http_routes, lambda out: [
            results.http_route(each) for each in elements(out.routes, abi.idp_http_route)])

    def self_test(self, timeout_ms: int = 0, locale: str = "",
                  on_step: Optional[Callable[[SelfTestStep], None]] = None) -> SelfTest:
        """idp.self-test/1, "test the connection", for a person who presses a button. on_step sees each step as it begins
        and as it ends; what it raises comes out in the end."""
        run, lent, err = self.provider.extension(abi.IDP_SELF_TEST_V1, "run"), Borrowed(), new_error()
        ended: List[SelfTestStep] = []
        raised: List[BaseException] = []

        def sink(_user: Any, step: Any) -> None:
            try:
                seen = results.self_test_step(step.contents)
                if seen.state != results.StepState.RUNNING:
                    ended.append(seen)
                if on_step and not raised:
                    on_step(seen)
            except BaseException as why:  # nothing may unwind into the provider
                raised.append(why)

        status = self._call(run, timeout_ms, lent.text(locale), abi.idp_self_test_fn(sink), None, err)
        if raised:
            raise raised[0]
        if status != Status.NO:
            raise_unless_ok(status, err)
        return SelfTest(status == Status.OK, tuple(ended))

    def issue_bind_ticket(self, account: Account, binding: Text) -> BindTicket:
        """idp.bind-ticket/1: seals an account that nobody has yet, for the browser that the host knows by binding."""
        issue, lent = self.provider.extension(abi.IDP_BIND_TICKET_V1, "issue"), Borrowed()
        told = abi.idp_account(
            struct_size=ctypes.sizeof(abi.idp_account), flags=account.flags, verdict=account.verdict,
            issuer=lent.text(account.issuer), subject=lent.text(account.subject),
            display_name=lent.text(account.display_name), email=lent.text(account.email), phone=lent.text(account.phone),
            avatar_url=lent.text(account.avatar_url), claims_json=lent.text(account.claims_json))
        return self._ask(issue, abi.idp_bind_ticket, results.bind_ticket, told, lent.text(binding))

    def redeem_bind_ticket(self, ticket: Text, binding: Text) -> Account:
        """idp.bind-ticket/1: the account again, once."""
        redeem, lent = self.provider.extension(abi.IDP_BIND_TICKET_V1, "redeem"), Borrowed()
        return self._ask(redeem, abi.idp_account, _identity, lent.text(ticket), lent.text(binding))

    def _call(self, function: Any, *arguments: Any) -> int:
        """In a child there is no gate, which a thread of the parent may hold: the provider answers WRONG_PROCESS."""
        if self._process != os.getpid():
            self._gate.look()
            return int(function(self._self, *arguments))
        with self._gate:
            status = function(self._self, *arguments)
        raise_what_callbacks_kept()
        return int(status)

    def _ask(self, function: Any, kind: Type[ctypes.Structure], copied: Callable[[Any], Result], *arguments: Any) -> Result:
        out: Any = kind()
        out.struct_size = ctypes.sizeof(kind)
        err = new_error()
        try:
            raise_unless_ok(self._call(function, *arguments, out, err), err)
            return copied(out)
        finally:
            release(out)


def _identity(out: abi.idp_account) -> Account:
    """Nobody, if a provider should fail to say who: an empty key must never be looked up."""
    account = results.account(out)
    if not account.issuer or not account.subject:
        raise misuse("bug", "the provider gave an account without issuer or subject", Status.INTERNAL)
    return account


@atexit.register
def _destroy_all() -> None:
    """A provider's thread that met an interpreter without a future would end the process."""
    _interpreter_ends.set()
    for reference in list(_living.values()):
        instance = reference()
        try:
            if instance is not None:
                instance.destroy()
        except ProviderError:
            logging.getLogger("idp_plugin").exception("%r could not be destroyed", instance)
