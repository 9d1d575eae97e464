"""Makes a process die with the one that started it, also when that one is killed by SIGKILL."""

import ctypes
import multiprocessing
import os
import signal
import sys
import threading
import time

_PR_SET_PDEATHSIG = 1
"""Source: Linux, include/uapi/linux/prctl.h."""


POLL_S = 1.0


def die_with_parent(parent_pid: int) -> None:
    """Have this process killed as soon as its parent is dead.

    On Linux by the system: then the thread must stay alive, too, that started this process.
    In a worker of `multiprocessing`, and elsewhere, also by a thread that waits for the parent,
    and that a task holds up which keeps the interpreter's lock.

    Args:
        parent_pid: the process that started this one; it may be dead already.

    Raises:
        OSError: Linux refuses.
    """
    is_linux = sys.platform.startswith("linux")
    if is_linux:
        _kill_with_parent_thread()
    if os.getppid() != parent_pid:
        _die()
    if not is_linux or multiprocessing.parent_process() is not None:
        watch = threading.Thread(target=_wait_for_death, args=(parent_pid,), daemon=True)
        watch.start()


def _kill_with_parent_thread() -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl(PR_SET_PDEATHSIG) was refused")


def _wait_for_death(parent_pid: int) -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
    while os.getppid() == parent_pid:
        time.sleep(POLL_S)
    _die()


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)
