"""The alarms and the dashboard over PyDash's own metrics name what there is, and can be read."""

import json
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import yaml
from prometheus_client import CollectorRegistry

from pydash_app.metrics.catalogue import Catalogue
from tests.packaging.distributions import ROOT, run

FOLDER = ROOT / "deploy" / "prometheus"
RULES = FOLDER / "pydash.rules.yml"
DASHBOARD = ROOT / "deploy" / "grafana" / "pydash.json"

OF_THE_EXPOSITION = {"pydash_build_info", "pydash_processes"}
OF_PROMETHEUS = {"up"}
VARIABLES = {"$__rate_interval": "5m", "$job": "pydash", "${datasource}": "prometheus"}
"""What Grafana puts in."""

needs_promtool = pytest.mark.skipif(
    shutil.which("promtool") is None, reason="promtool, of Debian's prometheus, is not here"
)


def rules() -> list[Mapping[str, Any]]:
    (group,) = yaml.safe_load(RULES.read_text("utf-8"))["groups"]
    found: list[Mapping[str, Any]] = group["rules"]
    return found


def dashboard() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(DASHBOARD.read_text("utf-8"))
    return found


def expressions() -> Iterator[tuple[str, str]]:
    for rule in rules():
        yield rule["alert"], rule["expr"]
    for panel in dashboard()["panels"]:
        for target in panel["targets"]:
            text = target["expr"]
            for name, value in VARIABLES.items():
                text = text.replace(name, value)
            yield panel["title"], text


def known_metrics() -> dict[str, set[str]]:
    """The names under which Prometheus stores what PyDash tells, each with its labels."""
    registry = CollectorRegistry()
    Catalogue(registry)
    found = {name: {"version", "python", "process"} for name in OF_THE_EXPOSITION}
    for collector in list(registry._collector_to_names):
        labels = set(collector._labelnames)  # type: ignore[attr-defined]
        for name in registry._collector_to_names[collector]:
            found[name] = labels | ({"le"} if name.endswith("_bucket") else set())
    return found


EXPRESSIONS = list(expressions())
NAMES = [f"{title}: {text[:40]}" for title, text in EXPRESSIONS]


@pytest.mark.parametrize("text", [text for _, text in EXPRESSIONS], ids=NAMES)
def test_every_metric_and_label_that_is_asked_for_exists(text: str) -> None:
    known = known_metrics()
    without_strings = re.sub(r'"[^"]*"', '""', text)
    named = set(re.findall(r"\b(?:pydash_\w+|up)\b", without_strings))
    assert named
    assert named <= known.keys() | OF_PROMETHEUS
    labels = {label for name in named for label in known.get(name, ())} | {"job", "instance"}
    selected = re.findall(r"(\w+)\s*(?:=~|!~|!=|=)\s*\"\"", without_strings)
    grouped = re.findall(r"\b(?:by|without|on)\s*\(([^)]*)\)", without_strings)
    used = {*selected, *(word.strip() for words in grouped for word in words.split(","))}
    assert used <= labels


@pytest.mark.parametrize("text", [text for _, text in EXPRESSIONS], ids=NAMES)
def test_prometheus_language_reads_every_expression(text: str) -> None:
    import_module("promql_parser").parse(text)


def test_every_metric_of_operators_is_on_the_dashboard() -> None:
    shown = " ".join(text for _, text in EXPRESSIONS)
    bases = {
        re.sub(r"_(total|created|bucket|count|sum)$", "", name)
        for name in known_metrics()
        if not name.endswith("_created")
    }
    assert {base for base in bases if base not in shown} == set()


def test_every_alarm_says_how_bad_it_is_and_what_to_do() -> None:
    found = rules()
    assert len({rule["alert"] for rule in found}) == len(found) >= 8
    for rule in found:
        assert rule["labels"]["severity"] in ("critical", "warning")
        assert len(rule["annotations"]["summary"].split()) > 4
        assert len(rule["annotations"]["description"].split()) > 4


def test_the_dashboard_is_one_that_grafana_takes() -> None:
    """As Grafana's own schema of dashboards wants it: panels of 24 columns, none over another."""
    found = dashboard()
    assert {"title", "uid", "schemaVersion", "panels", "templating"} <= found.keys()
    assert found["schemaVersion"] >= 36
    assert "id" not in found, "Grafana gives that"
    panels = found["panels"]
    assert len({panel["id"] for panel in panels}) == len(panels)
    taken: set[tuple[int, int]] = set()
    for panel in panels:
        place = panel["gridPos"]
        assert panel["type"] in ("stat", "timeseries")
        assert 0 <= place["x"] < place["x"] + place["w"] <= 24
        cells = {
            (x, y)
            for x in range(place["x"], place["x"] + place["w"])
            for y in range(place["y"], place["y"] + place["h"])
        }
        assert not cells & taken, panel["title"]
        taken |= cells
        references = [target["refId"] for target in panel["targets"]]
        assert len(set(references)) == len(references)
        for one in (panel, *panel["targets"]):
            assert one["datasource"] == {"type": "prometheus", "uid": "${datasource}"}


