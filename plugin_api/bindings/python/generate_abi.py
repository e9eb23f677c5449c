#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes idp_plugin/abi.py, the ctypes mirror of idp_plugin.h, from the golden files of plugin_api/abi.

    generate_abi.py           writes it
    generate_abi.py --check   fails if it is not what would be written
"""
import pathlib
import re
import sys

here = pathlib.Path(__file__).resolve().parent
golden = here.parent.parent / "abi"
target = here / "idp_plugin" / "abi.py"

SCALARS = {
    "int32_t": "c_int32", "uint32_t": "c_uint32", "uint64_t": "c_uint64", "idp_status": "c_int32", "size_t": "c_size_t",
    "void *": "c_void_p", "const void *": "c_void_p", "idp_instance *": "c_void_p", "idp_instance **": "POINTER(c_void_p)",
    "const char *": "c_char_p",
}

HEAD = '''\
# SPDX-License-Identifier: Apache-2.0
# Written by generate_abi.py from plugin_api/abi: change it there.
"""The structs, functions and constants of idp_plugin.h, minor {minor}, as ctypes has them.

Texts that need not end with NUL are a c_void_p and a length. That this Python lays the structs out as the header's
authors do is looked at when the module is imported.
"""
from __future__ import annotations

from ctypes import (
    CFUNCTYPE, POINTER, Structure, c_char, c_char_p, c_int32, c_size_t, c_uint32, c_uint64, c_void_p, sizeof,
)

IDP_ABI_MINOR = {minor}
'''

TAIL = '''
for _struct, (_size, _offsets) in _LAYOUT.items():
    if sizeof(_struct) != _size or any(getattr(_struct, name).offset != at for name, at in _offsets.items()):
        raise ImportError(f"{_struct.__name__} is laid out otherwise here: the interface is for 64-bit Linux")
'''


def read():
    """The minor, the constants, and of each struct its fields (name, offset, type) and its size."""
    minor, constants, structs, sizes = 0, [], {}, {}
    for line in (golden / "layout.txt").read_text(encoding="utf-8").splitlines():
        words = line.split(" ", 4)
        if words[0] == "minor":
            minor = int(words[1])
        elif words[0] == "constant":
            constants.append(line.split(" ", 2)[1:])
        elif words[1] == "sizeof":
            sizes[words[0]] = int(words[2])
        else:
            structs.setdefault(words[0], []).append((words[1], int(words[2]), words[4]))
    return minor, constants, structs, sizes


def signatures():
    lines = (golden / "signatures.txt").read_text(encoding="utf-8").splitlines()
    return dict(line.split(" ", 1) for line in lines)


def prototype(declaration, known):
    """CFUNCTYPE(...) for "idp_status (*)(void *, uint32_t)"."""
    result, parameters = re.fullmatch(r"(.*?) ?\(\*\)\((.*)\)", declaration).groups()
    kinds = [] if parameters == "void" else re.split(r", (?![^(]*\))", parameters)
    return f"CFUNCTYPE({', '.join(of_type(each, known) for each in [result, *kinds])})"


def of_type(declared, known):
    """How ctypes says it. A pointer to a struct that is not complete yet is a c_void_p."""
    if declared == "void":
        return "None"
    if declared in SCALARS:
        return SCALARS[declared]
    if declared in known:
        return declared
    if "(*)" in declared:
        return prototype(declared, known)
    array = re.fullmatch(r"char\[(\d+)\]", declared)
    if array:
        return f"c_char * {array[1]}"
    pointee = re.fullmatch(r"(?:const )?(?:struct )?(idp_\w+) \*", declared)
    if not pointee:
        raise SystemExit(f"{declared}: generate_abi.py does not know this type")
    return f"POINTER({pointee[1]})" if pointee[1] in known else "c_void_p"


def class_of(struct, fields, functions, known):
    yield f"\n\nclass {struct}(Structure):\n    _fields_ = ["
    for name, _, declared in fields:
        if declared == "function":
            declared = functions[f"{struct}.{name}"]
        kind = "c_void_p" if (struct, name) == ("idp_str", "ptr") else of_type(declared, known)
        yield f'        ("{name}", {kind}),'
    yield "    ]"


def callbacks(functions, struct):
    """The named function types that functions of this struct take."""
    taken = " ".join(text for name, text in functions.items() if name.startswith(struct + "."))
    return re.findall(r"\b(idp_\w+_fn)\b", taken)


def module():
    minor, constants, structs, sizes = read()
    functions = signatures()
    lines = [HEAD.format(minor=minor)] + [f"{name} = {value}" for name, value in constants]
    known = set()
    for struct, fields in structs.items():
        for name in callbacks(functions, struct):
            lines.append(f"\n\n{name} = {prototype(functions[name], known)}")
            known.add(name)
        lines += class_of(struct, fields, functions, known)
        known.add(struct)
    lines.append(f"\n\nidp_plugin_entry_v1_fn = {prototype(functions['idp_plugin_entry_v1_fn'], known)}\n\n_LAYOUT = {{")
    for struct, fields in structs.items():
        offsets = ", ".join(f'"{name}": {at}' for name, at, _ in fields)
        lines.append(f"    {struct}: ({sizes[struct]}, {{{offsets}}}),")
    return "\n".join(lines) + "\n}\n" + TAIL


def main(arguments):
    text = module()
    if arguments != ["--check"]:
        target.write_text(text, encoding="utf-8")
    elif target.read_text(encoding="utf-8") != text:
        raise SystemExit(f"{target} is out of date: run {sys.argv[0]}")


if __name__ == "__main__":
    main(sys.argv[1:])
