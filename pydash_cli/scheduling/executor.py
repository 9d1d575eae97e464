"""What runs the tasks: subprocesses of this one, or a Dask cluster."""

import logging
from functools import partial
from typing import TYPE_CHECKING

from periodic_tasks import WorkerPool
from pydash_app import metrics
from pydash_app.errors import SettingsError
from pydash_app.extras import how_to_install
from pydash_app.secret_key import load_secret_key
from pydash_app.settings import Settings, read_settings
from pydash_cli import logs
from pydash_cli.worker_check import WorkerCheck

if TYPE_CHECKING:
    from periodic_tasks.dask_executor import DaskExecutor

log = logging.getLogger(__name__)

TASKS_PER_WORKER = 500


def check_executor(settings: Settings) -> None:
    """Make sure that `open_executor` can do what the settings ask for.

    Raises:
        SettingsError: a package or another setting is missing.
    """
    if not settings.executor:
        return
    if not settings.database:
        raise SettingsError(
            "PYDASH_EXECUTOR names a cluster, whose workers can't reach the database in the data "
            "folder: set PYDASH_DATABASE, here and for them, to a server that all can reach."
        )
    try:
        import distributed  # noqa: F401, PLC0415 - an optional package
    except ModuleNotFoundError as error:
        raise SettingsError(
            "PYDASH_EXECUTOR names a Dask cluster, and Dask is not installed here: "
            f"run {how_to_install('dask')}, or leave the setting empty."
        ) from error


def open_executor(settings: Settings, term: int) -> "WorkerPool | DaskExecutor":
    """Open what the settings name, for the tasks of one term.

    Raises:
        SettingsError: the secret key can't be used.
    """
    if not settings.executor:
        log.info("The scheduler runs with %d workers.", settings.scheduler_workers)
        return WorkerPool(
            settings.scheduler_workers,
            max_tasks_per_worker=TASKS_PER_WORKER,
            initializer=partial(_start_worker, settings),
        )
    from periodic_tasks.dask_executor import DaskExecutor  # noqa: PLC0415 - an optional package

    scheme, _, place = settings.executor.partition("://")
    log.info("The scheduler has its work done by the Dask cluster at %s.", place)
    return DaskExecutor(
        f"{'tls' if scheme.endswith('+tls') else 'tcp'}://{place}",
        initializer=_start_remote_worker,
        check=WorkerCheck.of(settings, load_secret_key(settings), term),
    )


def _start_worker(settings: Settings) -> None:
    logs.configure("worker", settings)
    metrics.start(settings, "worker")


def _start_remote_worker() -> None:
    # By the settings of its own host: the scheduler's hold secrets, which don't travel.
    _start_worker(read_settings())