def test_no_address_or_secret_of_an_installation_is_in_it() -> None:
    assert not re.search(r"https?://", DASHBOARD.read_text("utf-8"))


def test_the_sample_of_a_job_is_the_one_that_the_rules_ask_for() -> None:
    config = yaml.safe_load((FOLDER / "prometheus.yml").read_text("utf-8"))
    assert [job["job_name"] for job in config["scrape_configs"]] == ["pydash"]
    assert config["rule_files"] == [RULES.name]


@needs_promtool
def test_promtool_takes_the_job_and_the_rules() -> None:
    done = run("promtool", "check", "config", FOLDER / "prometheus.yml")
    assert done.returncode == 0, done.stdout
    assert f"{len(rules())} rules found" in done.stdout


SERIES = {
    "PyDashDown": {'up{job="pydash", instance="a"}': "0x20"},
    "PyDashSchedulerMissing": {"pydash_survey_timestamp_seconds": "1x20"},
    "PyDashFetchesLate": {"pydash_scheduler_longest_delay_seconds": "601x20"},
    "PyDashRestartsAgainAndAgain": {'pydash_process_restarts_total{process="web"}': "0+1x20"},
    "PyDashAppsFail": {
        'pydash_dashboards{state="failing"}': "6x20",
        'pydash_dashboards{state="up_to_date"}': "4x20",
    },
    "PyDashDiskNearlyFull": {
        "pydash_data_disk_free_bytes": "4x20",
        "pydash_data_disk_size_bytes": "100x20",
        "pydash_database_size_bytes": "1x20",
    },
    "PyDashMailsUnsent": {"pydash_mails_oldest_age_seconds": "1801x20"},
    "PyDashErrors": {
        'pydash_http_requests_total{status="500"}': "0+1x20",
        'pydash_http_requests_total{status="200"}': "0+9x20",
    },
}
"""With what each alarm rings; values of twenty minutes in promtool's notation."""

CALM = {
    'up{job="pydash", instance="a"}': "1x20",
    "pydash_survey_timestamp_seconds": "0+60x20",
    "pydash_scheduler_longest_delay_seconds": "5x20",
    'pydash_process_restarts_total{process="web"}': "1x20",
    'pydash_dashboards{state="failing"}': "1x20",
    'pydash_dashboards{state="up_to_date"}': "9x20",
    "pydash_data_disk_free_bytes": "50x20",
    "pydash_data_disk_size_bytes": "100x20",
    "pydash_database_size_bytes": "1x20",
    "pydash_last_pack_timestamp_seconds": "0x20",
    "pydash_mails_oldest_age_seconds": "0x20",
    'pydash_http_requests_total{status="200"}': "0+9x20",
}


@needs_promtool
def test_each_alarm_rings_where_it_should(tmp_path: Path) -> None:
    tests = [case(series, [alert]) for alert, series in SERIES.items()]
    assert ringing(tmp_path, tests) == SERIES.keys()


@needs_promtool
def test_no_alarm_rings_where_all_is_well(tmp_path: Path) -> None:
    assert ringing(tmp_path, [case(CALM, [rule["alert"] for rule in rules()])]) == set()


def case(series: Mapping[str, str], alerts: Sequence[str]) -> dict[str, Any]:
    """One test for promtool: none of these alarms is expected, so it tells of those that ring."""
    return {
        "interval": "1m",
        "input_series": [{"series": name, "values": values} for name, values in series.items()],
        "alert_rule_test": [
            {"eval_time": "18m", "alertname": name, "exp_alerts": []} for name in alerts
        ],
    }


def ringing(folder: Path, tests: list[dict[str, Any]]) -> set[str]:
    """The alarms of which promtool says that they ring, though the tests expect none."""
    path = folder / "tests.yml"
    path.write_text(json.dumps({"rule_files": [str(RULES)], "tests": tests}), "utf-8")
    done = run("promtool", "test", "rules", path)
    found = set(re.findall(r'alertname="(\w+)"', done.stdout))
    assert (done.returncode == 0) == (not found), done.stdout
    return found
