"""How much memory the web process takes: at its peak, and when all is answered."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from benchmarks.asking import Session
from benchmarks.pydash_stack import memory_mib
from benchmarks.questions import MILLION, Question

THREADS = 8
"""As many as a web process has by default."""

ROUNDS = 2

MOST_MIB = 600
MOST_MIB_BEYOND_10M = 1024


@dataclass(frozen=True)
class Memory:
    """In MiB, as the kernel counts them.

    Attributes:
        peak: the most that was resident at once (`VmHWM`).
        settled: what is resident when all is answered.
        proportional: of that, what this process would leave free if it ended: pages that several
            processes share are shared out among them.
    """

    peak: float
    settled: float
    proportional: float


@dataclass(frozen=True)
class WebMemory:
    """Of one web process that has just been started.

    Attributes:
        in_turn: after each question once, from one thread.
        at_once: after that, each question from `THREADS` threads, none at the same place.
    """

    call_count: int
    in_turn: Memory
    at_once: Memory

    @property
    def most_mib(self) -> int:
        """How much it may take."""
        return MOST_MIB if self.call_count <= 10 * MILLION else MOST_MIB_BEYOND_10M

    @property
    def is_within_bound(self) -> bool:
        """Whether it never took more."""
        return max(self.in_turn.peak, self.at_once.peak) <= self.most_mib


def measure_web_memory(
    session: Session, questions: Sequence[Question], call_count: int
) -> WebMemory:
    """Start the web process again, and ask it everything."""
    session.stack.restart_web()
    pid = session.stack.web_worker_pid()

    def ask(thread: int) -> None:
        with closing(session.pydash()) as pydash:
            for number in range(ROUNDS):
                for place in range(len(questions)):
                    question = questions[(place + thread * 3) % len(questions)]
                    pydash.run(question.vary(number * THREADS + thread))

    def ask_in_turn() -> None:
        with closing(session.pydash()) as pydash:
            for question in questions:
                pydash.run(question.vary(0))

    def ask_at_once() -> None:
        with ThreadPoolExecutor(THREADS) as pool:
            list(pool.map(ask, range(THREADS)))

    return WebMemory(call_count, _watch(pid, ask_in_turn), _watch(pid, ask_at_once))


def _watch(pid: int, work: Callable[[], None]) -> Memory:
    # Lets the kernel forget the peak. Source: proc(5), clear_refs.
    Path(f"/proc/{pid}/clear_refs").write_text("5", "ascii")
    work()
    return Memory(_peak_mib(pid), *memory_mib(pid))


def _peak_mib(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text("utf-8")
    (line,) = (line for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) / 1024
