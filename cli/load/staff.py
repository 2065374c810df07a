"""Who sells: an office is a team, each manager's team stands below it, and people belong to it."""

from collections.abc import Mapping, Sequence
from typing import Any

from cli.load.steps import Command, Loading
from cli.load.tables import Row

SPACE = "crm-sales"


def organise(loading: Loading, rows: Sequence[Row]) -> None:
    """What is there already stays as it is: somebody may have moved people about since.

    Who belongs to what was refused waits for the next load.
    """
    offices = dict.fromkeys(row["regional_office"] for row in rows)
    above = teams(loading, "offices → teams", dict.fromkeys(offices))
    led = {row["manager"]: row["regional_office"] for row in rows}
    placed = {name: above[office] for name, office in led.items() if office in above}
    below = teams(loading, "managers → their teams", placed)
    people = {name: ("manager", team) for name, team in below.items()}
    sellers = [(row["sales_agent"], row["manager"]) for row in rows if row["manager"] in below]
    hire(loading, people | {name: ("sales", below[manager]) for name, manager in sellers})


def teams(loading: Loading, title: str, wanted: Mapping[str, str | None]) -> dict[str, str]:
    """The id of each, by its name; `wanted` says below which one it belongs, if below any."""
    items = loading.client.get("/v1/teams")["items"]
    there = {one["name"]: str(one["id"]) for one in items if stands(one, wanted)}
    new = {name: form(name, parent) for name, parent in wanted.items() if name not in there}
    made = loading.ids(title, new)
    loading.summary.steps[-1].already += len(there)
    return there | made


def stands(team: Mapping[str, Any], wanted: Mapping[str, str | None]) -> bool:
    return team["name"] in wanted and wanted[team["name"]] == team["parent"]


def form(name: str, parent: str | None) -> Command:
    body = {"name": name} | ({"parent": parent} if parent else {})
    return Command(f"team {name}", "/v1/teams", body, key("team", parent or "", name))


def hire(loading: Loading, people: Mapping[str, tuple[str, str]]) -> None:
    there = {one["login"] for one in loading.client.get("/v1/people")["items"]} & people.keys()
    new = [person(name, *told) for name, told in people.items() if name not in there]
    loading.step("people", new)
    loading.summary.steps[-1].already += len(there)


def person(name: str, role: str, team: str) -> Command:
    """A manager sees the customers of their team; deals name people as they sign in."""
    sees = {"visibility": "team"} if role == "manager" else {}
    body = {"login": name, "role": role, "team": team} | sees
    return Command(f"{role} {name}", "/v1/people", body, key("person", name))


def key(*parts: str) -> str:
    return "/".join((SPACE, *map(quoted, parts)))


def quoted(part: str) -> str:
    return "-".join(part.split())
