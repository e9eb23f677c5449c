#!/usr/bin/env python3
"""abi_report.py REPORT: writes libabigail's account of how the header differs from the golden files, for a review.

Both become a library with one function for each public type: from a plugin, which exports one function for all, abidiff
would not see the extensions. The golden one is compiled anew from the golden text, so that no file depends on the versions
of compiler and abidiff. abidiff ends with 4 for every change, good or bad: what was appended is left to look at, all else
fails."""
import pathlib
import re
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
api = pathlib.Path(__file__).resolve().parent.parent.parent / "plugin_api"
sys.path.insert(0, str(api / "abi"))
import compare  # noqa: E402

ENTRY = "idp_plugin_entry_v1"
BROKEN = r"data member (deletion|change)|(?<!\d)[1-9]\d* (Removed|Changed)\b"


def declared(name, kind):
    if "(*)" in kind:
        return kind.replace("(*)", f"(*{name})", 1)
    element, bracket, count = kind.partition("[")
    return f"{element} {name}{bracket}{count}"


def fields_of(layout, struct):
    return [(what.split(" ")[1], value.split(" ", 2)[2]) for what, value in layout.items()
            if what.startswith(struct + " ") and not what.endswith(" sizeof")]


def types_of(layout, signatures):
    """Names of the structs and of the other types."""
    return ([what.split(" ")[0] for what in layout if what.endswith(" sizeof")],
            [name for name in signatures if "." not in name and name != ENTRY])


def header_of(layout, signatures):
    """A header with the types that the text describes."""
    structs, others = types_of(layout, signatures)
    opaque = set(re.findall(r"\bidp_\w+", " ".join([*layout.values(), *signatures.values()]))) - set(others)
    yield "#include <stddef.h>\n#include <stdint.h>"
    yield from (f"typedef struct {name} {name};" for name in sorted(opaque | set(structs)))
    yield from (f"typedef {declared(name, signatures[name])};" for name in others)
    for struct in structs:
        members = (declared(field, signatures[f"{struct}.{field}"] if kind == "function" else kind)
                   for field, kind in fields_of(layout, struct))
        yield f"struct {struct} {{ {'; '.join(members)}; }};"


def library(directory, name, header, layout, signatures):
    structs, others = types_of(layout, signatures)
    anchors = [f"void anchor_{each}({each} *x);\nvoid anchor_{each}({each} *x) {{ (void)x; }}" for each in structs + others]
    (directory / f"{name}.h").write_text(header, encoding="utf-8")
    (directory / f"{name}.c").write_text("\n".join([f'#include "{name}.h"', *anchors]), encoding="utf-8")
    subprocess.run(["gcc", "-g", "-shared", "-fPIC", f"{name}.c", "-o", f"{name}.so"], cwd=directory, check=True)
    return directory / f"{name}.so"


def report(directory, header):
    """What abidiff says, and whether that is "same", "look" or "broken"."""
    (directory / "asked.h").write_text(header, encoding="utf-8")
    _, *now = compare.of_header(directory / "asked.h")
    _, *golden = compare.golden()
    run = subprocess.run(["abidiff", "--leaf-changes-only",
                          library(directory, "golden", "\n".join(header_of(*golden)), *golden),
                          library(directory, "header", header, *now)],
                         capture_output=True, text=True, check=False)
    if run.returncode & 3:
        return run.stdout + run.stderr, "broken"
    verdict = "same" if not run.returncode else "broken" if re.search(BROKEN, run.stdout) else "look"
    return run.stdout, verdict


# What somebody might do to the header, and the verdict about it.
CHANGES = [
    ("an appended field", r"(} idp_account;)", r"    uint64_t born_ms;\n\1", "look"),
    ("a field inside", r"(idp_str   subject;)", r"uint64_t born_ms;\n    \1", "broken"),
    ("a removed field", r"email, phone;", "email;", "broken"),
    ("a retyped field", r"int32_t    upstream_code;", "uint32_t   upstream_code;", "broken"),
    ("a retyped parameter", r"(\*cancel\)\(idp_instance \*self), uint64_t", r"\1, uint32_t", "broken"),
    ("a parameter more of a callback", r"(\*idp_self_test_fn\)\(void \*user)", r"\1, int last", "broken"),
    ("a removed struct", r"(?s)typedef struct idp_async_v1 \{.*?\} idp_async_v1;|#define IDP_ASYNC_V1_MINOR_0[^\n]*", "",
     "broken"),
    ("a new struct", r"(#define IDP_ASYNC_V1 )", r"typedef struct idp_more { uint64_t x; } idp_more;\n\1", "look"),
]


def main(target):
    header = (api / "idp_plugin.h").read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as scratch:
        directory = pathlib.Path(scratch)
        text, verdict = report(directory, header)
        target.write_text(text or "no difference from plugin_api/abi\n", encoding="utf-8")
        print(f"{verdict}: {target}")
        for name, pattern, replacement, expected in CHANGES:
            changed = re.sub(pattern, replacement, header)
            text, found = report(directory, changed)
            if changed == header or found != expected:
                print(f"{name}: should be {expected}, is {found}:\n{text}")
                verdict = "broken"
    return 1 if verdict == "broken" else 0


sys.exit(main(pathlib.Path(sys.argv[1])))
