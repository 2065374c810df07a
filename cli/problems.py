"""What is wrong, and what to do about it: the first lines of `./crm status`.

One cause is one problem: what follows from a hole in a log, from a start or from a database that is
away is not told a second time by everybody who waits for it.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from cli.conditions import condition, home
from cli.looking import Seen
from cli.problem import Problem
from cli.process_problems import not_ready, of_process, refused, starting
from cli.tables import count, span
from cli.webhook_problems import of_webhooks

PATIENCE = 10.0  # seconds: work that waits longer is not merely on its way
Line = Mapping[str, Any]


def problems(processes: Iterable[Seen], facts: Line) -> list[Problem]:
    """The worst first: what does not run, what does not answer, what does not move."""
    seen, logs, following = list(processes), facts.get("logs", ()), facts.get("following", ())
    fresh = {process.name for process in seen if process.fresh}
    faults = faults_of(logs, following)
    found = [problem for process in seen for problem in of_process(process)]
    found += starting(process.name for process in seen if process.state == "starting")
    found += not_ready(seen, [*faults.values(), *(line["newer"] for line in following)])
    found += refused(seen)
    found += unknown(facts)
    found += (at_fault(source, fault) for source, fault in faults.items())
    for log in logs:
        found += of_log(log, fresh)
    found += newer(following)
    found += rewound(following)
    for line in following:
        found += of_following(line, fresh)
    found += of_webhooks(seen, facts.get("webhooks", {}))
    return sorted(found, key=lambda problem: not problem.wrong)


def unknown(facts: Line) -> Iterator[Problem]:
    if error := facts.get("error"):
        yield Problem(f"the database does not answer: {error}", "./crm logs mongo")
    if defect := facts.get("defect"):
        what = f"logs and subscriptions could not be looked at: {defect}"
        yield Problem(what, "./crm check makes .venv whole again, if it is that")


def faults_of(logs: Iterable[Line], following: Iterable[Line]) -> dict[str, str]:
    """Where a log cannot be read on, as its relay or one of its followers stands before it."""
    found = {line["source"]: line["fault"] for line in (*following, *logs) if line["fault"]}
    return dict(sorted(found.items()))


def at_fault(source: str, fault: str) -> Problem:
    return Problem(
        f"the log of {source} cannot be read on: {fault.removeprefix(f'{source}: ')}; nothing "
        "behind it is handed on",
        f"./crm verify {source} names all that is missing or damaged; restore it from a backup",
    )


def of_log(log: Line, fresh: Collection[str]) -> Iterator[Problem]:
    source, relay = log["source"], f"relay-{log['source']}"
    if log["unpublished"] < 0:
        yield Problem(
            f"the log of {source} ends at {log['head']}, and {log['published']} was published: "
            "a backup was restored?",
            f"./crm mend {source}",
        )
    elif log["fault"]:
        return  # the relay stands before it, and gives its lease back between two attempts
    elif not log["relay"] and relay not in fresh:
        yield Problem(f"nobody relays the events of {source}", f"./crm logs {relay}")
    elif log["seconds"] > PATIENCE:
        waiting = f"{count(log['unpublished'])} events of {source}"
        since = span(log["seconds"])
        yield Problem(f"{waiting} wait for the broker since {since}", f"./crm logs {relay}")


def of_following(line: Line, fresh: Collection[str]) -> Iterator[Problem]:
    who, what = line["queue"], condition(line, fresh)
    if what == "dead":
        yield Problem(f"nobody works for {who} (from {line['source']})", f"./crm logs {home(who)}")
    elif what == "stalled":
        waiting = f"{count(line['behind'])} events, {span(line['seconds'])} behind"
        yield Problem(
            f"{who} stands still: {waiting} of {line['source']}", f"./crm logs {home(who)}"
        )
    if line["parked_streams"]:
        parked = f"{line['parked_streams']} streams of {line['source']}"
        yield Problem(
            f"{who} has parked {parked} ({line['parked_events']} events)", "./crm parked list"
        )
    for name, position in line["unknown"].items():
        yield Problem(
            f"{who} passes over {line['source']}'s {name}, since {position}",
            "deploy the version that knows it; it rebuilds by itself",
            wrong=False,
        )


def newer(following: Iterable[Line]) -> Iterator[Problem]:
    """One line for each document that this program is too old for."""
    for why, who in {line["newer"]: line["queue"] for line in following if line["newer"]}.items():
        what, _, remedy = why.partition(": ")
        yield Problem(f"{who} cannot go on: {what}", remedy)


def rewound(following: Iterable[Line]) -> Iterator[Problem]:
    """One line for all who have read what a log has lost."""
    of: dict[str, list[Line]] = {}
    for line in following:
        if condition(line) == "beyond":
            of.setdefault(line["source"], []).append(line)
    for source, lines in of.items():
        names = ", ".join(line["queue"] for line in lines)
        short = any(line["behind"] < 0 for line in lines)
        mend = f"./crm mend {source}, then " if short else ""
        yield Problem(
            f"{names}: they have read events that the log of {source} has lost",
            f"{mend}./crm rebuild --all",
        )
