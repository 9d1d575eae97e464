"""Every metric, with its labels: none has values that a user, an app or a stranger chooses.

Source of the names: https://prometheus.io/docs/practices/naming/.
"""

from functools import partial

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

REQUEST_BUCKETS_S = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
TASK_BUCKETS_S = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 120.0, 600.0)
LAG_BUCKETS_S = (30, 60, 300, 900, 1800, 3600, 7200, 14400, 43200, 86400, 604800)


class Catalogue:
    """The metrics of one process."""

    def __init__(self, registry: CollectorRegistry) -> None:
        counter = partial(Counter, namespace="pydash", registry=registry)
        self.process_starts = counter(
            "process_starts", "Processes that began, by their kind.", ["process"]
        )
        self.process_restarts = counter(
            "process_restarts", "Processes that died and were started again.", ["process"]
        )
        self.database_conflicts = counter(
            "database_conflicts", "Commits that were tried again because others interfered."
        )
        self.database_disconnects = counter(
            "database_disconnects", "Connections to the ZEO server that were lost."
        )
        self._name_requests(registry)
        self._name_work(registry)
        self.scheduler = SchedulerGauges(registry)
        self.database_server = DatabaseServerMetrics(registry)

    def _name_requests(self, registry: CollectorRegistry) -> None:
        counter = partial(Counter, namespace="pydash", registry=registry)
        histogram = partial(Histogram, namespace="pydash", registry=registry)
        self.http_requests = counter(
            "http_requests", "Requests that were answered.", ["route", "method", "status"]
        )
        self.http_request_duration = histogram(
            "http_request_duration_seconds",
            "Until the answer began.",
            ["route"],
            buckets=REQUEST_BUCKETS_S,
        )
        self.column_cache = counter(
            "column_cache_requests", "Columns asked of the web's cache.", ["result"]
        )

    def _name_work(self, registry: CollectorRegistry) -> None:
        counter = partial(Counter, namespace="pydash", registry=registry)
        histogram = partial(Histogram, namespace="pydash", registry=registry)
        self.fetches = counter(
            "fetches", "Questions to monitored apps, by how they ended.", ["outcome"]
        )
        self.calls_stored = counter("calls_stored", "Endpoint calls that were fetched and stored.")
        self.fetch_lag = histogram(
            "fetch_lag_seconds",
            "How old an app's last fetch was when the next one ended well.",
            buckets=LAG_BUCKETS_S,
        )
        self.tasks = counter(
            "tasks", "Runs of the scheduler's tasks, by how they ended.", ["kind", "outcome"]
        )
        self.task_duration = histogram(
            "task_duration_seconds",
            "Runs of the scheduler's tasks.",
            ["kind"],
            buckets=TASK_BUCKETS_S,
        )


class SchedulerGauges:
    """What the scheduler sees when it looks around."""

    def __init__(self, registry: CollectorRegistry) -> None:
        gauge = partial(
            Gauge, namespace="pydash", registry=registry, multiprocess_mode="mostrecent"
        )
        self.tasks_known = gauge("scheduler_tasks", "Tasks that run now or wait for their time.")
        self.tasks_running = gauge("scheduler_running_tasks", "Tasks that run now.")
        self.fetches_overdue = gauge(
            "scheduler_overdue_fetches", "Fetches that should have begun more than a minute ago."
        )
        self.longest_delay = gauge(
            "scheduler_longest_delay_seconds", "How long the fetch that waits longest is overdue."
        )
        self.users = gauge("users", "Accounts.")
        self.dashboards = gauge("dashboards", "Dashboards, by how fetching goes.", ["state"])
        self.longest_lag = gauge(
            "fetch_lag_max_seconds", "Since the last fetch of the app that lags most."
        )
        self.mails_waiting = gauge("mails_waiting", "Mails that were not sent yet.")
        self.oldest_mail_age = gauge(
            "mails_oldest_age_seconds", "How long the mail waits that waits longest."
        )
        self.database_bytes = gauge("database_size_bytes", "Size of the database.")
        self.disk_free_bytes = gauge("data_disk_free_bytes", "Free space beside the data folder.")
        self.disk_bytes = gauge("data_disk_size_bytes", "Size of the data folder's disk.")
        self.last_pack = gauge(
            "last_pack_timestamp_seconds", "When the own database was last packed; 0: never."
        )
        self.surveyed_at = gauge(
            "survey_timestamp_seconds", "When the scheduler last looked around."
        )


class DatabaseServerMetrics:
    """What the own ZEO server says of itself."""

    def __init__(self, registry: CollectorRegistry) -> None:
        counter = partial(Counter, namespace="pydash", registry=registry)
        gauge = partial(
            Gauge, namespace="pydash", registry=registry, multiprocess_mode="mostrecent"
        )
        self.clients = gauge("zeo_clients", "Processes connected to the ZEO server.")
        self.active_transactions = gauge("zeo_active_transactions", "Commits under way.")
        self.loads = counter("zeo_loads", "Objects that the ZEO server handed out.")
        self.stores = counter("zeo_stores", "Objects that the ZEO server took in.")
        self.commits = counter("zeo_commits", "Commits.")
        self.aborts = counter("zeo_aborts", "Commits that were given up.")
        self.conflicts = counter("zeo_conflicts", "Commits refused because others interfered.")
