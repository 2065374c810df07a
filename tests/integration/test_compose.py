"""docker-compose.yml says what docker-compose understands and what `./crm up` starts."""

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from cli.place import ROOT
from cli.processes import PROCESSES
from deploy.rabbitmq.definitions import USERS

URIS = ("AMQP_URI", "MONGO_URI")
SERVERS = {"rabbitmq", "mongo", "definitions"}


@pytest.fixture(scope="module")
def config() -> dict[str, Any]:
    return made_of("docker-compose.yml")


@pytest.fixture(scope="module")
def secure() -> dict[str, Any]:
    return made_of("docker-compose.yml", "docker-compose.tls.yml")


def made_of(*files: str) -> dict[str, Any]:
    """What docker-compose makes of the files; a missing docker-compose is a failure."""
    compose = shutil.which("docker-compose")
    assert compose, "please install it: sudo apt-get install docker-compose"
    named = [word for file in files for word in ("-f", file)]
    done = subprocess.run([compose, *named, "config"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    read: dict[str, Any] = yaml.safe_load(done.stdout)
    return read


@pytest.mark.parametrize("process", PROCESSES, ids=lambda process: process.name)
def test_with_tls_nobody_is_spoken_to_in_plain(config: Any, secure: Any, process: Any) -> None:
    plain, service = config["services"][process.name], secure["services"][process.name]
    known, before = service["environment"], plain["environment"]
    assert known["AMQP_URI"] == (
        before["AMQP_URI"].replace("amqp:", "amqps:").replace(":5672", ":5671")
        + "?cacertfile=/tls/ca.pem"
    )
    assert known["MONGO_URI"] == before["MONGO_URI"] + "&tls=true&tlsCAFile=/tls/ca.pem"
    assert {n: known[n] for n in before if n not in URIS} == {
        n: before[n] for n in before if n not in URIS
    }
    assert any(volume.split(":")[1].startswith("/tls") for volume in service["volumes"])
    assert (service["command"], service["depends_on"]) == (plain["command"], plain["depends_on"])


def test_with_tls_the_servers_and_the_gateway_show_a_certificate(secure: Any) -> None:
    services = secure["services"]
    for name in ("gateway", "rabbitmq", "mongo"):
        mounted = [volume.split(":") for volume in services[name]["volumes"]]
        assert any(v[0].endswith(f"deploy/tls/{name}") and v[1] == "/tls" for v in mounted)
    assert services["gateway"]["environment"]["GUANXI_TLS_KEY_FILE"] == "/tls/key.pem"
    assert services["gateway"]["healthcheck"]["test"][-1] == "8080"
    assert "--tlsMode=requireTLS" in services["mongo"]["command"]
    conf = (ROOT / "deploy" / "rabbitmq" / "tls.conf").read_text()
    assert "listeners.tcp = none" in conf


def test_the_keys_of_certificates_are_neither_committed_nor_in_an_image() -> None:
    ignored = (ROOT / ".dockerignore").read_text().splitlines()
    assert ignored.index("deploy/tls") > ignored.index("!deploy")
    assert "deploy/tls/" in (ROOT / ".gitignore").read_text().splitlines()


def test_compose_starts_what_up_starts(config: dict[str, Any]) -> None:
    assert set(config["services"]) - SERVERS == {process.name for process in PROCESSES}


@pytest.mark.parametrize("process", PROCESSES, ids=lambda process: process.name)
def test_a_container_is_told_what_a_local_process_is_told(config: Any, process: Any) -> None:
    command = config["services"][process.name]["command"]
    assert command[: 1 + len(process.arguments)] == ["kernel.run", *process.arguments]


@pytest.mark.parametrize("process", PROCESSES, ids=lambda process: process.name)
def test_a_process_waits_for_healthy_servers_and_tells_its_own_health(
    config: Any, process: Any
) -> None:
    service = config["services"][process.name]
    for server in ("rabbitmq", "mongo"):
        assert service["depends_on"][server]["condition"] == "service_healthy"
        assert config["services"][server]["healthcheck"]["test"]
    port = service["healthcheck"]["test"][-1]
    assert port == ("8000" if process.name == "gateway" else service["environment"]["HEALTH_PORT"])


@pytest.mark.parametrize("process", PROCESSES, ids=lambda process: process.name)
def test_everything_that_can_be_scaled_is_free_to_run_twice(config: Any, process: Any) -> None:
    service = config["services"][process.name]
    assert "container_name" not in service
    assert ("ports" in service) == (not process.scalable)


def test_each_process_is_its_own_user_of_the_broker(config: dict[str, Any]) -> None:
    users = {user.name for user in USERS}
    for process in PROCESSES:
        uri = config["services"][process.name]["environment"]["AMQP_URI"]
        user = uri.removeprefix("amqp://").partition(":")[0]
        assert user in users - {"operator"}
        assert process.name == user or process.arguments[0] in ("relay", "projector")


def test_a_key_is_given_to_nobody_who_does_not_need_it(config: dict[str, Any]) -> None:
    def has(key: str) -> set[str]:
        return {
            name
            for name, service in config["services"].items()
            if key in (service.get("environment") or {})
        }

    assert has("GUANXI_IDENTITY_KEY") == {"customer"}
    assert has("GUANXI_TOKEN_KEY") == {"gateway"}
    assert has("GUANXI_ADMIN_PASSWORD") == {"gateway"}
    assert has("GUANXI_CREDENTIAL_KEY") == {"gateway", "webhooks"}


def test_the_broker_starts_with_its_users(config: dict[str, Any]) -> None:
    waited = config["services"]["rabbitmq"]["depends_on"]["definitions"]["condition"]
    assert waited == "service_completed_successfully"
    assert config["services"]["rabbitmq"]["image"] == "rabbitmq:3.13-management"
    assert config["services"]["mongo"]["image"] == "mongo:7"


def test_the_broker_is_asked_by_a_script_that_is_there_and_a_script(config: dict[str, Any]) -> None:
    broker = config["services"]["rabbitmq"]
    assert broker["healthcheck"]["test"] == ["CMD", "sh", "/healthy.sh"]
    assert any("/healthy.sh" in str(volume) for volume in broker["volumes"])
    assert broker["restart"] == "unless-stopped"  # the script ends it, and somebody starts it
    script = ROOT / "deploy" / "rabbitmq" / "healthy.sh"
    assert subprocess.run(["sh", "-n", script]).returncode == 0


def test_what_the_image_copies_is_there_and_not_ignored() -> None:
    dockerfile = (ROOT / "deploy" / "Dockerfile").read_text().splitlines()
    copied = [line.split()[1] for line in dockerfile if line.startswith("COPY ")]
    kept = (ROOT / ".dockerignore").read_text().splitlines()
    for source in (name for name in copied if not name.startswith("--")):
        assert (ROOT / source).exists()
        assert f"!{source}" in kept


def test_the_file_can_be_read_without_any_configuration(tmp_path: Path) -> None:
    shutil.copy(ROOT / "docker-compose.yml", tmp_path)
    done = subprocess.run(
        ["docker-compose", "config", "--quiet"],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
