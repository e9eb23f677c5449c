#!/usr/bin/env python3
"""The code of docs/writing-a-provider.md and docs/hosting-a-provider.md is built as a stranger would, from what is installed; then
a person signs in with the provider through the host.
Usage: documented_code.py BUILD_DIRECTORY IDP_VALIDATE IDP_WECOM"""
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

docs = pathlib.Path(__file__).resolve().parent.parent.parent / "docs"
build_directory, validator, wecom = map(pathlib.Path, sys.argv[1:])


def extract(page, folder):
    """Writes each block whose fence names a file into that file, in the order of the page."""
    folder.mkdir()
    for name, text in re.findall(r"^```\w+ (\S+)\n(.*?)^```$", (docs / page).read_text(encoding="utf-8"), re.M | re.S):
        with open(folder / name, "a", encoding="utf-8") as file:
            file.write(text)


def run(*command, **options):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, **options)
    if done.returncode != 0:
        sys.exit(f"{command}: exit status {done.returncode}\n{done.stdout}")
    return done.stdout


def build(folder, prefix):
    surroundings = os.environ | {
        "CMAKE_PREFIX_PATH": str(prefix), "PATH": f"{validator.parent}:{os.environ['PATH']}",
        "CXXFLAGS": "-Wall -Wextra -Wpedantic -Wshadow -Wold-style-cast -Werror", "CMAKE_GENERATOR": "Ninja"}
    return run("bash", "-euo", "pipefail", "build.sh", cwd=folder, env=surroundings)


class conversation:
    """The documented host, asked by somebody who reads what it prints and types what a browser would have brought."""

    def __init__(self, host, provider, config):
        self.program = subprocess.Popen([host, provider, config], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.DEVNULL, text=True)

    def must_print(self, pattern):
        line = self.program.stdout.readline().rstrip("\n")
        found = re.fullmatch(pattern, line)
        if not found:
            self.program.kill()
            sys.exit(f'the host printed "{line}" instead of {pattern}')
        return found

    def type(self, query):
        print(query, file=self.program.stdin, flush=True)

    def must_end(self, status):
        self.program.stdin.close()
        if (ended := self.program.wait()) != status:
            sys.exit(f"the host ended with {ended} instead of {status}")


def signs_in(host, provider, folder):
    """A pass that is too old lets the host begin again; the next one is good, and lets nobody in twice after a restart."""
    secret = "0123456789abcdef" * 2
    (folder / "portal.json").write_text(json.dumps({"page": "https://portal.example.com/sign-in", "secret": secret}))
    signed = {until: run("sh", folder / "sign.sh", secret, "alice", until).strip() for until in ("1000000000", "4102444800")}
    page = r"https://portal\.example\.com/sign-in\?back=https%3a%2f%2f\S+&state=({}[0-9a-f]{{32}})"
    for second, last_words, status in [
            ("4102444800", r"portal:https://portal\.example\.com/sign-in alice, go to /welcome", 0),
            ("1000000000", r"400 Please start the sign-in again\.", 1)]:
        at_host = conversation(host, provider, folder / "portal.json")
        at_host.must_print("Company portal")
        at_host.type(f"pass={signed['1000000000']}&state={at_host.must_print(page.format('s'))[1]}")
        at_host.type(f"pass={signed[second]}&state={at_host.must_print(page.format('r'))[1]}")
        at_host.must_print(last_words)
        at_host.must_end(status)


def hears_of_failures(host, folder):
    """A provider with idp.async/1, whose server nobody can reach."""
    (folder / "wecom.json").write_text(json.dumps(
        {"corpid": "ww1a2b3c4d5e6f7a8b", "corpsecret": "a-secret-of-the-test", "agentid": 1000002,
         "network": {"api_base": "https://127.0.0.1:1", "allow_private": True}}))
    at_host = conversation(host, wecom, folder / "wecom.json")
    at_host.must_print(".*")
    at_host.type(f"code=a-code&state={at_host.must_print(r'https://.*[?&]state=([A-Za-z0-9]+).*')[1]}")
    at_host.must_print(r"50\d .+")
    at_host.must_end(1)


os.umask(0o022)
with tempfile.TemporaryDirectory() as name:
    scratch = pathlib.Path(name)
    run("cmake", "--install", build_directory, "--component", "dev", "--prefix", scratch / "installed")
    extract("writing-a-provider.md", scratch / "provider")
    extract("hosting-a-provider.md", scratch / "host")
    said = build(scratch / "provider", scratch / "installed")
    build(scratch / "host", scratch / "installed")
    signs_in(scratch / "host/build/host", scratch / "provider/build/idp_portal.so", scratch / "provider")
    hears_of_failures(scratch / "host/build/host", scratch / "provider")
print(f"signed in with the documented provider through the documented host; the validator says: {said.splitlines()[-1]}")
