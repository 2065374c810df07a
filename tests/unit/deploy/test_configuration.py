"""The example configuration names all secrets and holds none."""

import re

from cli.place import ROOT
from deploy.configuration import EXAMPLE, filled
from deploy.rabbitmq.definitions import USERS


def test_every_secret_gets_a_value_of_its_own() -> None:
    made = dict(
        line.split("=", 1) for line in filled(EXAMPLE.read_text()).splitlines() if "=" in line
    )
    secret = [made[user.variable] for user in USERS] + [made["GUANXI_TOKEN_KEY"]]
    assert all(len(value) == 64 for value in secret)
    assert len(set(secret)) == len(secret)


def test_what_has_a_value_keeps_it() -> None:
    assert filled("# a comment\nPORT=1\nKEY=\n").startswith("# a comment\nPORT=1\nKEY=")


def test_the_example_names_exactly_what_the_compose_files_ask_for() -> None:
    asked = set()
    for file in ROOT.glob("docker-compose*.yml"):
        asked |= set(re.findall(r"\$\{(\w+)", file.read_text()))
    named = set(re.findall(r"^(\w+)=", EXAMPLE.read_text(), re.MULTILINE))
    assert asked == named
