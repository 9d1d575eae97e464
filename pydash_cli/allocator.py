"""How the C library's allocator is set, so that what was needed for a moment is used again.

glibc gives threads up to eight heaps per core, and what one thread has freed in its heap is of no
use to the others: a process with eight threads kept three times as much as one with one thread.
"""

import ctypes
import os

M_ARENA_MAX = -8
"""Of `mallopt`. Source: glibc, malloc/malloc.h."""

MOST_HEAPS = 2
"""As many as there are work slots for large arrays: threads hardly wait for each other."""

VARIABLE = "MALLOC_ARENA_MAX"
"""Who sets glibc's own variable knows better."""


def share_heaps() -> bool:
    """Have all threads of this process, and of those forked from it, share few heaps.

    To be called before there are threads.

    Returns:
        whether that was done: other C libraries than glibc have no such heaps.
    """
    if VARIABLE in os.environ or "CS_GNU_LIBC_VERSION" not in os.confstr_names:
        return False
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    return mallopt is not None and mallopt(M_ARENA_MAX, MOST_HEAPS) == 1
