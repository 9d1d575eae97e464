"""What only administrators see and do."""

import shutil
from http import HTTPStatus

from pydash_app import administration
from pydash_app import user as users
from pydash_web.auth import CurrentUser
from pydash_web.health_check import check_health
from pydash_web.route import Reply
from pydash_web.schemas.admin import (
    AccountAnswer,
    AdminOverviewAnswer,
    DisableBody,
    EndSessionsBody,
    FetchingAnswer,
    RefreshAnyBody,
    StorageAnswer,
)
from pydash_web.schemas.base import MessageAnswer
from pydash_web.services import Services


def get_overview(services: Services, *, user: CurrentUser) -> AdminOverviewAnswer:  # noqa: ARG001
    """Show accounts, how fetching goes, and what there is of space."""
    found = administration.look_at_installation(services.database, now=services.now())
    disk = shutil.disk_usage(services.settings.data_dir)
    return AdminOverviewAnswer(
        health=check_health(services),
        storage=StorageAnswer(
            database_bytes=services.database.size_bytes(),
            disk_free_bytes=disk.free,
            disk_bytes=disk.total,
        ),
        user_count=found.user_count,
        dashboard_count=found.dashboard_count,
        users=[AccountAnswer.model_validate(one) for one in found.users],
        dashboards=[FetchingAnswer.model_validate(one) for one in found.dashboards],
    )


def end_sessions(
    services: Services,
    *,
    user: CurrentUser,  # noqa: ARG001
    body: EndSessionsBody,
) -> MessageAnswer:
    """Log somebody out everywhere."""
    ended = users.end_sessions(services.database, body.name, tokens=body.tokens)
    tokens = f" and {ended.token_count} API tokens" if body.tokens else ""
    return MessageAnswer(
        message=f"{ended.session_count} sessions{tokens} of {body.name} have ended."
    )


def disable(services: Services, *, user: CurrentUser, body: DisableBody) -> MessageAnswer:
    """Keep somebody out, or let them in again."""
    users.disable_for(services.database, user.account.id, body.name, is_disabled=body.is_disabled)
    state = "disabled" if body.is_disabled else "enabled"
    return MessageAnswer(message=f"{body.name} is {state}.")


def refresh(
    services: Services,
    *,
    user: CurrentUser,  # noqa: ARG001
    body: RefreshAnyBody,
) -> Reply:
    """Fetch anybody's dashboard now."""
    administration.refresh_any(
        services.database,
        body.dashboard_id,
        least_interval_s=services.settings.min_fetch_interval,
        now=services.now(),
    )
    answer = MessageAnswer(message="The app will be asked in a moment.")
    return Reply(answer, HTTPStatus.ACCEPTED)
