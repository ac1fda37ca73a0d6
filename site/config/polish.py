"""Compressing kept pages once more, as densely as Brotli can, in the background."""

import logging
import os
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from queue import SimpleQueue
from typing import Any

logger = logging.getLogger("pinpoint.pages")

LOWEST_PRIORITY = 19
MOST_KEPT = 1000  # some 15 kB each


class Polisher:
    """Does slow work one after the other in one low-priority thread, and remembers what came out.

    The names say what goes in, so that a page that was made anew with the same words needs no new work.
    """

    def __init__(self) -> None:
        self.done: OrderedDict[Hashable, Any] = OrderedDict()
        self.waiting: SimpleQueue[tuple[Hashable, Callable[[], Any]]] = SimpleQueue()
        self.asked: set[Hashable] = set()
        self.process = 0

    def result(self, name: Hashable, work: Callable[[], Any]) -> Any | None:
        """What the work gave, once it is done; None until then."""
        if name not in self.done and name not in self.asked:
            self.asked.add(name)
            self.waiting.put((name, work))
            self.start()
        return self.done.get(name)

    def start(self) -> None:
        """One thread in each process, also in one that was forked from another."""
        if self.process != os.getpid():
            self.process = os.getpid()
            threading.Thread(target=self.run, name="polish", daemon=True).start()

    def run(self) -> None:
        if hasattr(os, "setpriority"):  # on Linux each thread has its own
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), LOWEST_PRIORITY)
        while True:
            name, work = self.waiting.get()
            try:
                self.done[name] = work()
            except Exception:  # the page stays as it is
                logger.exception("A page could not be compressed more densely")
                self.done[name] = None
            self.asked.discard(name)
            while len(self.done) > MOST_KEPT:
                self.done.popitem(last=False)


polisher = Polisher()
