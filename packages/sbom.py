#!/usr/bin/env python3
"""Prints the bill of materials (SPDX 2.3) of the packages in a folder: which Debian packages each of our programs loads, and
whose headers are compiled into it. Usage: sbom.py BUILD_DIRECTORY PACKAGE_DIRECTORY"""

import datetime
import hashlib
import json
import os
import pathlib
import re
import subprocess
import sys

PROGRAMS = {
    "idp-host": "bin/idp-host",
    "idp-plugin-wecom": "lib/idp_wecom.so",
    "libidp-plugin-dev": "bin/idp-validate",
    "wecom-simulator": "bin/wecom-simulator",
}


def said_by(*command, **options):
    return subprocess.run(command, check=True, capture_output=True, text=True, **options).stdout


def sha256(file):
    return hashlib.sha256(file.read_bytes()).hexdigest()


def owners(files):
    """The Debian package of each file that has one."""
    found = subprocess.run(["dpkg-query", "-S", *sorted(files)], capture_output=True, text=True).stdout
    lines = [line.rsplit(": ", 1) for line in found.splitlines() if not line.startswith("diversion")]
    return {file: names.split(",")[0].split(":")[0] for names, file in lines}


def loaded(program):
    names = re.findall(r"\(NEEDED\).*\[(.*)\]", said_by("readelf", "-dW", program))
    triplet = said_by("dpkg-architecture", "-qDEB_HOST_MULTIARCH").strip()
    return {f"{folder}/{triplet}/{name}" for name in names for folder in ("/lib", "/usr/lib")}


def compiled_in(build, program):
    objects = [line for line in said_by("ninja", "-C", build, "-t", "inputs", program).splitlines() if line.endswith(".o")]
    headers = re.findall(r"^    (/usr/.*)", said_by("ninja", "-C", build, "-t", "deps", *objects), re.MULTILINE)
    return {os.path.normpath(header) for header in headers}


def identifier(name):
    return "SPDXRef-" + re.sub(r"[^A-Za-z0-9.-]", "-", name)


def debian_package(name):
    form = "${Version}\n${Architecture}\n${source:Package} ${source:Version}\n"
    version, architecture, source = said_by("dpkg-query", "-W", "-f", form, name).splitlines()[:3]
    return {
        "SPDXID": identifier(name), "name": name, "versionInfo": version, "supplier": "Organization: Debian",
        "downloadLocation": "NOASSERTION", "filesAnalyzed": False, "sourceInfo": f"built from {source}",
        "externalRefs": [{"referenceCategory": "PACKAGE-MANAGER", "referenceType": "purl",
                          "referenceLocator": f"pkg:deb/debian/{name}@{version.replace('+', '%2B')}?arch={architecture}"}],
    }


def our_package(file):
    name, version, _ = file.stem.split("_")
    return {
        "SPDXID": identifier(name), "name": name, "versionInfo": version, "supplier": "Organization: idpplugin.org",
        "downloadLocation": "NOASSERTION", "filesAnalyzed": False, "packageFileName": file.name, "licenseDeclared": "Apache-2.0",
        "checksums": [{"algorithm": "SHA256", "checksumValue": sha256(file)}],
    }


def relation(of, kind, to):
    return {"spdxElementId": identifier(of), "relationshipType": kind, "relatedSpdxElement": identifier(to)}


def links(build, ours):
    """Which of our packages is linked how with which of Debian's."""
    files = [(name, kind, files_of) for name in ours for kind, files_of in (
        ("DYNAMIC_LINK", loaded(build / PROGRAMS[name])), ("STATIC_LINK", compiled_in(build, PROGRAMS[name])))]
    owner = owners(set().union(*(files_of for _, _, files_of in files)))
    return sorted({(name, kind, owner[file]) for name, kind, files_of in files for file in files_of if file in owner})


def document(build, packages):
    files = sorted(packages.glob("*.deb"))
    ours = [our_package(file) for file in files]
    linked = links(build, [package["name"] for package in ours])
    others = sorted({other for _, _, other in linked})
    relations = [relation("DOCUMENT", "DESCRIBES", package["name"]) for package in ours]
    relations += [relation(*link) for link in linked]
    created = datetime.datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), datetime.timezone.utc)
    digest = hashlib.sha256("".join(sha256(file) for file in files).encode()).hexdigest()
    return {
        "spdxVersion": "SPDX-2.3", "dataLicense": "CC0-1.0", "SPDXID": "SPDXRef-DOCUMENT", "name": "wecom-login",
        "documentNamespace": f"https://idpplugin.org/spdx/{digest}",
        "creationInfo": {"created": created.strftime("%Y-%m-%dT%H:%M:%SZ"), "creators": ["Tool: packages/sbom.py"]},
        "packages": ours + [debian_package(name) for name in others], "relationships": relations,
    }


if __name__ == "__main__":
    print(json.dumps(document(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])), indent=2))
