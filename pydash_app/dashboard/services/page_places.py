"""Where to read on in the apps of older versions of fmd_export, which know no bookmarks.

They answer from the id that they are asked for, whichever database that id was of. So the row that
should be there is asked for once more, and what follows counts only where it is.
"""

import random
from dataclasses import replace

import numpy as np

from pydash_app.dashboard.cursor import Cursor
from pydash_app.dashboard.cursors import Cursors
from pydash_app.remote import FallbackPlace, PageAnswer

MOST_REPEATED = 10_000
"""So many rows at most are asked for once more, to ask several databases for the same page."""


def choose_fallback(cursors: Cursors) -> FallbackPlace:
    """What to ask an older fmd_export for.

    Where several databases answer in turn, it is a place that fits all of them, if that is near;
    else one by chance, as nobody knows who will answer. When none of them has answered for long,
    it is the beginning.
    """
    known = [one for one in cursors.live if one.marks]
    if not known or (cursors.is_lost and random.choice((True, False))):  # noqa: S311
        waiting = [one for one in cursors.known if not one.marks and one.until]
        return _place(cursors, 0, waiting)
    counted = [one for one in cursors.counted if one.marks]
    ids = [one.after_id for one in counted]
    if counted and not cursors.strange_count and max(ids) - min(ids) <= MOST_REPEATED:
        return _place(cursors, min(ids) - 1, counted)
    chosen = random.choice(known)  # noqa: S311  guards nothing
    return _place(cursors, chosen.after_id - 1, [chosen])


def is_useful(cursors: Cursors, page: PageAnswer) -> bool:
    """Whether it is known of which database a page is.

    One of an older fmd_export may end before the last row that is stored of its database. So it
    counts as another's, which has but the first rows in common, only when that row does not come
    for long.
    """
    if page.known is not None or page.cursor is None:
        return page.is_placed
    after_id = cursors.known[page.cursor].after_id
    is_short = page.next_after_id < after_id <= page.last_id
    return not is_short or cursors.strange_count > 4 * len(cursors.known) + 4


def without_unsettled(
    page: PageAnswer, fallback: FallbackPlace, *, has_ids_in_order: bool
) -> PageAnswer:
    """The page with what its fmd_export does not say, and without rows that may not be all yet."""
    page = replace(page, has_ids_in_order=has_ids_in_order)
    if has_ids_in_order or fallback.until_id is not None:
        return page
    none = page.batch.take(np.zeros(len(page.batch), np.bool_))
    return replace(page, batch=none, first_mark=None, last_mark=None, next_after_id=0)


def _place(cursors: Cursors, after_id: int, chosen: list[Cursor]) -> FallbackPlace:
    if cursors.has_ids_in_order is not False or not chosen:
        return FallbackPlace(after_id)
    return FallbackPlace(after_id, max(one.until_id for one in chosen))
