#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What idp_plugin.h promises to compiled code, as lines of text: made by clang, equal on x86-64 and aarch64.

    describe.py [HEADER]   prints the layout and the signatures
    describe.py --write    writes them into layout.txt and signatures.txt, the golden files that compare.py reads: at a
                           release, and before 1.0 whenever minor 0 changes

layout.txt, in the order of the header (FIELD is never "sizeof"):
    minor MINOR
    STRUCT FIELD OFFSET SIZE TYPE       in bytes; TYPE is "function" for a function pointer
    STRUCT sizeof SIZE align ALIGNMENT
    constant NAME VALUE                 a number or a string in quotes
signatures.txt:
    STRUCT.FIELD TYPE                   a function pointer
    NAME TYPE                           a typedef that is no struct, or an exported function
"""
import json
import pathlib
import re
import subprocess
import sys

here = pathlib.Path(__file__).resolve().parent
TARGETS = ("x86_64-linux-gnu", "aarch64-linux-gnu")


def clang(header, *arguments, code=""):
    """What clang prints about the header, followed by code."""
    command = ["clang", "-std=c11", "-ffreestanding", "-w", "-x", "c", *arguments, "-o", "-", "-"]
    source = f'#include "{pathlib.Path(header).resolve()}"\n{code}\n'
    run = subprocess.run(command, input=source, capture_output=True, text=True, check=False)
    if run.returncode:
        raise SystemExit(f"clang does not understand the header:\n{run.stderr}")
    return run.stdout


def declarations(header):
    tree = json.loads(clang(header, f"--target={TARGETS[0]}", "-fsyntax-only", "-Xclang", "-ast-dump=json"))
    return [each for each in tree["inner"] if "name" not in each or each["name"].startswith("idp_")]


def structs(tree):
    """Name and fields of each struct; a field is its name and type as written, and whether it is a function pointer."""
    for record in tree:
        if record["kind"] != "RecordDecl" or "name" not in record or not record.get("completeDefinition"):
            continue
        if record["tagUsed"] != "struct":
            raise SystemExit(f"{record['name']} is a {record['tagUsed']}: only structs may cross")
        yield record["name"], [(field["name"], spelling(field["type"]), is_function(field["type"]))
                               for field in record["inner"] if field["kind"] == "FieldDecl"]


def spelling(type_of):
    return type_of["qualType"].replace(" [", "[")


def is_function(type_of):
    return "(*" in type_of.get("desugaredQualType", type_of["qualType"])


def constants(tree, header):
    """Expressions by name: enumerators and macros with a value, and those macros that are texts."""
    enumerators = [each["name"] for enum in tree if enum["kind"] == "EnumDecl" for each in enum["inner"]]
    macros = re.findall(r"^#define (IDP_\w+) (.+)$", clang(header, "-E", "-dM"), re.M)
    macros = sorted((name, body) for name, body in macros if "__" not in body)
    texts = {name: body for name, body in macros if body.startswith('"')}
    return enumerators + [name for name, _ in macros if name not in texts], texts


def evaluated(header, expressions, target):
    """The values of integer constant expressions, as the compiler for that target has them."""
    code = "const long long idp_values[] = {" + ",".join(f"(long long)({each})" for each in expressions) + "};"
    assembly = clang(header, f"--target={target}", "-S", "-emit-llvm", code=code)
    line = next(line for line in assembly.splitlines() if line.startswith("@idp_values"))
    return [int(value) for value in re.findall(r"i64 (-?\d+)", line)]


def layout(header, tree):
    names, texts = constants(tree, header)
    rows = [("minor {}", ["IDP_ABI_MINOR"])]
    for struct, fields in structs(tree):
        for field, kind, function in fields:
            place = [f"__builtin_offsetof({struct}, {field})", f"sizeof((({struct} *)0)->{field})"]
            rows.append((f"{struct} {field} {{}} {{}} {'function' if function else kind}", place))
        rows.append((f"{struct} sizeof {{}} align {{}}", [f"sizeof({struct})", f"_Alignof({struct})"]))
    rows += [(f"constant {name} {{}}", [name]) for name in names if name != "IDP_ABI_MINOR"]
    first, second = (filled_in(rows, header, target) for target in TARGETS)
    for one, other in zip(first, second):
        if one != other:
            raise SystemExit(f'on {TARGETS[0]} there is "{one}", on {TARGETS[1]} "{other}": no type may differ')
    return first + [f"constant {name} {text}" for name, text in texts.items()]


def filled_in(rows, header, target):
    values = iter(evaluated(header, [each for _, expressions in rows for each in expressions], target))
    return [text.format(*(next(values) for _ in expressions)) for text, expressions in rows]


def signatures(tree):
    lines = [f"{struct}.{field} {kind}" for struct, fields in structs(tree) for field, kind, function in fields if function]
    named = {each["name"] for each in tree if each["kind"] == "RecordDecl" and "name" in each}
    for each in tree:
        if each["kind"] not in ("FunctionDecl", "TypedefDecl"):
            continue
        if spelling(each["type"]) != "struct " + each["name"]:
            lines.append(f"{each['name']} {spelling(each['type'])}")
        elif each["name"] not in named:
            raise SystemExit(f"{each['name']} is a typedef of a struct without a name: write struct {each['name']}")
    return lines


def described(header):
    """The lines of layout.txt and those of signatures.txt."""
    tree = declarations(header)
    return layout(header, tree), signatures(tree)


def main(arguments):
    header = arguments[0] if arguments and arguments[0] != "--write" else here.parent / "idp_plugin.h"
    for name, lines in zip(("layout.txt", "signatures.txt"), described(header)):
        text = "\n".join(lines) + "\n"
        if arguments == ["--write"]:
            (here / name).write_text(text, encoding="utf-8")
        else:
            print(text, end="")


if __name__ == "__main__":
    main(sys.argv[1:])
