#!/usr/bin/env python3
"""idp_plugin.h is a specification: what each function pointer and each size in it has to say about itself."""
import pathlib
import re
import sys
import tempfile

sys.dont_write_bytecode = True
api = pathlib.Path(__file__).resolve().parent.parent.parent / "plugin_api"
sys.path.insert(0, str(api / "abi"))
import compare  # noqa: E402

WHO = {"[any-thread]", "[callback]", "[completion]"}
HOW_LONG = {"[blocking]", "[non-blocking]"}
PROCESS = {"[before-fork-ok]", "[after-fork]"}
OWNERSHIP = r"borrow|caller's|stays the host's|is consumed|handed back|owner member"
ENTRY_TYPE = "idp_plugin_entry_v1_fn"  # a name for the type of the entry, which says everything itself
OWN_CONTEXT = {"ctx", "user", "err"}  # what they are is said once, in the header's opening comment and at their function


def functions(header):
    """Each function pointer of a struct, function type and exported function: name, type, parameters and the comment above."""
    declaration = re.compile(r"^([\w *]+)\(IDP_CALL \*(\w+)\)\(([^;]*)\);|^IDP_EXPORT (.*)IDP_CALL (\w+)\(([^;]*)\);", re.M)
    for found in declaration.finditer(header):
        before = header[:found.start()].rstrip()
        struct = re.search(r"typedef struct (\w+) \{\Z", before)
        above = before[:struct.start()].rstrip() if struct else before
        comment = above[above.rindex("/*"):] if above.endswith("*/") else ""
        table = re.findall(r"typedef struct (\w+) \{", before)[-1]
        inside = before.rfind("typedef struct") > before.rfind(f"}} {table};")
        kind, name, parameters = found[1] or found[4], found[2] or found[5], found[3] or found[6]
        yield f"{table}.{name}" if inside else name, kind, parameters, re.sub(r"\s*\n \s*\*", " ", comment)


def faults_of(name, kind, parameters, comment):
    tags = set(re.findall(r"\[[a-z-]+\]", comment))
    of_plugin = re.match(r"idp_(?!host)\w+_v1\.", name)
    for what, group in [("who calls", WHO), ("how long", HOW_LONG)] + ([("which process", PROCESS)] if of_plugin else []):
        if len(tags & group) != 1:
            yield f"has not one tag that says {what}: {' or '.join(sorted(group))}"
    if tags - WHO - HOW_LONG - PROCESS - {"[uses-kv]"}:
        yield f"has a tag that the header does not define: {' '.join(sorted(tags))}"
    if not re.search(r"Since 1\.\d", comment):
        yield "does not say since which minor it is there: Since 1.n"
    own = set(re.findall(r"\*(\w+)(?=[,)]|$)", parameters)) - OWN_CONTEXT
    unmentioned = {each for each in own if not re.search(rf"\b{each}\b", comment)}
    if (own or kind.rstrip().endswith("*")) and not re.search(OWNERSHIP, comment) and "never null" not in comment:
        yield "does not say who owns what it takes or gives"
    elif unmentioned:
        yield f"does not say whose this is: {', '.join(sorted(unmentioned))}"
    if kind.split()[0] == "idp_status" and "IDP_OK" not in comment:
        yield "does not list its statuses"
    if "idp_error *err" in parameters and "idp_status status" not in parameters and "n failure" not in comment:
        yield "does not say what is left on failure"


def sizes(minor, layout):
    """Sentences about structs that do not say their size when they were new, or say a wrong one."""
    for struct in [what.split(" ")[0] for what in layout if what.endswith(" struct_size")]:
        said = [(int(found[1]), int(value)) for what, value in layout.items()
                if (found := re.fullmatch(rf"constant {struct.upper()}_MINOR_(\d+)", what))]
        fields = [value.split(" ") for what, value in layout.items()
                  if what.startswith(struct + " ") and not what.endswith(" sizeof")]
        ends = [int(offset) + int(size) for offset, size, *_ in fields]
        if len(said) != 1:
            yield f"{struct}: its size when it was new is not said: {struct.upper()}_MINOR_{minor}"
        elif said[0][1] not in (ends[-1:] if said[0][0] == minor else ends):
            yield f"{struct}: {said[0][1]} was not its size in minor {said[0][0]}"


