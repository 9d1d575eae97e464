"""The page on security goes by the released ASVS 5.0.0, and names tests that exist."""

import re
from collections.abc import Iterator

import pytest

from tests.docs.commands import ROOT

LEVELS = {
    "1.1": "22", "1.2": "1111122223", "1.3": "112222222223", "1.4": "222", "1.5": "123",
    "2.1": "122", "2.2": "112", "2.3": "12223", "2.4": "23",
    "3.1": "3", "3.2": "113", "3.3": "12223", "3.4": "11222233", "3.5": "11122333",
    "3.6": "3", "3.7": "22333",
    "4.1": "12233", "4.2": "23333", "4.3": "22", "4.4": "1222",
    "5.1": "2", "5.2": "112333", "5.3": "113", "5.4": "222",
    "6.1": "122", "6.2": "111111112222", "6.3": "11223333", "6.4": "112233",
    "6.5": "22222333", "6.6": "2223", "6.7": "33", "6.8": "2222",
    "7.1": "222", "7.2": "1111", "7.3": "22", "7.4": "11222", "7.5": "223", "7.6": "22",
    "8.1": "1233", "8.2": "1123", "8.3": "133", "8.4": "23",
    "9.1": "111", "9.2": "1222",
    "10.1": "22", "10.2": "223", "10.3": "22223", "10.4": "1111122222233333",
    "10.5": "22222", "10.6": "22", "10.7": "222",
    "11.1": "2233", "11.2": "22233", "11.3": "11233", "11.4": "1222", "11.5": "23",
    "11.6": "23", "11.7": "33",
    "12.1": "12233", "12.2": "11", "12.3": "22223",
    "13.1": "2333", "13.2": "222223", "13.3": "2233", "13.4": "1222233",
    "14.1": "22", "14.2": "12223333", "14.3": "122",
    "15.1": "12233", "15.2": "12233", "15.3": "1222222", "15.4": "3333",
    "16.1": "2", "16.2": "22222", "16.3": "2222", "16.4": "222", "16.5": "2223",
    "17.1": "23", "17.2": "22223333", "17.3": "22",
}  # fmt: skip
"""For each section the level of each of its requirements.

Source:
    OWASP ASVS 5.0.0, `OWASP_Application_Security_Verification_Standard_5.0.0_en.csv`.
"""

ROW = re.compile(r"^\| ((?:\d+\.\d+\.\d+)[^|]*) \| ([^|]*) \| ([^|]*) \|$", re.MULTILINE)
NUMBER = re.compile(r"(\d+\.\d+)\.(\d+)(?:–\1\.(\d+))?")
NAMED = re.compile(r"`((?:\w+/)*test_\w+\.py)(?:::(test_\w+))?`")
REASONS = ("does not apply", "this page", "the operator's", "by tool", "**not met**")


def list_rows() -> list[tuple[str, str, str]]:
    page = (ROOT / "docs" / "security.md").read_text("utf-8")
    return ROW.findall(page.partition("## ASVS 5.0.0")[2])


def list_numbers(cell: str) -> Iterator[str]:
    for section, first, last in NUMBER.findall(cell):
        for number in range(int(first), int(last or first) + 1):
            yield f"{section}.{number}"


def test_the_standard_is_told_right() -> None:
    levels = "".join(LEVELS.values())
    assert [levels.count(level) for level in "123"] == [70, 183, 92]


def test_every_requirement_of_levels_1_and_2_has_one_row() -> None:
    found = [number for numbers, _, _ in list_rows() for number in list_numbers(numbers)]
    assert len(found) == len(set(found))
    every = {
        f"{section}.{number}": level
        for section, levels in LEVELS.items()
        for number, level in enumerate(levels, 1)
    }
    assert set(found) <= every.keys()
    assert {number for number, level in every.items() if level != "3"} - set(found) == set()


@pytest.mark.parametrize("row", list_rows(), ids=lambda row: row[0])
def test_a_row_names_tests_that_exist_or_says_why_none(row: tuple[str, str, str]) -> None:
    _, how, shown_by = row
    named = NAMED.findall(shown_by)
    assert named or any(reason in how + shown_by for reason in REASONS)
    for file_name, test in named:
        path = ROOT / "tests" / file_name
        assert path.is_file(), file_name
        assert not test or f"def {test}(" in path.read_text("utf-8"), f"{file_name}::{test}"
    assert shown_by.count("`") // 2 == len(named) or "*by tool*" in shown_by
