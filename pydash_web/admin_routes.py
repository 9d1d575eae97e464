"""The part of the route table that is for administrators."""

from http import HTTPStatus

from pydash_web.controller import activity, admin
from pydash_web.route import Route
from pydash_web.schemas.activity import ActivityPageAnswer, ActivityParameters
from pydash_web.schemas.admin import (
    AdminOverviewAnswer,
    DisableBody,
    EndSessionsBody,
    RefreshAnyBody,
)
from pydash_web.schemas.base import MessageAnswer

ADMIN_ROUTES: tuple[Route, ...] = (
    Route(
        method="GET",
        path="/api/admin/overview",
        controller=admin.get_overview,
        answer=AdminOverviewAnswer,
        is_for_admins=True,
        needs_session=True,
    ),
    Route(
        method="GET",
        path="/api/admin/activity",
        controller=activity.list_all,
        needs_session=True,
        query=ActivityParameters,
        answer=ActivityPageAnswer,
        is_for_admins=True,
    ),
    Route(
        method="POST",
        path="/api/admin/end_sessions",
        controller=admin.end_sessions,
        body=EndSessionsBody,
        answer=MessageAnswer,
        is_for_admins=True,
        needs_session=True,
        also=frozenset({HTTPStatus.NOT_FOUND}),
    ),
    Route(
        method="POST",
        path="/api/admin/disable",
        controller=admin.disable,
        body=DisableBody,
        answer=MessageAnswer,
        is_for_admins=True,
        needs_session=True,
        also=frozenset({HTTPStatus.NOT_FOUND}),
    ),
    Route(
        method="POST",
        path="/api/admin/refresh",
        controller=admin.refresh,
        body=RefreshAnyBody,
        answer=MessageAnswer,
        success=HTTPStatus.ACCEPTED,
        is_for_admins=True,
        needs_session=True,
        also=frozenset({HTTPStatus.NOT_FOUND}),
    ),
)
