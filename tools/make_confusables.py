"""Writes which characters look alike, from the tables of an installed ICU.

    python tools/make_confusables.py pydash_app/naming/confusables.txt

ICU 72 has those of Unicode 15.0 (Debian 12: `libicu72`). With tables of another version, change
`TABLE` in `pydash_app/naming/confusable.py`, too.

Source:
    UTS #39; ICU4C, unicode/uspoof.h, `uspoof_getSkeletonUTF8`.
"""

import ctypes
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

ICU_VERSION = 72
LONGEST_BYTES = 4096


def open_icu(version: int = ICU_VERSION) -> Callable[[str], str]:
    """ICU's own skeleton of a text.

    Raises:
        OSError: that ICU is not installed, or refuses.
    """
    icu = ctypes.CDLL(f"libicui18n.so.{version}")
    status = ctypes.c_int(0)
    open_checker = getattr(icu, f"uspoof_open_{version}")
    open_checker.restype = ctypes.c_void_p
    checker = ctypes.c_void_p(open_checker(ctypes.byref(status)))
    ask = getattr(icu, f"uspoof_getSkeletonUTF8_{version}")

    def make_skeleton(text: str) -> str:
        written = text.encode()
        answer = ctypes.create_string_buffer(LONGEST_BYTES)
        failed = ctypes.c_int(0)
        length = ask(
            checker, 0, written, len(written), answer, LONGEST_BYTES, ctypes.byref(failed)
        )
        if failed.value > 0:
            raise OSError(f"ICU error {failed.value} for {text!r}")
        return answer.raw[:length].decode()

    return make_skeleton


def list_lines(make_skeleton: Callable[[str], str]) -> Iterator[str]:
    """The lines of the file: a prototype, a tab, and all the characters that look like it."""
    alike: dict[str, str] = defaultdict(str)
    for character in map(chr, [*range(0xD800), *range(0xE000, sys.maxunicode + 1)]):
        if unicodedata.normalize("NFD", character) != character:
            continue  # never there when the table is asked
        prototype = make_skeleton(character)
        if prototype not in ("", character):
            alike[prototype] += character
    for prototype, characters in sorted(alike.items()):
        yield f"{prototype}\t{characters}"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text("\n".join(list_lines(open_icu())) + "\n", "utf-8")
