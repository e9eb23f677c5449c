#!/usr/bin/env python3
"""The ABI of the header is the one of the golden files, and the gate that says so knows what breaks a compiled provider."""
import pathlib
import re
import sys
import tempfile

sys.dont_write_bytecode = True
api = pathlib.Path(__file__).resolve().parent.parent.parent / "plugin_api"
sys.path.insert(0, str(api / "abi"))
import compare  # noqa: E402

header = (api / "idp_plugin.h").read_text(encoding="utf-8")
raised = (r"(#define IDP_ABI_MINOR) (\d+)u", lambda found: f"{found[1]} {int(found[2]) + 1}u")
appended = (r"(} idp_account;)", r"    uint64_t born_ms;\n\1")

# What somebody might do to the header: edits, and a part of the sentence that refuses them, or None.
CHANGES = [
    ("nothing", [], None),
    ("a comment", [(r"/\* canonical, never empty", "/* never empty, canonical")], None),
    ("a parameter's name", [(r"uint64_t op_id\);", "uint64_t operation);")], None),
    ("a field inside", [raised, (r"(idp_str   subject;)", r"uint64_t born_ms;\n    \1")],
     "idp_account.born_ms is new inside the 144 bytes that idp_account had before: append it"),
    ("a field at the end", [appended], "idp_account.born_ms is new, 1 in all: raise IDP_ABI_MINOR to 1"),
    ("a field at the end of a new minor", [raised, appended], None),
    ("a field in front of the result's owner", [raised, (r"(idp_owned owner;\n    uint32_t  verdict)", r"void *x; \1")],
     'idp_account.owner was "8 16 idp_owned" and is now "16 16 idp_owned"'),
    ("a field of what others contain", [raised, (r"(} idp_str;)", r"    void *x;\n\1")], "idp_list"),
    ("fields swapped", [(r"display_name, email", "email, display_name")], 'idp_account.email was "80 16 idp_str"'),
    ("a field retyped", [(r"int32_t    upstream_code;", "uint32_t   upstream_code;")],
     'idp_error.upstream_code was "20 4 int32_t" and is now "20 4 uint32_t"'),
    ("a field renamed", [(r"phone;", "telephone;")], "idp_account.phone is gone"),
    ("a parameter retyped", [(r"(\*cancel\)\(idp_instance \*self), uint64_t", r"\1, uint32_t")],
     'idp_plugin_v1.cancel was "idp_status (*)(idp_instance *, uint64_t)"'),
    ("a parameter more", [(r"(\(IDP_CALL \*destroy\)\(idp_instance \*self)", r"\1, uint32_t why")],
     "idp_plugin_v1.destroy was"),
    ("a parameter of a callback's", [(r"(IDP_CALL \*sink\)\(void \*user, const) char", r"\1 void")],
     "idp_host_kv_v1.get was"),
    ("a function type", [(r"(idp_self_test_fn\)\(void \*user, const idp_self_test_step \*step)", r"\1, int last")],
     "idp_self_test_fn was"),
    ("a constant's value", [(r"IDP_E_BUSY          = -10", "IDP_E_BUSY          = -15")],
     'the constant IDP_E_BUSY was "-10" and is now "-15"'),
    ("a limit", [(r"IDP_MAX_MODE          = 32", "IDP_MAX_MODE          = 64")], "the constant IDP_MAX_MODE was"),
    ("a smallest size", [raised, appended, (r"(MINOR_0 +\(offsetof\(idp_account), claims_json\) \+ sizeof\(idp_str\)",
                                            r"\1, born_ms) + sizeof(uint64_t)")],
     'the constant IDP_ACCOUNT_MINOR_0 was "144" and is now "152"'),
    ("an extension's id", [(r'V1 "idp.async/1"', 'V1 "idp.async/2"')], "the constant IDP_ASYNC_V1 was"),
    ("a status more", [(r"IDP_E_REJECTED      = -14 ", "IDP_E_TIRED = -15, IDP_E_REJECTED      = -14 ")],
     "IDP_E_TIRED is new"),
    ("a struct removed", [(r"(?s)typedef struct idp_async_v1 \{.*?\} idp_async_v1;", ""),
                           (r"#define IDP_ASYNC_V1_MINOR_0.*", "")], "idp_async_v1.flags is gone"),
    ("a struct more", [(r"(#define IDP_ASYNC_V1 )", r"typedef struct idp_more { uint32_t x, y; } idp_more;\n\1")],
     "is new, 3 in all"),
    ("a struct aligned", [(r"(} idp_error);", r"} __attribute__((aligned(8))) idp_error;")],
     "idp_error was aligned to 4 bytes"),
    ("two minors at once", [raised, raised], "IDP_ABI_MINOR went from 0 to 2: a release raises it by one"),
    ("a type that machines differ in", [raised, (r"(} idp_account;)", r"    __builtin_va_list x;\n\1")],
     "no type may differ"),
]


def verdict(edits, directory):
    """What the gate says about the header after the edits, each of which has to hit exactly once."""
    text = header
    for pattern, replacement in edits:
        text, hits = re.subn(pattern, replacement, text)
        assert hits == 1, f"{pattern} is {hits} times in the header"
    (directory / "changed.h").write_text(text, encoding="utf-8")
    try:
        return " ".join(compare.complaints(compare.golden(), compare.of_header(directory / "changed.h")))
    except SystemExit as refused:
        return str(refused)


unchanged = compare.complaints(compare.golden(), compare.of_header(api / "idp_plugin.h"))
failures = [f"the header: {sentence}" for sentence in unchanged]
with tempfile.TemporaryDirectory() as directory:
    for name, edits, expected in CHANGES if not failures else []:
        said = verdict(edits, pathlib.Path(directory))
        if (expected is None and said) or (expected and expected not in said):
            failures.append(f'{name}: expected "{expected}", the gate says "{said}"')
print("\n".join(failures) or f"{len(CHANGES)} changes are judged as they should be")
sys.exit(1 if failures else 0)
