# SPDX-License-Identifier: Apache-2.0
"""Who is inside an instance. A provider that destroys an instance waits for calls that have reached it, but cannot know
of a thread that is still on its way."""
from __future__ import annotations

import threading
from typing import List

from idp_plugin.errors import misuse


class CallGate:
    """Lets calls in until it is closed, and knows when the last has left. Any threads; not across a fork."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._inside: List[int] = []  # a thread's id for each of its calls
        self._open = True

    def __enter__(self) -> None:
        with self._changed:
            self.look()
            self._inside.append(threading.get_ident())

    def __exit__(self, *_: object) -> None:
        with self._changed:
            self._inside.remove(threading.get_ident())
            self._changed.notify_all()

    def look(self) -> None:
        """Refuses if it is closed, and takes no lock."""
        if not self._open:
            raise misuse("closed", "the instance has been destroyed")

    def close(self) -> bool:
        """False if it was closed before. Refused on a thread that is inside: it would wait for itself."""
        with self._changed:
            if threading.get_ident() in self._inside:
                raise misuse("reentrant", "destroy was called from a function of the host that this instance is calling")
            was_open, self._open = self._open, False
            return was_open

    def open(self) -> None:
        self._open = True

    def wait_until_empty(self, seconds: float) -> bool:
        with self._changed:
            return self._changed.wait_for(lambda: not self._inside, seconds)
