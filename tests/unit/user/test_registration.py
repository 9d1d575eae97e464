import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pydash_app.errors import AlreadyExistsError, InvalidInputError
from pydash_app.text_forms import fold
from pydash_app.user.services.passwords import check_password
from pydash_app.user.services.registration import check_email, check_name
from tests.unit.user.conftest import Accounts


def test_registering_mails_a_link_with_a_code(accounts: Accounts) -> None:
    accounts.register()
    [(to, _, link)] = accounts.mails()
    assert to == "alice@example.org"
    assert re.fullmatch(r"https://pydash\.example\.org/verify/[A-Za-z0-9_-]{40,}", link)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("alice", "ALICE"),
        ("straße", "STRASSE"),
        ("ﬁona", "fiona"),  # a ligature
        ("Ａｌｉｃｅ", "alice"),  # full-width letters
        ("José", "jose\u0301"),
        ("alice", "  alice\t"),
    ],
)
def test_names_that_look_alike_are_the_same(accounts: Accounts, first: str, second: str) -> None:
    accounts.register(first)
    with pytest.raises(AlreadyExistsError) as caught:
        accounts.register(second, email="other@example.org")
    assert caught.value.code == "name_taken"
    assert list(caught.value.fields) == ["name"]
    assert len(accounts.mails()) == 1


@given(st.text(max_size=12))
def test_the_form_in_which_names_are_compared_is_stable(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert fold(unicodedata.normalize("NFD", text)) == fold(text)


@pytest.mark.parametrize("name", ["a", "a" * 64, "é" * 64, "e\u0301" * 64, "名前", "a b", "🦊"])
def test_names_have_one_to_sixty_four_characters(name: str) -> None:
    assert 1 <= len(check_name(name)) <= 64


@pytest.mark.parametrize(
    "name",
    ["", "   ", "\u3000", "a" * 65, "a\nb", "a\x00", "a\u200bb", "\u202ea", "\ud800", "a\x85b"],
)
def test_names_that_are_empty_too_long_or_unseen_are_refused(name: str) -> None:
    with pytest.raises(InvalidInputError) as caught:
        check_name(name)
    assert list(caught.value.fields) == ["name"]


@pytest.mark.parametrize("password", ["x7-qua!z", " spaces too ", "ü" * 8, "p" + "q8" * 511 + "z"])
def test_passwords_of_eight_to_1024_characters_are_fine(password: str) -> None:
    check_password(password)


@pytest.mark.parametrize(
    "password",
    ["", "seven77", "q8" * 512 + "z", "password", "PassWord", "12345678", "PydashPydash"],
)
def test_weak_passwords_are_refused(accounts: Accounts, password: str) -> None:
    with pytest.raises(InvalidInputError) as caught:
        accounts.register(password=password)
    assert list(caught.value.fields) == ["password"]
    assert accounts.mails() == []


@pytest.mark.parametrize(
    "email",
    ["", "alice", "@example.org", "a@b@example.org", "alice@", "a\nb@example.org", "\ud800@x.org"],
)
def test_what_is_no_address_is_refused(email: str) -> None:
    with pytest.raises(InvalidInputError) as caught:
        check_email(email)
    assert list(caught.value.fields) == ["email"]


@pytest.mark.parametrize("domain", ["example.org", "m\u00fcnchen.example", "x" * 60 + ".org"])
def test_what_stands_before_the_at_has_at_most_64_characters(domain: str) -> None:
    """RFC 5321, section 4.5.3.1.1."""
    assert check_email(f"{'a' * 64}@{domain}") == f"{'a' * 64}@{domain}"
    with pytest.raises(InvalidInputError) as caught:
        check_email(f"{'a' * 65}@{domain}")
    assert list(caught.value.fields) == ["email"]


def test_a_second_account_for_an_address_is_told_to_its_owner_only(accounts: Accounts) -> None:
    accounts.register()
    accounts.register("bob", email="ALICE@Example.org")
    subjects = sorted(subject for _, subject, _ in accounts.mails())
    assert subjects == ["Verify your e-mail address", "You have an account already"]
    accounts.register("bob", email="bob@example.org")  # the name was not kept
    count = accounts.database.read(lambda root: len(root["users"]))
    assert count == 2


def test_a_taken_name_is_told_before_a_taken_address(accounts: Accounts) -> None:
    accounts.register()
    with pytest.raises(AlreadyExistsError):
        accounts.register()
    assert len(accounts.mails()) == 1
