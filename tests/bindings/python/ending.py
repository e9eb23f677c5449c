"""Interpreters that end while they have work: one instance gets ready for a login, another waits for WeCom on a thread.
Each is a child of one that has loaded the provider, and ends as any script does. The status is how many ended badly.

Usage: ending.py GRANT_TOKEN ROUNDS
"""
import atexit
import os
import pathlib
import sys
import threading


def name_of(thread):
    try:
        return (thread / "comm").read_text().strip()
    except (FileNotFoundError, ProcessLookupError):
        return None  # it has ended since it was listed


@atexit.register
def look_around():
    """Registered before the package's own, so it runs after it: the login has ended, and the provider's thread."""
    if "waiting" in globals():
        waiting.join(5)
        names = list(filter(None, map(name_of, pathlib.Path("/proc/self/task").iterdir())))
        assert ends == [Status.CANCELLED] and not [each for each in names if each.startswith("idp-")], (ends, names)


from company import create, open_provider  # noqa: E402

from idp_plugin import Host, ProviderError, Status  # noqa: E402
from idp_plugin.host import system_clock_ms  # noqa: E402

asked, ends = threading.Event(), []


def clock():
    asked.set()
    return system_clock_ms()


def resolve():
    try:
        busy.resolve_account(sys.argv[1])
    except ProviderError as why:
        ends.append(why.status)


provider = open_provider()
bad = 0
for _ in range(int(sys.argv[2])):
    child = os.fork()
    if child == 0:
        break
    bad += os.waitpid(child, 0)[1] != 0
else:
    sys.exit(bad)

idle = create(provider)
idle.prepare()
busy = create(provider, host=Host(wall_clock_ms=clock))
waiting = threading.Thread(target=resolve, daemon=True)
waiting.start()
assert asked.wait(20)
