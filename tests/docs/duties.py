#!/usr/bin/env python3
"""docs/plugin-api.md says the truth about its duties: each names its rules and what checks it, and what it names is there. The tests
that docs/acceptance.md asks for are there, too.
Usage: duties.py IDP_VALIDATE BUILD_DIRECTORY"""
import json
import pathlib
import re
import subprocess
import sys

root = pathlib.Path(__file__).resolve().parent.parent.parent


def said(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def rows(page, pattern):
    return [[cell.strip() for cell in line.strip("| ").split(" | ")] for line in page.splitlines() if re.match(pattern, line)]


def double(numbers):
    return sorted({each for each in numbers if numbers.count(each) > 1})


def faults_of_table(page):
    rules = [cells[0] for cells in rows(page, r"\| R\d+ \|")]
    duties = rows(page, r"\| IDP-")
    yield from (f"{each}: there twice" for each in double(rules) + double([cells[0] for cells in duties]))
    covered = set()
    for number, *cells in duties:
        if not re.fullmatch(r"IDP-[HP]-\d+", number) or len(cells) != 3 or not all(cells):
            yield f"{number}: is no row of number, rule, consequence, checked by"
            continue
        named = re.findall(r"R\d+", cells[0])
        covered.update(named)
        if not named:
            yield f"{number}: names no rule"
        yield from (f"{number}: {rule} is not defined" for rule in named if rule not in rules)
    yield from (f"R{n}: is not defined" for n in range(1, 30) if f"R{n}" not in rules)
    yield from (f"{rule}: no duty covers it" for rule in rules if rule not in covered)


def faults_of_checks(page, validator_tests, programs, sources):
    for number, *cells in rows(page, r"\| IDP-"):
        checks = re.findall(r'`([^`]+)`|"([^"]+)"', cells[-1])
        if not checks and "review" not in cells[-1]:
            yield f"{number}: is checked by nothing"
        for name, sentence in checks:
            if name and name not in validator_tests and name not in programs:
                yield f"{number}: neither idp-validate nor ctest knows {name}"
            if sentence and f'"{sentence}"' not in sources:
                yield f'{number}: no test says "{sentence}"'


def faults_of_rules(page, validator_tests):
    defined = {cells[0] for cells in rows(page, r"\| R\d+ \|")}
    cited = "\n".join(cells[-1] for cells in rows(page, r"\| IDP-"))
    for test, rules in validator_tests.items():
        yield from (f"{test}: {rule} is not in docs/plugin-api.md" for rule in rules if rule not in defined)
        if not rules:
            yield f"{test}: names no rule"
        if f"`{test}`" not in cited:
            yield f"{test}: no duty says that idp-validate checks it so"


def faults_of_acceptance(page, programs):
    for name in re.findall(r"ctest -R '\^([a-z0-9_]+)\$'", page):
        if name not in programs:
            yield f"docs/acceptance.md: ctest knows no {name}"


# What somebody might forget, and a part of the sentence that tells him.
OMISSIONS = [
    ("a number used twice", (r"\| IDP-P-2 \|", "| IDP-P-1 |"), "IDP-P-1: there twice"),
    ("a rule without duty", (r"\(R27\)", "(R18)"), "R27: no duty covers it"),
    ("a rule that is not there", (r"\| R9 \|.*\n", ""), "R9: is not defined"),
    ("a duty without rule", (r" \(R1\) \| its", " | its"), "IDP-P-1: names no rule"),
    ("a duty without consequence", (r"\| its symbols meet [^|]*\|", "|"), "IDP-P-1: is no row of"),
    ("nothing that checks", (r"`one-symbol`, `elf_idp_wecom`", "-"), "IDP-P-1: is checked by nothing"),
    ("a test with another name", (r"`one-symbol`", "`no-symbol`"), "IDP-P-1: neither idp-validate nor ctest knows no-symbol"),
    ("a test of nothing", (r"`one-symbol`, ", ""), "one-symbol: no duty says that idp-validate"),
    ("a test with another sentence", (r"without a subject is nobody", "is somebody"),
     'IDP-H-11: no test says "T01: an account is somebody"'),
]


def faults():
    validator, build = sys.argv[1:]
    names = [line.split(":")[0] for line in said(validator, "list").splitlines()]
    described = {name: said(validator, "describe", name) for name in names}
    validator_tests = {name: re.findall(r"\bR\d+\b", text.split("rules:")[1]) for name, text in described.items()}
    listed = json.loads(said("ctest", "--test-dir", build, "--show-only=json-v1"))
    programs = {test["name"] for test in listed["tests"]}
    sources = "\n".join(file.read_text(encoding="utf-8") for file in (root / "tests").rglob("*.cpp"))

    def of_page(page):
        yield from faults_of_table(page)
        yield from faults_of_checks(page, validator_tests, programs, sources)
        yield from faults_of_rules(page, validator_tests)

    page = (root / "docs" / "plugin-api.md").read_text(encoding="utf-8")
    yield from of_page(page)
    yield from faults_of_acceptance((root / "docs" / "acceptance.md").read_text(encoding="utf-8"), programs)
    for name, (pattern, replacement), expected in OMISSIONS:
        changed, hits = re.subn(pattern, replacement, page)
        told = " | ".join(of_page(changed))
        if hits != 1 or expected not in told:
            yield f'{name}: edited {hits} times, expected "{expected}", told "{told}"'


found = list(faults())
print("\n".join(found) or f"each duty names its rules and what checks it, and {len(OMISSIONS)} omissions would be seen")
sys.exit(1 if found else 0)
