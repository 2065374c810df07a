"""What the operator looks at: `status`, `logs`, `down`."""

import json
import subprocess
from collections.abc import Mapping, Sequence
from typing import Any

from cli.facts import Json, facts
from cli.place import Place
from cli.running import read, running, stop
from cli.say import BOLD, GREEN, RED, YELLOW, paint, say
from cli.tables import Cell, Row, count, milliseconds, size, span, table

NOTHING = "nothing runs here; `./crm up` starts it"
COLOURS = {
    **dict.fromkeys(("ready", "running", "caught up"), GREEN),
    **dict.fromkeys(("starting", "not ready", "catching up", "rebuilding"), YELLOW),
    **dict.fromkeys(("down", "stopped", "hung", "stalled", "dead", "beyond"), RED),
}


def status(place: Place, as_json: bool = False) -> int:
    """What is wrong, then all there is; 0 when all is well, 1 when not, 3 when nothing runs."""
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
    return [*lines, "", *(f"{name}: {url}" for name, url in known["addresses"].items())]


def verdict(known: Json) -> list[str]:
    """First what is wrong, each with what to do."""
    wrong = [problem for problem in known["problems"] if problem["wrong"]]
    number = len(wrong)
    head = paint("all is well", GREEN)
    if wrong:
        head = paint(f"{number} thing{'s are' if number > 1 else ' is'} wrong", RED)
    return [head, *(line for problem in known["problems"] for line in told(problem))]


def told(problem: Mapping[str, Any]) -> list[str]:
    mark = paint("!", RED) if problem["wrong"] else paint("·", YELLOW)
    return [f"  {mark} {problem['what']}", f"      -> {problem['do']}"]


def process_table(processes: Sequence[Json]) -> list[str]:
    heading = (
        "process",
        "state",
        "pid",
        "up",
        "restarts",
        "memory",
        "files",
        "p99",
        "stalled",
        "address",
    )
    rows: list[Row] = [
        (
            one["name"],
            state(one["state"]),
            str(one["pid"] or "-"),
            span(one["up"]),
            str(one["restarts"]),
            size(one["memory"]),
            count(one["files"]),
            milliseconds(one.get("http_p99") or one.get("rpc_served_p99")),
            span(one.get("stalled_seconds") or 0),
            one["address"],
        )
        for one in processes
    ]
    return table(heading, rows, right="pid up restarts memory files p99 stalled")


def log_table(logs: Sequence[Json], processes: Sequence[Json]) -> list[str]:
    heading = (
        "log",
        "head",
        "published",
        "waiting",
        "for",
        "group",
        "conflicts",
        "races",
        "relay",
        "term",
    )
    rows: list[Row] = [
        (
            log["source"],
            count(log["head"]),
            count(log["published"]),
            count(log["unpublished"]),
            span(log["seconds"]),
            "-" if log["group"] is None else f"{log['group']:.1f}",
            count(log["conflicts"]),
            count(log["lost_races"]),
            holder(log["relay"], processes),
            str(log["epoch"]),
        )
        for log in logs
    ]
    return table(heading, rows, right="head published waiting for group conflicts races term")


def subscription_table(following: Sequence[Json], processes: Sequence[Json]) -> list[str]:
    heading = ("subscription", "source", "state", "position", "behind", "for", "parked", "worker")
    rows: list[Row] = [
        (
            line["queue"],
            line["source"],
            state(line["condition"]),
            count(line["position"]),
            count(line["behind"]),
            span(line["seconds"]),
            str(line["parked_streams"] or ""),
            holder(line["worker"], processes),
        )
        for line in following
    ]
    return table(heading, rows, right="position behind for parked")


def state(word: str) -> Cell:
    return Cell(word, COLOURS.get(word, BOLD))


def holder(lease: str, processes: Sequence[Json]) -> str:
    """Who that is here; a lease says `host:pid:…`, or with slashes."""
    if not lease:
        return "nobody"
    host, pid = [*lease.replace("/", ":").split(":"), ""][:2]
    names = {str(one["pid"]): one["name"] for one in processes}
    return str(names.get(pid, f"{host} {pid}"))


def logs(place: Place, name: str, lines: int, follow: bool) -> int:
    """The end of a log, and what is added to it."""
    known = sorted(path.stem for path in place.logs.glob("*.log"))
    if name not in known:
        say(f"no log of {name!r}; there are: {', '.join(known) or 'none yet'}")
        return 2
    command = ["tail", "-n", str(lines), *(["-F"] if follow else []), str(place.log(name))]
    try:
        return subprocess.run(command, check=False).returncode
    except KeyboardInterrupt:
        return 0


def down(place: Place) -> int:
    found = read(place)
    if found and (found.alive or found.pids()):
        say(f"stopping {len(found.pids())} processes")
    say("stopped; the data stays" if stop(place) else "nothing runs here")
    return 0
