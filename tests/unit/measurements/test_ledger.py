from itertools import pairwise

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from pydash_app.errors import StaleWindowError
from pydash_app.measurements.ledger import Coverage, Ledger
from pydash_app.measurements.window import Window

HORIZON_S = 40


class LedgerMachine(RuleBasedStateMachine):
    """The ledger against a plain set of seconds; second `n` is the window (n - 1, n]."""

    def __init__(self) -> None:
        super().__init__()
        self.ledger = Ledger()
        self.fetched: set[int] = set()

    @rule(after_s=st.integers(0, HORIZON_S), length_s=st.integers(1, 12))
    def add(self, after_s: int, length_s: int) -> None:
        wanted = set(range(after_s + 1, after_s + length_s + 1))
        window = Window(after_s, after_s + length_s)
        if wanted & self.fetched:
            with pytest.raises(StaleWindowError):
                self.ledger.add(window)
        else:
            self.ledger.add(window)
            self.fetched |= wanted

    @invariant()
    def covers_what_was_fetched(self) -> None:
        assert seconds_of(self.ledger.coverage().runs) == self.fetched

    @invariant()
    def runs_ascend_and_never_touch(self) -> None:
        runs = self.ledger.coverage().runs
        assert all(before.until_s < after.after_s for before, after in pairwise(runs))

    @invariant()
    def gaps_and_runs_fill_the_whole(self) -> None:
        coverage = self.ledger.coverage()
        if self.fetched:
            assert coverage.complete_from_s == min(self.fetched) - 1
            assert coverage.complete_until_s == max(self.fetched)
            whole = set(range(min(self.fetched), max(self.fetched) + 1))
            assert seconds_of(coverage.gaps) == whole - self.fetched


def seconds_of(windows: tuple[Window, ...]) -> set[int]:
    return {second for w in windows for second in range(w.after_s + 1, w.until_s + 1)}


TestLedger = LedgerMachine.TestCase


def test_an_empty_ledger_knows_nothing() -> None:
    coverage = Ledger().coverage()
    assert coverage == Coverage(())
    assert coverage.complete_from_s is None
    assert coverage.complete_until_s is None
    assert coverage.gaps == ()


@pytest.mark.parametrize(("after_s", "until_s"), [(5, 5), (6, 5)])
def test_a_window_holds_at_least_a_second(after_s: int, until_s: int) -> None:
    with pytest.raises(ValueError, match="can't reach"):
        Window(after_s, until_s)
