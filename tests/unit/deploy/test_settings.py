"""Each setting that the code reads can be found by who operates it, and set in containers."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from cli.manual import MANUAL
from cli.place import ROOT
from cli.processes import PROCESSES

NAME = re.compile(r"GUANXI_[A-Z_]+|HEALTH_[A-Z]+|AMQP_URI|MONGO_URI")
READERS = ("kernel", "services", "gateway")
ALONE = {  # not passed on by docker-compose.yml, for
    "GUANXI_WORKERS": "the gateway has another number than all others",
    "HEALTH_HOST": "who asks is in the same container",
    "GUANXI_TLS_CERTIFICATE_FILE": "docker-compose.tls.yml has it",
    "GUANXI_TLS_KEY_FILE": "docker-compose.tls.yml has it",
}


def literals(file: Path) -> Iterator[str]:
    """Names of settings as whole strings: where they are read, or kept to be read."""
    for node in ast.walk(ast.parse(file.read_text())):
        value = node.value if isinstance(node, ast.Constant) else None
        if isinstance(value, str) and NAME.fullmatch(value):
            yield value


def read_in(*folders: str) -> dict[str, set[str]]:
    """Of each setting the packages that read it."""
    found: dict[str, set[str]] = defaultdict(set)
    for folder in folders:
        for file in (ROOT / folder).rglob("*.py"):
            for name in literals(file):
                found[name].add(".".join(file.relative_to(ROOT).parts[:2]))
    return found


def containers() -> dict[str, dict[str, str]]:
    """The environment of each; anchors are read by the parser."""
    read = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    return {name: service.get("environment", {}) for name, service in read["services"].items()}


SETTINGS = read_in(*READERS)
TOLD = (ROOT / "deploy" / "README.md").read_text()


def test_the_search_finds_what_is_there() -> None:
    assert {"GUANXI_PROXIES", "AMQP_URI", "HEALTH_PORT", "GUANXI_TOKEN_KEY"} <= set(SETTINGS)
    assert len(SETTINGS) >= 22


@pytest.mark.parametrize("name", sorted(SETTINGS))
def test_it_is_in_the_table_of_settings(name: str) -> None:
    assert re.search(rf"^\| [^|]*`{name}`", TOLD, re.MULTILINE), f"tell of it: {name}"


@pytest.mark.parametrize("name", sorted(read_in(*READERS, "cli", "bench")))
def test_it_is_in_the_manual(name: str) -> None:
    if name not in ("HEALTH_PORT", "HEALTH_HOST"):  # which `./crm up` gives to each process
        assert re.search(rf"\b{name}\b", MANUAL), f"tell of it: {name}"


@pytest.mark.parametrize("name", sorted(set(SETTINGS) - ALONE.keys()))
def test_whoever_reads_it_is_given_it_in_containers(name: str) -> None:
    environments = containers()
    for reader in SETTINGS[name]:
        for container in given_to(reader):
            assert name in environments[container], f"{container} reads {name}"


def given_to(reader: str) -> list[str]:
    """`services.customer` is one container; what all read, all are given."""
    package, _, part = reader.partition(".")
    if package == "gateway":
        return ["webhooks" if part == "sending" else "gateway"]
    named = [process.name for process in PROCESSES]
    return [part] if part in named else named


@pytest.mark.parametrize("name", sorted(ALONE))
def test_an_exception_is_one(name: str) -> None:
    assert name in SETTINGS
    assert not any(name in environment for environment in containers().values())


def test_what_is_not_set_is_as_if_nobody_had_asked() -> None:
    """docker-compose.yml repeats the usual value: one that differs would be another program."""
    usual = dict(re.findall(r'setting\(\s*"(\w+)", "([^"]+)"\)', sources()))
    given = dict(re.findall(r"\$\{(\w+):-([^}]+)\}", (ROOT / "docker-compose.yml").read_text()))
    assert len(usual.keys() & given.keys()) >= 8
    for name in usual.keys() & given.keys():
        assert given[name] == usual[name], name


def sources() -> str:
    files = (file for folder in READERS for file in (ROOT / folder).rglob("*.py"))
    return "\n".join(file.read_text() for file in files)
