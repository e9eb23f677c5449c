"""The company of with_simulator.sh, as tests meet it."""
import contextlib
import json
import os
import subprocess
import sys
import unittest
import urllib.request
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "plugin_api" / "bindings" / "python"))

import idp_plugin  # noqa: E402

REDIRECT_URI = "http://127.0.0.1:8080/callback"
CONFIG = os.environ["WECOM_CONFIG"]
WRONG_CONFIG = CONFIG.replace(os.environ["WECOM_SECRET"], "not-the-secret")
KEY = bytes(range(32))  # equal in every process of a test
WORKERS = 4
IN_WECOM = "Mozilla/5.0 (iPhone) MicroMessenger/7.0.1 wxwork/4.1.6"


def open_provider():
    return idp_plugin.Provider.open(os.environ["IDP_PLUGIN"])


def create(provider, config=CONFIG, host=None):
    return provider.create(config, "wecom", [KEY], host)


def walk(location):
    """The query with which a person's browser comes back."""
    command = [os.environ["WECOM_WALK"], location, REDIRECT_URI]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, universal_newlines=True).stdout.rstrip("\n")


def come_back(instance, **words):
    """A person has been to WeCom: the grant."""
    begun = instance.build_authorize_url(REDIRECT_URI, **words)
    instance.prepare()
    return instance.handle_callback(walk(begun.location), ["of another login", begun.transaction], REDIRECT_URI)


def log_in(instance, **words):
    return instance.resolve_account(come_back(instance, **words).token, timeout_ms=30000)


@contextlib.contextmanager
def wecom_hangs():
    """gettoken does not answer meanwhile."""
    tell("/faults", {"path": "/cgi-bin/gettoken", "kind": "hang"})
    try:
        yield
    finally:
        tell("/faults", method="DELETE")


def tell(route, body=None, method="POST"):
    request = urllib.request.Request(os.environ["WECOM_CONTROL"] + route, json.dumps(body).encode(), method=method)
    urllib.request.urlopen(request).close()


class AtWeCom(unittest.TestCase):
    """A story with one instance."""

    def setUp(self):
        self.provider = open_provider()
        self.wecom = create(self.provider)
        self.addCleanup(self.wecom.destroy)
