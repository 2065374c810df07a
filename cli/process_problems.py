"""What is wrong with processes: one that is down, hangs, fails again and again, or is not ready."""

from collections.abc import Collection, Iterable, Iterator

from cli.exposition import total
from cli.looking import Seen
from cli.problem import Problem

OFTEN = 3  # ends that nobody had asked for
YOUNG = 120.0  # seconds after the last of them
SERVERS = ("mongo", "broker")
OWN = ("relay: ", "projector: ")  # checks of which a process has one: its name says as much
WORDS = {
    "mongo": "the database does not answer",
    "rpc": "no connection to the broker for requests",
    "calls": "no connection to the broker for calls",
    "started": "it has not finished starting, or is stopping",
}


def of_process(process: Seen) -> Iterator[Problem]:
    name, look = process.name, f"./crm logs {process.name}"
    match process.state:
        case "down":
            ended = f"it ended with {process.exit}, {process.restarts} restarts"
            yield Problem(f"{name} is down: {ended}", look)
        case "stopped":
            yield Problem(f"{name} was stopped by a signal", f"kill -CONT {process.pid}")
        case "hung":
            yield Problem(
                f"{name} does not answer",
                f"it is restarted when that lasts; ./crm logs supervisor, {look}",
            )
    if process.failures >= OFTEN and (process.up or 0) < YOUNG:
        yield Problem(f"{name} has failed {process.failures} times, last just now", look)


def starting(names: Iterable[str]) -> Iterator[Problem]:
    if found := list(names):
        what = f"{', '.join(found)} {'are' if len(found) > 1 else 'is'} starting"
        yield Problem(what, "./crm status, in some seconds", wrong=False)


def not_ready(processes: Iterable[Seen], known: Collection[str]) -> Iterator[Problem]:
    """One line for one reason: when the database is away, all of them wait for it."""
    waiting: dict[str, list[str]] = {}
    for process in processes:
        why = process.why or "it does not say why"
        if process.state == "not ready" and not any(told and told in why for told in known):
            waiting.setdefault(plain(why), []).append(process.name)
    for why, names in waiting.items():
        several = f"{len(names)} processes are" if len(names) > 1 else f"{names[0]} is"
        look = why if why in SERVERS else names[0]
        yield Problem(f"{several} not ready: {WORDS.get(why, why)}", f"./crm logs {look}")


def plain(why: str) -> str:
    for prefix in OWN:
        why = why.removeprefix(prefix)
    return why


def refused(processes: Iterable[Seen]) -> Iterator[Problem]:
    """One line for one broker: a relay that is refused may look ready between two attempts."""
    refuses = (p for p in processes if p.state == "ready" and p.samples)
    names = [p.name for p in refuses if total(p.samples, "guanxi_relay_refused") > 0]
    if names:
        yield Problem(
            f"the broker answers, but refuses what {', '.join(names)} sends; nothing is lost",
            "it is started anew when that lasts half a minute; ./crm logs broker",
        )