def undefined(header, layout):
    defined = {what.split(" ")[1] for what in layout} | set(re.findall(r"#define (\w+)", header))
    for name in sorted(set(re.findall(r"\bIDP_[A-Z0-9_]+\b(?!\*)", header)) - defined):
        yield f"{name}: is defined nowhere"


def lint(header, directory):
    (directory / "idp_plugin.h").write_text(header, encoding="utf-8")
    minor, layout, signatures = compare.of_header(directory / "idp_plugin.h")
    found = [each for each in functions(header) if each[0] != ENTRY_TYPE]
    compiled = set(signatures) - {"idp_status", ENTRY_TYPE}
    for name in sorted(compiled.symmetric_difference(each[0] for each in found)):
        yield f"{name}: is not written as the others are, with IDP_CALL"
    for name, *rest in found:
        for fault in faults_of(name, *rest):
            yield f"{name}: {fault}"
    yield from undefined(header, layout)
    yield from sizes(minor, layout)


# What somebody might forget: an edit, and a part of the sentence that tells him.
CHANGES = [
    ("no thread", (r"\[callback\] (\[non-blocking\] Cannot fail. Must not throw)", r"\1"),
     "idp_host_v1.log: has not one tag that says who"),
    ("two threads", (r"\[callback\] (\[non-blocking\] Cannot fail. Must)", r"[callback] [any-thread] \1"),
     "idp_host_v1.log: has not one tag"),
    ("no duration", (r"\[blocking\] (\[after-fork\] at most 100 ms)", r"\1"),
     "idp_plugin_v1.destroy: has not one tag that says how long"),
    ("no process", (r"\[after-fork\](\n     \*   host stays)", r"\1"),
     "idp_plugin_v1.create: has not one tag that says which process"),
    ("a tag of one's own", (r"\[after-fork\](\n     \*   host stays)", r"[after-fork] [quick]\1"),
     "create: has a tag that the header does not define"),
    ("no minor", (r"(zero\.) Since 1\.0(\. \*/\n    idp_status \(IDP_CALL \*options)", r"\1\2"),
     "idp_login_page_v1.options: does not say since"),
    ("no owner", (r"config_json and locale \(may be null\) are borrowed; out is the caller's", "out"),
     "check: does not say who owns"),
    ("a parameter without owner", (r"ticket and binding are borrowed; account_out", "account_out"),
     "redeem: does not say whose this is: binding"),
    ("no statuses", (r"IDP_OK, also with none; ", ""), "idp_http_routes_v1.routes: does not list its statuses"),
    ("nothing about failure", (r"n failure \*out is null", "therwise *out is null"),
     "create: does not say what is left on failure"),
    ("no comment", (r"(\(IDP_CALL \*prepare\)\(idp_instance \*self\);)", r"\1\n    void (IDP_CALL *pause)(int x);"),
     "idp_plugin_v1.pause: has not one tag"),
    ("another spelling", (r"idp_status \(IDP_CALL \*destroy\)", "idp_status (*destroy)"),
     "idp_plugin_v1.destroy: is not written as the others"),
    ("a status misspelt", (r"IDP_E_REPLAYED; IDP_E_DEADLINE", "IDP_E_REPEATED; IDP_E_DEADLINE"),
     "IDP_E_REPEATED: is defined nowhere"),
    ("no size", (r"#define IDP_GRANT_MINOR_0 .*", ""),
     "idp_grant: its size when it was new is not said: IDP_GRANT_MINOR_0"),
    ("a wrong size", (r"offsetof\(idp_grant, token\)", "offsetof(idp_grant, mode)"),
     "idp_grant: 80 was not its size in minor 0"),
]


def failures(directory):
    header = (api / "idp_plugin.h").read_text(encoding="utf-8")
    yield from lint(header, directory)
    for name, (pattern, replacement), expected in CHANGES:
        changed, hits = re.subn(pattern, replacement, header)
        said = " | ".join(lint(changed, directory))
        if hits != 1 or expected not in said:
            yield f'{name}: edited {hits} times, expected "{expected}", the lint says "{said}"'


with tempfile.TemporaryDirectory() as scratch:
    found = list(failures(pathlib.Path(scratch)))
print("\n".join(found) or f"the header says what it has to, and {len(CHANGES)} omissions would be seen")
sys.exit(1 if found else 0)
