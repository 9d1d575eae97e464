"""For whom the page was drawn that sends a request.

Two tabs of a browser share one session. Where somebody logs in with another account in one of
them, the other still shows the first account, and would change the second. So the page says with
every request for whom it was drawn, and what would hit somebody else is refused.
"""

from flask import Request

from pydash_app.errors import OtherAccountError
from pydash_web.auth import CurrentUser
from pydash_web.parsing import check_id_length
from pydash_web.route import ACCOUNT_HEADER


def refuse_other_account(request: Request, user: CurrentUser) -> None:
    """Let a request pass whose page was drawn for the user, or that does not say for whom.

    Raises:
        InvalidInputError: what it says is longer than any account's id.
        OtherAccountError: it was drawn for somebody else.
    """
    drawn_for = request.headers.get(ACCOUNT_HEADER)
    if drawn_for is None:
        return
    check_id_length(drawn_for)
    if drawn_for.strip().lower() != str(user.account.id):
        raise OtherAccountError(
            "Another account is logged in in this browser now. Reload the page to go on with it."
        )
