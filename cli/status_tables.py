"""The tables of `./crm status`: processes, logs, and who follows them."""

from collections.abc import Sequence

from cli.facts import Json
from cli.say import BOLD, GREEN, RED, YELLOW
from cli.tables import Cell, Row, count, milliseconds, size, span, table

COLOURS = {
    **dict.fromkeys(("ready", "running", "caught up", "active"), GREEN),
    **dict.fromkeys(("starting", "not ready", "catching up", "rebuilding", "failing"), YELLOW),
    **dict.fromkeys(("down", "stopped", "hung", "stalled", "dead", "beyond"), RED),
    **dict.fromkeys(("held up", "newer", "paused"), RED),
}
PROCESS = (
    "process", "state", "pid", "up", "restarts", "memory", "files", "p99", "stalled", "address"
)  # fmt: skip
LOG = (
    "log", "head", "published", "waiting", "for", "group", "conflicts", "races", "relay", "term"
)  # fmt: skip
HOOK = ("webhook", "state", "since", "behind", "answer", "sender")
FOLLOWING = ("subscription", "source", "state", "position", "behind", "for", "parked", "worker")


def process_table(processes: Sequence[Json]) -> list[str]:
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
    return table(PROCESS, rows, right="pid up restarts memory files p99 stalled")


def log_table(logs: Sequence[Json], processes: Sequence[Json]) -> list[str]:
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
    return table(LOG, rows, right="head published waiting for group conflicts races term")


def subscription_table(following: Sequence[Json], processes: Sequence[Json]) -> list[str]:
    rows: list[Row] = [
        (
            line["queue"],
            line["source"],
            state(line["condition"]),
            *where(line),
            str(line["parked_streams"] or ""),
            holder(line["worker"], processes),
        )
        for line in following
    ]
    return table(FOLLOWING, rows, right="position behind for parked")


def webhook_table(known: Json, processes: Sequence[Json]) -> list[str]:
    rows: list[Row] = [
        (
            hook["name"],
            state(hook["state"]),
            (hook["since"] or "-")[:16].replace("T", " "),
            count(hook["behind"]),
            str(hook["status"] or "-"),
            holder(known["sender"], processes),
        )
        for hook in known["hooks"]
    ]
    return table(HOOK, rows, right="behind answer")


def where(line: Json) -> tuple[str, str, str]:
    """What a newer program has written tells this one nothing."""
    if line["newer"]:
        return "-", "-", "-"
    return count(line["position"]), count(line["behind"]), span(line["seconds"])


def state(word: str) -> Cell:
    return Cell(word, COLOURS.get(word, BOLD))


def holder(lease: str, processes: Sequence[Json]) -> str:
    """Who that is here; a lease says `host:pid:…`, or with slashes."""
    if not lease:
        return "nobody"
    host, pid = [*lease.replace("/", ":").split(":"), ""][:2]
    names = {str(one["pid"]): one["name"] for one in processes}
    return str(names.get(pid, f"{host} {pid}"))
