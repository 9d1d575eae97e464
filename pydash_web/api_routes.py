"""Every route of the API: a table, from which Flask's rules are made."""

from http import HTTPStatus
from typing import Any

from pydash_web.controller import dashboard, documentation, health, statistic, token, user
from pydash_web.route import Route
from pydash_web.schemas.base import MessageAnswer
from pydash_web.schemas.dashboard import (
    DashboardAnswer,
    RegisterDashboardBody,
    RegisteredDashboardAnswer,
)
from pydash_web.schemas.health import HealthAnswer
from pydash_web.schemas.statistic import StatisticAnswer, StatisticParameters
from pydash_web.schemas.token import CreatedTokenAnswer, CreateTokenBody, TokenAnswer
from pydash_web.schemas.user import (
    ChangedSettingsAnswer,
    ChangePasswordBody,
    ChangeSettingsBody,
    DeleteUserBody,
    LoginAnswer,
    LoginBody,
    RegisterBody,
    RequestPasswordResetBody,
    ResendVerificationBody,
    ResetPasswordBody,
    UserAnswer,
    VerifyBody,
)

_ONE_DASHBOARD = "/api/dashboards/<id:dashboard_id>"

ROUTES: tuple[Route, ...] = (
    Route(
        method="GET",
        path="/api/health",
        controller=health.get,
        answer=HealthAnswer,
        other_answers={HTTPStatus.SERVICE_UNAVAILABLE: HealthAnswer},
        is_public=True,
    ),
    Route(
        method="GET",
        path="/api/openapi.json",
        controller=documentation.get_document,
        answer=dict[str, Any],
        is_public=True,
        is_constant=True,
    ),
    Route(
        method="GET",
        path="/api/docs",
        controller=documentation.get_page,
        answer=str,
        is_public=True,
        is_constant=True,
        media_type="text/html",
    ),
    Route(
        method="POST",
        path="/api/login",
        controller=user.login,
        body=LoginBody,
        answer=LoginAnswer,
        is_public=True,
        also=frozenset(
            {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.TOO_MANY_REQUESTS}
        ),
        needs_network=True,
    ),
    Route(
        method="POST",
        path="/api/logout",
        controller=user.logout,
        answer=MessageAnswer,
    ),
    Route(
        method="POST",
        path="/api/user/register",
        controller=user.register,
        body=RegisterBody,
        answer=MessageAnswer,
        is_public=True,
        also=frozenset({HTTPStatus.CONFLICT}),
        limit="registrations",
    ),
    Route(
        method="POST",
        path="/api/user/verify",
        controller=user.verify,
        body=VerifyBody,
        answer=MessageAnswer,
        is_public=True,
    ),
    Route(
        method="POST",
        path="/api/user/resend_verification",
        controller=user.resend_verification,
        body=ResendVerificationBody,
        answer=MessageAnswer,
        is_public=True,
        limit="mails",
    ),
    Route(
        method="POST",
        path="/api/user/request_password_reset",
        controller=user.request_password_reset,
        body=RequestPasswordResetBody,
        answer=MessageAnswer,
        is_public=True,
        limit="mails",
    ),
    Route(
        method="POST",
        path="/api/user/reset_password",
        controller=user.reset_password,
        body=ResetPasswordBody,
        answer=MessageAnswer,
        is_public=True,
        needs_network=True,
    ),
    Route(
        method="GET",
        path="/api/user",
        controller=user.get,
        answer=UserAnswer,
    ),
    Route(
        method="POST",
        path="/api/user/change_settings",
        controller=user.change_settings,
        body=ChangeSettingsBody,
        answer=ChangedSettingsAnswer,
    ),
    Route(
        method="POST",
        path="/api/user/change_password",
        controller=user.change_password,
        body=ChangePasswordBody,
        answer=MessageAnswer,
    ),
    Route(
        method="POST",
        path="/api/user/delete",
        controller=user.delete,
        body=DeleteUserBody,
        answer=MessageAnswer,
        also=frozenset({HTTPStatus.INTERNAL_SERVER_ERROR}),
    ),
    Route(
        method="GET",
        path="/api/tokens",
        controller=token.list_all,
        answer=list[TokenAnswer],
    ),
    Route(
        method="POST",
        path="/api/tokens",
        controller=token.create,
        body=CreateTokenBody,
        answer=CreatedTokenAnswer,
    ),
    Route(
        method="POST",
        path="/api/tokens/<id:token_id>/delete",
        controller=token.delete,
        answer=MessageAnswer,
    ),
    Route(
        method="GET",
        path="/api/dashboards",
        controller=dashboard.list_all,
        answer=list[DashboardAnswer],
    ),
    Route(
        method="POST",
        path="/api/dashboards/register",
        controller=dashboard.register,
        body=RegisterDashboardBody,
        answer=RegisteredDashboardAnswer,
        limit="dashboard_registrations",
    ),
    Route(
        method="GET",
        path=_ONE_DASHBOARD,
        controller=dashboard.get,
        answer=DashboardAnswer,
    ),
    Route(
        method="POST",
        path=f"{_ONE_DASHBOARD}/delete",
        controller=dashboard.delete,
        answer=MessageAnswer,
    ),
    Route(
        method="GET",
        path=f"{_ONE_DASHBOARD}/statistic",
        controller=statistic.get,
        query=StatisticParameters,
        answer=StatisticAnswer,
    ),
)
