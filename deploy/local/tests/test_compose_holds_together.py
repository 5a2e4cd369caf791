"""What can be known of docker-compose.yml without an engine."""

import base64
import re
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import pytest
from messaging.service_description import ServiceDescription
from ruamel.yaml import YAML

ROOT = Path(__file__).parents[3]
SERVICES = ("booking", "policy", "notify")
_VARIABLE = re.compile(r"\$\{([A-Z_]+):?-([^}]*)\}")
_TARGET = re.compile(r"^FROM \S+ AS (\S+)$", re.MULTILINE)
_KEYS = {
    "build", "cap_drop", "command", "depends_on", "environment", "healthcheck", "image", "init", "ports", "read_only",
    "restart", "security_opt", "stop_grace_period", "tmpfs", "volumes",
}  # fmt: skip


def _read(file: str) -> Any:
    return YAML(typ="safe").load((ROOT / file).read_text())


@pytest.fixture(scope="module")
def compose() -> Any:
    return _read("docker-compose.yml")


def _with_defaults(value: object) -> str:
    return _VARIABLE.sub(lambda found: found[2], str(value))


def _settings(compose: Any, service: str) -> dict[str, str]:
    return {name: _with_defaults(value) for name, value in compose["services"][service]["environment"].items()}


def _description(service: str) -> ServiceDescription:
    (point,) = entry_points(group="holdfast.services", name=service)
    found: ServiceDescription = point.load()
    return found


def test_the_full_stack_is_there(compose: Any) -> None:
    assert {*SERVICES, "postgres", "kafka", "mailpit", "prometheus", "grafana", "migrate"} <= set(compose["services"])


def test_every_service_uses_only_words_that_compose_knows(compose: Any) -> None:
    assert {key for service in compose["services"].values() for key in service} <= _KEYS


def test_every_build_target_is_a_stage_of_the_dockerfile(compose: Any) -> None:
    stages = set(_TARGET.findall((ROOT / "deploy/compose/Dockerfile").read_text()))
    builds = [service["build"] for service in compose["services"].values() if "build" in service]
    assert {build["target"] for build in builds} <= stages
    assert all((ROOT / build["dockerfile"]).is_file() for build in builds)


def test_everything_that_the_dockerfile_copies_exists_and_is_not_ignored() -> None:
    text = (ROOT / "deploy/compose/Dockerfile").read_text()
    ignored = (ROOT / ".dockerignore").read_text().splitlines()
    for source in re.findall(r"^COPY (?!--from)(\S+) ", text, re.MULTILINE):
        assert (ROOT / source).exists(), source
        assert any(source.startswith(line[1:]) for line in ignored if line.startswith("!")), source


def test_every_stage_that_is_built_upon_exists() -> None:
    text = (ROOT / "deploy/compose/Dockerfile").read_text()
    stages = set(_TARGET.findall(text))
    assert set(re.findall(r"--from=(\S+)", text)) <= stages
    assert {base for base in re.findall(r"^FROM (\S+) AS", text, re.MULTILINE) if ":" not in base} <= stages


def test_every_mounted_file_exists_and_every_volume_is_declared(compose: Any) -> None:
    for service in compose["services"].values():
        for volume in service.get("volumes", ()):
            source = volume.split(":")[0]
            if source.startswith("."):
                assert (ROOT / source).exists(), source
            else:
                assert source in compose["volumes"], source


def test_everybody_waits_only_for_somebody_who_is_there(compose: Any) -> None:
    services = compose["services"]
    for service in services.values():
        for other in service.get("depends_on", ()):
            assert other in services


@pytest.mark.parametrize("service", SERVICES)
def test_no_service_waits_for_kafka(compose: Any, service: str) -> None:
    assert "kafka" not in compose["services"][service]["depends_on"]


@pytest.mark.parametrize("service", SERVICES)
def test_the_settings_of_a_service_are_accepted_by_it(
    compose: Any, service: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    description = _description(service)
    for name, value in _settings(compose, description.name).items():
        monkeypatch.setenv(name, value)
    url = description.database_url(description.settings())
    assert url.startswith(f"postgresql://{description.name}:")


def test_every_setting_is_one_that_somebody_reads(compose: Any) -> None:
    known = {name.upper() for each in SERVICES for name in _description(each).settings.model_fields}
    for service in SERVICES:
        assert set(_settings(compose, service)) <= known


def test_the_migration_gets_every_database(compose: Any) -> None:
    given = {name for name in _settings(compose, "migrate") if name.endswith("_DATABASE_URL")}
    assert given == {f"{service.upper()}_DATABASE_URL" for service in SERVICES}


def test_each_service_has_a_database_and_a_role_of_its_own() -> None:
    sql = (ROOT / "deploy/compose/databases.sql").read_text()
    for service in SERVICES:
        assert f"CREATE ROLE {service} LOGIN" in sql
        assert f"CREATE DATABASE {service} OWNER {service};" in sql


def test_every_port_is_on_loopback_and_of_its_own(compose: Any) -> None:
    published = [_with_defaults(port) for service in compose["services"].values() for port in service.get("ports", ())]
    assert all(port.startswith("127.0.0.1:") for port in published)
    assert len({port.split(":")[1] for port in published}) == len(published)


def test_the_keys_for_trials_have_the_length_that_is_needed(compose: Any) -> None:
    for name in ("GUEST_LINK_KEYS", "CONTACT_KEYS"):
        secret = _settings(compose, "notify")[name].split(":")[1]
        assert len(base64.urlsafe_b64decode(secret + "=" * (-len(secret) % 4))) == 32


def test_prometheus_scrapes_every_service_where_it_listens() -> None:
    (job,) = _read("deploy/observability/prometheus.yml")["scrape_configs"]
    assert [target for each in job["static_configs"] for target in each["targets"]] == [f"{s}:8000" for s in SERVICES]


def test_every_number_on_the_dashboard_and_in_the_alarms_is_measured_somewhere() -> None:
    sources = "\n".join(
        file.read_text() for place in ("libs", "services") for file in (ROOT / place).rglob("src/**/*.py")
    )
    asked = (ROOT / "deploy/observability/grafana/dashboards/holdfast.json").read_text()
    asked += (ROOT / "deploy/observability/alerts.yml").read_text()
    for name in set(re.findall(r"\b(?:holdfast|http)_[a-z_]+\b", asked)):
        metric = re.sub(r"_(total|bucket)$", "", name)
        assert f'"{metric}"' in sources or f'"{metric.removeprefix("holdfast_")}"' in sources, name
