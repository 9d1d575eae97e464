"""Nine weeks of calls that a small shop might have served: its rhythm, visitors and versions."""

import datetime as dt
import random
from collections.abc import Iterator
from itertools import accumulate
from typing import Any, NamedTuple

CALL_COUNT = 90_000
DAY_COUNT = 63
ROWS_SEED = 2018
FIRST_VERSION, SLOW_VERSION, FIXED_VERSION = "2.0.0", "2.2.0", "2.3.0"
DEPLOYED_ON_DAY = {FIRST_VERSION: 0, "2.1.0": 33, SLOW_VERSION: 47, FIXED_VERSION: 58}

# How busy each hour of a day (UTC) is, and each day of a week from Monday on.
_HOURS = (3, 2, 2, 1, 1, 2, 5, 9, 14, 18, 20, 22, 24, 21, 19, 20, 22, 25, 28, 30, 29, 22, 13, 6)
_WEEKDAYS = (1.0, 1.02, 1.05, 1.0, 0.9, 0.6, 0.7)
_GROWTH = 0.35
_STRAY_RATIO = 0.003
_ERROR_RATIO = 0.0008

# Networks that RFC 5737 keeps for examples: they are nobody's.
_NETWORKS = ("192.0.2", "198.51.100", "203.0.113")


class Page(NamedTuple):
    """An endpoint of the shop.

    Attributes:
        name: as Flask knows it.
        path: where it is served.
        usual_ms: how long it takes, in the middle.
        share: how often it is called, relative to the others.
    """

    name: str
    path: str
    usual_ms: float
    share: int


PAGES = (
    Page("shop.home", "/", 12, 26),
    Page("shop.category", "/category/<name>", 31, 18),
    Page("shop.product", "/product/<int:number>", 24, 22),
    Page("shop.search", "/search", 85, 12),
    Page("cart.show", "/cart", 18, 8),
    Page("cart.add", "/cart/add", 35, 5),
    Page("checkout.pay", "/checkout", 240, 2),
    Page("account.orders", "/orders", 60, 4),
    Page("api.stock", "/api/stock", 7, 9),
    Page("admin.report", "/admin/report", 900, 1),
)


class Visitor(NamedTuple):
    """Somebody at one address; `user` is `None`'s text where they are not logged in."""

    ip: str
    user: str


def make_visitors() -> list[Visitor]:
    """Six hundred of them, one in three with an account; the first come most often."""
    names = ("ada", "grace", "alan", "zoë", "linus", "margaret", "edsger", "mary", "björk", "tim")
    visitors = []
    for number in range(600):
        ip = f"{_NETWORKS[number // 200]}.{number % 200 + 1}"
        name = f"{names[number % len(names)]}{number // 30 or ''}"
        visitors.append(Visitor(ip, name if number % 3 == 0 else "None"))
    random.Random(ROWS_SEED).shuffle(visitors)  # noqa: S311 - the same each time
    return visitors


def choose_visitor(visitors: list[Visitor], chance: random.Random) -> Visitor:
    """One of them; those at the front come back more often."""
    return visitors[int(len(visitors) * chance.random() ** 2)]


def choose_page(chance: random.Random) -> Page:
    """One of the pages, by its share."""
    return chance.choices(PAGES, cum_weights=_PAGE_SHARES)[0]


def choose_duration_ms(page: Page, version: str, chance: random.Random) -> float:
    """How long one call takes: most near the usual, a few far slower."""
    duration_ms = page.usual_ms * chance.lognormvariate(0, 0.35)
    if page.name == "shop.search":
        duration_ms *= {SLOW_VERSION: 2.6, FIXED_VERSION: 0.7}.get(version, 1.0)
    return duration_ms * chance.uniform(5, 15) if chance.random() < _STRAY_RATIO else duration_ms


def choose_status(page: Page, version: str, chance: random.Random) -> int:
    """What one call is answered with: few fail, more where searching was too slow, and paying."""
    ratio = _ERROR_RATIO
    if page.name == "checkout.pay":
        ratio *= 10
    if page.name == "shop.search" and version == SLOW_VERSION:
        ratio *= 30
    return 500 if chance.random() < ratio else 200


def make_history(now: dt.datetime) -> Iterator[dict[str, Any]]:
    """Rows of FMD's table of calls, in the order of their time.

    Args:
        now: when the history ends; without zone and in UTC, as FMD keeps it.
    """
    chance = random.Random(ROWS_SEED)  # noqa: S311 - the same history each time
    visitors = make_visitors()
    start_at = now - dt.timedelta(days=DAY_COUNT)
    for offset_s in _choose_offsets_s(start_at, chance):
        version = _version_on(offset_s / 86_400)
        page, visitor = choose_page(chance), choose_visitor(visitors, chance)
        yield {
            "endpoint": page.name,
            "execution_time": choose_duration_ms(page, version, chance),
            "time": start_at + dt.timedelta(seconds=offset_s),
            "version": version,
            "group_by": visitor.user,
            "ip": visitor.ip,
            "status_code": choose_status(page, version, chance),
        }


def _choose_offsets_s(start_at: dt.datetime, chance: random.Random) -> list[float]:
    """Seconds after the start, more of them at busy times and towards the end."""
    hour_count = DAY_COUNT * 24
    weights = []
    for number in range(hour_count):
        at = start_at + dt.timedelta(hours=number)
        growth = 1 + _GROWTH * number / hour_count
        weights.append(_HOURS[at.hour] * _WEEKDAYS[at.weekday()] * growth)
    hours = chance.choices(range(hour_count), weights, k=CALL_COUNT)
    return sorted((hour + chance.random()) * 3600 for hour in hours)


def _version_on(day: float) -> str:
    return [version for version, first_day in DEPLOYED_ON_DAY.items() if first_day <= day][-1]


_PAGE_SHARES = list(accumulate(page.share for page in PAGES))
