# SPDX-License-Identifier: Apache-2.0
"""Texts and lists as they cross the interface: lent to the provider for one call, copied from it at once."""
from __future__ import annotations

import ctypes
from typing import Any, Iterator, List, Sequence, Type, Union

from idp_plugin import abi

Text = Union[str, bytes]


class Borrowed:
    """Keeps what the provider borrows. Has to live until the call has returned."""

    def __init__(self) -> None:
        self._kept: List[object] = []

    def text(self, value: Text) -> abi.idp_str:
        """Half characters, which servers make of what a browser sent, become bytes that the provider refuses."""
        data = value.encode("utf-8", "surrogatepass") if isinstance(value, str) else value
        self._kept.append(data)
        return abi.idp_str(ctypes.cast(ctypes.c_char_p(data), ctypes.c_void_p), len(data))

    def list(self, values: Sequence[Text]) -> abi.idp_list:
        array = (abi.idp_str * len(values))(*[self.text(each) for each in values])
        self._kept.append(array)
        return abi.idp_list(ctypes.cast(array, ctypes.c_void_p), len(values), ctypes.sizeof(abi.idp_str))


def bytes_of(text: abi.idp_str) -> bytes:
    return ctypes.string_at(text.ptr, text.len) if text.ptr else b""


def text_of(text: abi.idp_str) -> str:
    return bytes_of(text).decode("utf-8", "replace")


def elements(items: abi.idp_list, kind: Type[ctypes.Structure]) -> Iterator[Any]:
    """Each in the shape this package knows: a longer element is cut, a shorter one filled with zero."""
    for index in range(items.count):
        element = kind()
        known = min(items.stride, ctypes.sizeof(kind))
        ctypes.memmove(ctypes.byref(element), items.items + index * items.stride, known)
        yield element


def has(struct: ctypes.Structure, field: str) -> bool:
    """IDP_HAS: the struct is long enough for the field."""
    place = getattr(type(struct), field)
    return bool(getattr(struct, "struct_size") >= place.offset + place.size)


def release(out: Any) -> None:
    """Gives back what a result owns. Nothing, if the call failed."""
    if out.owner.release:
        out.owner.release(ctypes.byref(out.owner))
