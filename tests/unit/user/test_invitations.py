"""Who may register, as the operator wants it."""

from datetime import timedelta

import pytest

from pydash_app.errors import InvalidInputError, NotAllowedError
from pydash_app.user import invite, register
from pydash_app.user.credentials import INVITATION_LIFETIME
from pydash_app.user.services.registration import RegistrationMode
from tests.factories import PASSWORD
from tests.unit.user.conftest import BASE, Accounts


def enter(
    accounts: Accounts, code: str | None, mode: RegistrationMode = "invite", name: str = "dora"
) -> None:
    register(
        accounts.database,
        name=name,
        email=f"{name}@example.org",
        password=PASSWORD,
        mode=mode,
        invitation_code=code,
        public_url=BASE,
        now=accounts.now,
    )


def invite_dora(accounts: Accounts) -> str:
    link = invite(accounts.database, "dora@example.org", public_url=BASE, now=accounts.now)
    assert accounts.mails() == [("dora@example.org", "You are invited to PyDash", link)]
    assert link.startswith(f"{BASE}/register?invitation=")
    return link.rpartition("=")[2]


def assert_refused(accounts: Accounts, code: str | None) -> None:
    with pytest.raises(NotAllowedError) as caught:
        enter(accounts, code)
    assert caught.value.code == "invitation_needed"


def test_an_invitation_lets_one_person_in(accounts: Accounts) -> None:
    code = invite_dora(accounts)
    enter(accounts, code)
    accounts.verify(accounts.codes()[0])
    assert accounts.log_in("dora")
    with pytest.raises(NotAllowedError):
        enter(accounts, code, name="eve")


@pytest.mark.parametrize("code", [None, "", "nonsense", "\ud800"])
def test_without_an_invitation_nobody_gets_in(accounts: Accounts, code: str | None) -> None:
    assert_refused(accounts, code)


def test_an_invitation_is_good_for_a_week(accounts: Accounts) -> None:
    code = invite_dora(accounts)
    accounts.now += INVITATION_LIFETIME
    assert_refused(accounts, code)
    accounts.now -= timedelta(microseconds=1)
    enter(accounts, code)


def test_an_invitation_outlives_a_weak_password(accounts: Accounts) -> None:
    code = invite_dora(accounts)
    with pytest.raises(InvalidInputError):
        register(
            accounts.database,
            name="dora",
            email="dora@example.org",
            password="password",
            mode="invite",
            invitation_code=code,
            public_url=BASE,
            now=accounts.now,
        )
    enter(accounts, code)


def test_closed_is_closed_for_the_invited_too(accounts: Accounts) -> None:
    with pytest.raises(NotAllowedError) as caught:
        enter(accounts, invite_dora(accounts), mode="closed")
    assert caught.value.code == "registration_closed"


def test_no_mail_goes_to_what_is_no_address(accounts: Accounts) -> None:
    with pytest.raises(InvalidInputError):
        invite(accounts.database, "no address", public_url=BASE, now=accounts.now)


def test_an_invitation_registers_its_own_address_alone(accounts: Accounts) -> None:
    code = invite_dora(accounts)
    with pytest.raises(InvalidInputError) as caught:
        enter(accounts, code, name="eve")
    assert caught.value.code == "invitation_for_another_address"
    assert caught.value.fields.keys() == {"email"}
    enter(accounts, code)  # it was not used up


def test_an_invited_address_may_be_written_in_any_case(accounts: Accounts) -> None:
    code = invite_dora(accounts)
    register(
        accounts.database,
        name="dora",
        email=" DORA@Example.ORG ",
        password=PASSWORD,
        mode="invite",
        invitation_code=code,
        public_url=BASE,
        now=accounts.now,
    )
    assert len(accounts.codes()) == 1
