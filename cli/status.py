"""`./crm status`: what is wrong and what to do about it, then all there is."""

import json
from collections.abc import Mapping
from typing import Any

from cli.facts import Json, facts
from cli.place import Place
from cli.running import running
from cli.say import GREEN, RED, YELLOW, paint, say
from cli.status_tables import log_table, process_table, subscription_table, webhook_table

MARKS = {"well": ("✓", GREEN), "look": ("·", YELLOW), "act": ("!", RED)}
NOTHING = "nothing runs here; `./crm up` starts it"


def status(place: Place, as_json: bool = False) -> int:
    """0 when all is well, 1 when something is wrong or still starting, 3 when nothing runs."""
    found = running(place)
    if found is None:
        say(json.dumps({"running": False}) if as_json else NOTHING)
        return 3
    known, _ = facts(place, found)
    for line in [json.dumps({"running": True, **known})] if as_json else report(known):
        say(line)
    if not as_json:
        say(f"logs: {place.logs}")
    return 0 if known["well"] else 1


def report(known: Json) -> list[str]:
    lines = [*verdict(known), "", *process_table(known["processes"])]
    if known["logs"]:
        lines += ["", *log_table(known["logs"], known["processes"])]
        lines += ["", *subscription_table(known["subscriptions"], known["processes"])]
    if known.get("webhooks", {}).get("hooks"):
        lines += ["", *webhook_table(known["webhooks"], known["processes"])]
    lines += ["", *outlook(known.get("outlook", {}))]
    return [*lines, "", *(f"{name}: {url}" for name, url in known["addresses"].items())]


def outlook(known: Json) -> list[str]:
    """Backlog, growth and room in plain words; what is to be done first."""
    found: list[str] = []
    for one in known.get("sentences", ()):
        found.append(f"  {paint(*MARKS[one['level']])} {one['what']}")
        found += [f"      -> {one['do']}"] if one["do"] else []
    return found


def verdict(known: Json) -> list[str]:
    """First what is wrong, each with what to do."""
    told_of = known["problems"]
    return [headline(known), *(line for problem in told_of for line in told(problem))]


def headline(known: Json) -> str:
    if wrong := sum(problem["wrong"] for problem in known["problems"]):
        return paint(f"{wrong} thing{'s are' if wrong > 1 else ' is'} wrong", RED)
    if any(process["state"] == "starting" for process in known["processes"]):
        return paint("nothing is wrong, and not all of it has started yet", YELLOW)
    return paint("all is well", GREEN)


def told(problem: Mapping[str, Any]) -> list[str]:
    mark = paint("!", RED) if problem["wrong"] else paint("·", YELLOW)
    return [f"  {mark} {problem['what']}", f"      -> {problem['do']}"]
