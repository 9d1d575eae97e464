"""The calls as NumPy arrays in memory: what no database can do faster."""

from collections.abc import Callable
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.questions import FIGURES, QUANTILES, Ask
from pydash_app.measurements.batch import MICROSECONDS, CallBatch
from pydash_app.statistics.instants import to_us

HOUR_US = 3600 * MICROSECONDS
DAY_US = 24 * HOUR_US

Columns = dict[str, NDArray[Any]]


class InNumpy:
    """Answers from arrays."""

    name = "NumPy"

    def __init__(self, calls: CallBatch) -> None:
        self._calls = calls

    def run(self, ask: Ask) -> object:
        """Compute the answer."""
        answers: dict[str, Callable[[Ask, Columns], object]] = {
            "by_day": self._by_day,
            "heatmap": self._heatmap,
            "boxes": self._boxes,
            "averages": self._averages,
        }
        return answers[ask.kind](ask, self._select(ask))

    def read(self, ask: Ask, result: object) -> object:
        """It is in that form already."""
        del ask
        return result

    def close(self) -> None:
        """Nothing is open."""

    def _select(self, ask: Ask) -> Columns:
        calls = self._calls
        low, high = np.searchsorted(calls.called_at_us, (to_us(ask.start_at), to_us(ask.end_at)))
        columns: Columns = {
            name: calls.text_column(name).codes[low:high]
            for name in ("endpoint", "version", "ip", "group_by")
        }
        columns |= {
            "called_at_us": calls.called_at_us[low:high],
            "duration_ms": calls.duration_ms[low:high],
        }
        for name, text in ask.where.items():
            fits = columns[name] == calls.text_column(name).texts.index(text)
            columns = {column: values[fits] for column, values in columns.items()}
        return columns

    def _by_day(self, ask: Ask, columns: Columns) -> object:
        days = np.arange(to_us(ask.start_at) // DAY_US, -(-to_us(ask.end_at) // DAY_US) + 1)
        offsets = np.searchsorted(columns["called_at_us"], days * DAY_US)
        compute = self._statistic(ask.statistic)
        found = {}
        for day, (low, high) in zip(days.tolist(), pairwise(offsets.tolist()), strict=False):
            if low < high:
                date = datetime.fromtimestamp(day * 86_400, UTC).date()
                found[date.isoformat()] = compute(columns, low, high)
        return found

    def _statistic(self, name: str) -> Callable[[Columns, int, int], object]:
        if name in QUANTILES:
            ratio = QUANTILES[name]
            return lambda columns, low, high: float(
                np.quantile(columns["duration_ms"][low:high].astype(np.float64), ratio)
            )
        ips = self._calls.ip.texts
        compute: dict[str, Callable[[Columns, int, int], object]] = {
            "total_visits": lambda _, low, high: high - low,
            "unique_visitors": lambda columns, low, high: len(np.unique(columns["ip"][low:high])),
            "average_execution_time": lambda columns, low, high: float(
                columns["duration_ms"][low:high].mean(dtype=np.float64)
            ),
            "visits_per_ip": lambda columns, low, high: {
                ips[code]: count
                for code, count in enumerate(np.bincount(columns["ip"][low:high]).tolist())
                if count
            },
        }
        return compute[name]

    def _heatmap(self, ask: Ask, columns: Columns) -> object:
        first_us = to_us(ask.start_at) // DAY_US * DAY_US
        hours = np.arange(first_us, -(-to_us(ask.end_at) // DAY_US) * DAY_US + 1, HOUR_US)
        offsets = np.searchsorted(columns["called_at_us"], hours)
        if ask.statistic == "total_visits":
            counts = np.diff(offsets)
        else:
            bounds = pairwise(offsets.tolist())
            ips = columns["ip"]
            counts = np.array([len(np.unique(ips[low:high])) for low, high in bounds])
        return counts.reshape(-1, 24).tolist()

    def _boxes(self, ask: Ask, columns: Columns) -> object:
        texts = self._calls.text_column(ask.column).texts
        codes = columns[ask.column]
        durations_ms = columns["duration_ms"][np.argsort(codes, kind="stable")]
        offsets = np.concatenate(([0], np.cumsum(np.bincount(codes, minlength=len(texts)))))
        return {
            text: _box(durations_ms[low:high].astype(np.float64))
            for text, (low, high) in zip(texts, pairwise(offsets.tolist()), strict=True)
            if low < high
        }

    def _averages(self, ask: Ask, columns: Columns) -> object:
        texts = self._calls.text_column(ask.column).texts
        versions = self._calls.version.texts
        keys = columns["version"].astype(np.int64) * len(texts) + columns[ask.column]
        visits = np.bincount(keys)
        totals_ms = np.bincount(keys, columns["duration_ms"])
        found: dict[str, dict[str, object]] = {}
        for key in np.flatnonzero(visits).tolist():
            version, code = divmod(key, len(texts))
            found.setdefault(versions[version], {})[texts[code]] = {
                "average_execution_time": float(totals_ms[key] / visits[key]),
                "total_visits": int(visits[key]),
            }
        return found


def _box(durations_ms: NDArray[np.float64]) -> dict[str, float]:
    quantiles = np.quantile(durations_ms, list(QUANTILES.values())).tolist()
    figures = (
        len(durations_ms),
        float(durations_ms.mean()),
        float(durations_ms.min()),
        *quantiles,
        float(durations_ms.max()),
    )
    return dict(zip(FIGURES, figures, strict=True))
