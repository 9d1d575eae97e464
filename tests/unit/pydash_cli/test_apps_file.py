"""Files of apps, as spreadsheets and people write them."""

import pytest

from pydash_app.errors import InvalidInputError
from pydash_cli.commands.dashboard.apps_file import AppRow, read_apps

ROW = ("Shop", "https://shop.example.org/dashboard", "a secret, long enough")
QUOTED = 'Shop,https://shop.example.org/dashboard,"a secret, long enough"'


def cells(row: AppRow) -> tuple[str, str, str]:
    return (row.name, row.url, row.token)


SEMICOLONS = 'Shop;https://shop.example.org/dashboard;"a secret, long enough"'
TABS = SEMICOLONS.replace(";", "\t")
TOO_MANY = (
    "This row can't be read: it has more cells than the first line. "
    "Put what holds a separator in quotes."
)
OTHER_ORDER = 'A,"a secret, long enough",Shop,https://shop.example.org/dashboard'


@pytest.mark.parametrize(
    "content",
    [
        f"name,url,token\n{QUOTED}\n".encode(),
        f"name,url,token\r\n{QUOTED}".encode("utf-8-sig"),
        f"sep=;\r\nname;url;token\r\n{SEMICOLONS}\r\n".encode(),
        f"\n \nName , URL,Security_Code\n\n,,\n{QUOTED}\n\n".encode(),
        f"name\turl\ttoken\r\n{TABS}".encode("utf-16"),
        f"team,token,name,url\n{OTHER_ORDER}\n".encode(),
        f"name,url,token\r{QUOTED}\r".encode(),
        f'"Name",  "URL" ,"Token"\n "Shop" , {QUOTED.removeprefix("Shop,")}\n'.encode(),
    ],
    ids=["plain", "mark", "Excel", "blanks", "utf-16", "other order", "old Mac", "blanks, quoted"],
)
def test_the_same_app_is_read_from(content: bytes) -> None:
    (row,) = read_apps(content).rows
    assert cells(row) == ROW
    assert row.refusal is None


def test_a_column_that_is_not_known_is_named() -> None:
    assert read_apps(f"name,url,token,Team\n{QUOTED},A\n".encode()).unknown == ["Team"]


def test_quotes_line_breaks_and_every_letter_stay_within_a_cell() -> None:
    text = 'name,url,token\n"The ""old""\nshop \u2028 商店",https://a/b,t\nNext,https://b/c,t\n'
    first, second = read_apps(text.encode()).rows
    assert first.name == 'The "old"\nshop \u2028 商店'
    assert (first.line, second.line) == (3, 4)


def test_a_row_that_is_no_app_says_why_and_the_next_is_read() -> None:
    text = "name,url,token\nShop,https://a/b\n,https://a/b,\na,b,c,d\nGood,https://c/d,t\n"
    rows = read_apps(text.encode()).rows
    assert [row.refusal for row in rows] == [
        "This row has no token.",
        "This row has no name and no token.",
        TOO_MANY,
        None,
    ]
    assert [row.line for row in rows] == [2, 3, 4, 5]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf\r\n\r\n", "is empty"),
        (b"name,url,token\n\n,,\n", "names no app"),
        (QUOTED.encode(), "does not name name and url and token"),
        (b"name;url\nShop;https://a/b\n", "does not name token"),
        (b"name,url,token,Token\nShop,https://a/b,t,t\n", "Two columns"),
        ("name,url,token\nLäden,https://a/b,t\n".encode("cp1252"), "Line 2 is not in UTF-8"),
        (b'name,url,token\n"Shop,https://a/b,t\n', "can't be read as CSV"),
        (b"PK\x03\x04\x00\x00", "no text file"),
        (b"name,url,token\n" + b"a" * 10_000_001, "larger than 10 MB"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_a_file_that_is_none_says_what_it_should_be(content: bytes, words: str) -> None:
    with pytest.raises(InvalidInputError) as caught:
        read_apps(content)
    assert words in caught.value.message


def test_no_security_code_shows_where_a_row_is_printed() -> None:
    (row,) = read_apps(f"name,url,token\n{QUOTED}\n".encode()).rows
    assert "secret" not in repr(row)
