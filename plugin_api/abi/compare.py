#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Refuses an idp_plugin.h that breaks what was compiled against layout.txt and signatures.txt (see describe.py).

    compare.py [HEADER [BEFORE]]   says in a sentence each what may not be so, and ends with 1 if there is anything;
                                   BEFORE is a header to use instead of the golden files

Nothing is removed, moved or given another type or value. What is new is appended, to the end of a struct or of the
header, and raises IDP_ABI_MINOR by one above that of the golden files.
"""
import sys

sys.dont_write_bytecode = True
import describe  # noqa: E402


def entries(lines, words):
    """The rest of each line by its first words."""
    return {" ".join(line.split(" ")[:words]): " ".join(line.split(" ")[words:]) for line in lines}


def read(layout, signatures):
    minor = int(layout[0].removeprefix("minor "))
    return minor, entries(layout[1:], 2), entries(signatures, 1)


def golden():
    return read(*((describe.here / name).read_text(encoding="utf-8").splitlines()
                  for name in ("layout.txt", "signatures.txt")))


def of_header(header):
    return read(*describe.described(header))


def size_and_alignment(layout, struct):
    size, _, alignment = layout[f"{struct} sizeof"].split(" ")
    return int(size), int(alignment)


def explained(what):
    kind, _, name = what.partition(" ")
    return f"the constant {name}" if kind == "constant" else f"{kind}.{name}" if name else kind


def kept(before, now):
    """Sentences about what was there before and is no longer the same."""
    for what, value in before.items():
        if what.endswith(" sizeof"):
            continue
        if what not in now:
            yield f"{explained(what)} is gone: nothing is ever removed, what was compiled with it still uses it"
        elif now[what] != value:
            yield (f'{explained(what)} was "{value}" and is now "{now[what]}": '
                   "nothing is moved, retyped or given another value")


def appended(before, now):
    """Sentences about fields that are new in a struct that was there before, elsewhere than at its end."""
    for what, value in now.items():
        struct, _, field = what.partition(" ")
        if f"{struct} sizeof" not in before:
            continue
        size, alignment = size_and_alignment(before, struct)
        if field == "sizeof" and size_and_alignment(now, struct)[1] != alignment:
            yield f"{struct} was aligned to {alignment} bytes and is now to {size_and_alignment(now, struct)[1]}"
        elif what not in before and int(value.split(" ")[0]) < size:
            yield f"{explained(what)} is new inside the {size} bytes that {struct} had before: append it"


def counted(minor_before, minor, new):
    """A sentence about the minor, if it is not what the new things demand."""
    if minor not in (minor_before, minor_before + 1):
        yield f"IDP_ABI_MINOR went from {minor_before} to {minor}: a release raises it by one"
    elif new and minor == minor_before:
        yield f"{explained(new[0])} is new, {len(new)} in all: raise IDP_ABI_MINOR to {minor_before + 1}"


def complaints(before, now):
    """Each a sentence; none if what was compiled against before still works with now."""
    (minor_before, layout_before, signatures_before), (minor, layout, signatures) = before, now
    new = [what for what in layout if what not in layout_before]
    new += [what for what in signatures if what not in signatures_before]
    return [*kept(layout_before, layout), *kept(signatures_before, signatures), *appended(layout_before, layout),
            *counted(minor_before, minor, new)]


if __name__ == "__main__":
    header, *before = sys.argv[1:] or [describe.here.parent / "idp_plugin.h"]
    found = complaints(of_header(before[0]) if before else golden(), of_header(header))
    for sentence in found:
        print(sentence, file=sys.stderr)
    if found:
        print("The header would break compiled providers or hosts. Until 1.0 freezes minor 0, a change that is meant goes "
              "into the golden files: plugin_api/abi/describe.py --write", file=sys.stderr)
    sys.exit(1 if found else 0)
