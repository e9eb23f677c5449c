#!/usr/bin/env python3
"""later_header.py FROM TO: writes the plugin_api of a minor that nobody has made yet into the folder TO. Everything that
may grow has grown: structs, tables and elements of lists by a field, tables by a function as well."""
import pathlib
import re
import shutil
import sys

source, target = map(pathlib.Path, sys.argv[1:])
CONTAINED = ("idp_str", "idp_list", "idp_owned")  # others have them inside, so they never grow


def grown(found):
    struct, body = found[1], found[2]
    if struct in CONTAINED:
        return found[0]
    more = f"    {'uint32_t' if struct == 'idp_error' else 'uint64_t'} later;\n"  # idp_error is aligned to 4 bytes
    if struct.endswith("_v1"):
        more += "    uint64_t (IDP_CALL *later_call)(uint64_t x);\n"
    return f"typedef struct {struct} {{{body}{more}}} {struct};"


header = (source / "idp_plugin.h").read_text(encoding="utf-8")
header, _ = re.subn(r"(?s)typedef struct (idp_\w+) \{(.*?)\} \1;", grown, header)
header, _ = re.subn(r"(#define IDP_ABI_MINOR) (\d+)u", lambda found: f"{found[1]} {int(found[2]) + 1}u", header)
target.mkdir(parents=True, exist_ok=True)
(target / "idp_plugin.h").write_text(header, encoding="utf-8")
shutil.copy(source / "idp_plugin.hpp", target)
