"""Waiting for an answer so that Ctrl-C is heard meanwhile.

A program that waits within the system for a name, a connection or an answer hears nothing: on Windows never, elsewhere
not while a name is looked up.  So the request is made by a thread of its own, and the main thread waits for that.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

_SLICE_S = 0.2 if sys.platform == "win32" else None
"""Windows hears Ctrl-C only between two waits."""


def interruptibly(call: Callable[[], T]) -> T:
    """What the call gives or raises.  Once interrupted, nobody waits for it any more; it ends with the process."""
    if threading.current_thread() is not threading.main_thread():
        return call()
    given: list[T] = []
    raised: list[BaseException] = []
    is_done = threading.Event()

    def work() -> None:
        try:
            given.append(call())
        except BaseException as error:
            raised.append(error)
        finally:
            is_done.set()

    threading.Thread(target=work, name="request to Google", daemon=True).start()
    while not is_done.wait(_SLICE_S):
        pass
    if raised:
        raise raised[0]
    return given[0]
