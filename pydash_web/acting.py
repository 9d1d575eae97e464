"""Lets what a request does be written down as its user's doing."""

from dataclasses import replace

from flask import request

from pydash_app.audit import Circumstances, acting_under
from pydash_web.auth import CurrentUser
from pydash_web.services import Services


def act_for(services: Services, user: CurrentUser | None) -> Services:
    """The same services, on whose database whatever is done says who did it, and from where.

    Args:
        services: of the app.
        user: who sent the request; `None` on public routes, where it turns out later, if ever.
    """
    circumstances = Circumstances(
        at=services.now(),
        origin=request.remote_addr or "",
        kind="stranger" if user is None else "user",
        doer=None if user is None else str(user.account.id),
        credential=None if user is None else user.credential,
    )
    return replace(services, database=acting_under(services.database, circumstances))
