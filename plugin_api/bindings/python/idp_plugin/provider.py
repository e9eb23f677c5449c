# SPDX-License-Identifier: Apache-2.0
"""An opened provider library: what it says of itself, and what it does without an instance."""
from __future__ import annotations

import ctypes
import dataclasses
import os
import stat
from typing import Any, List, Optional, Sequence, Tuple, Union

from idp_plugin import abi, results
from idp_plugin.borrowed import Borrowed, Text, bytes_of, elements, has, release
from idp_plugin.errors import LoadError, Status, misuse, new_error, raise_unless_ok
from idp_plugin.host import Host
from idp_plugin.instance import Instance
from idp_plugin.results import ConfigIssue

PathLike = Union[str, "os.PathLike[str]"]

EXTENSIONS = {
    abi.IDP_BIND_TICKET_V1: abi.idp_bind_ticket_v1, abi.IDP_CONFIG_CHECK_V1: abi.idp_config_check_v1,
    abi.IDP_HTTP_ROUTES_V1: abi.idp_http_routes_v1, abi.IDP_LOGIN_PAGE_V1: abi.idp_login_page_v1,
    abi.IDP_SELF_TEST_V1: abi.idp_self_test_v1,
}


@dataclasses.dataclass(frozen=True)
class Descriptor:
    """idp_descriptor. config_schema is the JSON Schema of the configuration."""
    id: str
    name: str
    vendor: str
    version: str
    license: str
    homepage: str
    support_url: str
    description: str
    modes: Tuple[str, ...]
    icon_media_type: str
    icon: bytes = dataclasses.field(repr=False)
    config_schema: str = dataclasses.field(repr=False)


class Provider:
    """A provider library. It is never unmapped: there is nothing to close."""

    def __init__(self, path: str, library: ctypes.CDLL, table: Any) -> None:
        """Use open()."""
        self.path = path
        self.table = table
        self.descriptor = _descriptor(table.descriptor.contents)
        self._library = library

    @classmethod
    def open(cls, path: PathLike) -> Provider:
        """Opens an absolute path; may be called before the process forks. Raises LoadError.

        Refuses a file that somebody other than root and this process's user could change."""
        file = os.fspath(path)
        if not os.path.isabs(file):
            raise LoadError(f"{file}: not an absolute path")
        before = _trusted_identity(file)
        try:
            library = ctypes.CDLL(file, mode=os.RTLD_NOW | os.RTLD_LOCAL | os.RTLD_NODELETE)
        except OSError as why:
            raise LoadError(f"cannot be loaded: {why}") from why
        if before != _trusted_identity(file):
            raise LoadError(f"{file}: was replaced while it was loaded")
        try:
            entry = abi.idp_plugin_entry_v1_fn((abi.IDP_PLUGIN_ENTRY_V1, library))
        except AttributeError as why:
            raise LoadError(f"{file}: no {abi.IDP_PLUGIN_ENTRY_V1}: not a provider of ABI major 1") from why
        return cls(file, library, _negotiated(file, entry()))

    def __repr__(self) -> str:
        return f"<Provider {self.descriptor.id} {self.descriptor.version} of {self.path}>"

    def create(self, config: str, instance_id: str, seal_keys: Sequence[bytes] = (),
               host: Optional[Host] = None) -> Instance:
        """An instance for one configuration, a JSON object; in the process that will use it. Without seal keys a
        provider uses its configuration's secret. Raises ProviderError."""
        return Instance(self, config, instance_id, seal_keys, host or Host())

    def offers(self, extension_id: str) -> bool:
        """Whether the provider has this extension: "idp.self-test/1"."""
        return bool(self.table.get_extension(extension_id.encode()))

    def extension(self, extension_id: str, function: str) -> Any:
        """The function of an extension that this package knows, or ProviderError UNSUPPORTED."""
        address = self.table.get_extension(extension_id.encode())
        if address:
            table = ctypes.cast(address, ctypes.POINTER(EXTENSIONS[extension_id])).contents
            if has(table, function) and getattr(table, function):
                return getattr(table, function)
        raise misuse("extension", f"{self.descriptor.id} has no {extension_id} {function}", Status.UNSUPPORTED)

    def check_config(self, config: Text, locale: str = "") -> List[ConfigIssue]:
        """idp.config-check/1: what create would refuse, for a form to mark its fields. No network, no instance."""
        check = self.extension(abi.IDP_CONFIG_CHECK_V1, "check")
        lent, out, err = Borrowed(), abi.idp_config_issues(), new_error()
        out.struct_size = ctypes.sizeof(out)
        try:
            raise_unless_ok(check(lent.text(config), lent.text(locale), out, err), err)
            return [results.config_issue(each) for each in elements(out.issues, abi.idp_config_issue)]
        finally:
            release(out)


def _trusted_identity(file: str) -> Tuple[int, int]:
    """Device and inode of a file that passes the trust check, made on the opened file."""
    try:
        fd = os.open(file, os.O_RDONLY | os.O_CLOEXEC)
    except OSError as why:
        raise LoadError(f"{file}: {os.strerror(why.errno or 0)}") from why
    try:
        found = os.fstat(fd)
    finally:
        os.close(fd)
    if not stat.S_ISREG(found.st_mode):
        raise LoadError(f"{file}: not a regular file")
    if found.st_uid not in (0, os.geteuid()):
        raise LoadError(f"{file}: owned by somebody else; chown it to root or to the user of this service")
    if found.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        raise LoadError(f"{file}: writable by group or others; chmod go-w it")
    return found.st_dev, found.st_ino


def _negotiated(file: str, pointer: Any) -> Any:
    """The table, if this host can work with it."""
    table = pointer.contents if pointer else None
    functions = ("create", "destroy", "build_authorize_url", "prepare", "handle_callback", "resolve_account", "cancel",
                 "get_extension")
    if table is None or table.struct_size < abi.IDP_PLUGIN_V1_MINOR_0 or not table.descriptor or \
            not all(getattr(table, each) for each in functions):
        raise LoadError(f"{file}: its table is incomplete")
    if table.flags & abi.IDP_FLAGS_CRITICAL:
        raise LoadError(f"{file}: needs a feature this host does not know")
    if table.min_host_minor > abi.IDP_ABI_MINOR:
        raise LoadError(f"{file}: needs host ABI 1.{table.min_host_minor}, this is 1.{abi.IDP_ABI_MINOR}")
    return table


def _descriptor(told: Any) -> Descriptor:
    texts = {each.name: (getattr(told, each.name) or b"").decode("utf-8", "replace")
             for each in dataclasses.fields(Descriptor) if each.name not in ("modes", "icon")}
    modes = tuple((told.modes or b"").decode("utf-8", "replace").split())
    return Descriptor(modes=modes, icon=bytes_of(told.icon), **texts)
