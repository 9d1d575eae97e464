"""Every route of the API: a table, from which Flask's rules are made."""

from http import HTTPStatus

from pydash_web.controller import dashboard, health, statistic, user
from pydash_web.route import Route
from pydash_web.schemas.base import MessageAnswer
from pydash_web.schemas.dashboard import (
    DashboardAnswer,
    RegisterDashboardBody,
    RegisteredDashboardAnswer,
)
from pydash_web.schemas.health import HealthAnswer
from pydash_web.schemas.statistic import StatisticAnswer, StatisticParameters
from pydash_web.schemas.user import (
    LoginAnswer,
    LoginBody,
    RegisterBody,
    ResendVerificationBody,
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
        is_public=True,
    ),
    Route(
        method="POST",
        path="/api/login",
        controller=user.login,
        body=LoginBody,
        answer=LoginAnswer,
        is_public=True,
        also=frozenset({HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}),
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
    ),
    Route(
        method="GET",
        path="/api/user",
        controller=user.get,
        answer=UserAnswer,
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
