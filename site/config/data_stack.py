"""Works around slow calls across the chunks of Python's data stack: https://github.com/python/cpython/issues/142183.

Python 3.11 and 3.12 map and unmap 16 KiB of memory at each call that crosses from one chunk into the next, and so did
3.13 and 3.14 until March 2026. Loops deep in a template that do so took a quarter of the page editor's CPU time.
"""

from collections.abc import Callable
from typing import Any, TypeVar

Function = TypeVar("Function", bound=Callable[..., Any])

STACK_WORDS = 1 << 15  # the chunk that holds such a frame has as much room again, for a thousand frames


def in_one_chunk(function: Function) -> Function:
    """Let everything that the function calls share one chunk. Its memory is used only as far as calls reach."""
    function.__code__ = function.__code__.replace(co_stacksize=STACK_WORDS)
    return function
