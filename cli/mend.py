"""`./crm mend LOG`: after a backup has been restored, and with it positions that were used."""

import signal
from argparse import Namespace
from collections.abc import Sequence
from typing import Any

from cli.looking import look
from cli.place import Place
from cli.running import gone, running
from cli.say import note, say
from cli.working import agreed, databases

GOODBYE_SECONDS = 10
REBUILD = """\
now: ./crm rebuild --all      read models are built anew from what the log holds; until then reads
                              of what was ahead of it are answered with 503
     processes elsewhere      of this log's service (containers, …) want a restart before that
     subscribers outside      know more than the log does: tell them from which position on
"""


def mend(place: Place, asked: Namespace) -> int:
    """0: mended, or nothing to mend · 1: not mended · 2: no such log."""
    from services.groups import LOGS, SUBSCRIPTIONS

    if asked.log not in LOGS:
        note(f"crm: no log {asked.log!r}; there are: {', '.join(LOGS)}")
        return 2
    with databases(place) as client:
        from kernel import mending
        from kernel.database import service_database
        from kernel.doubts import doubters

        if missing := mending.hole(service_database(client, asked.log)):
            note(
                f"crm: {asked.log} has a hole: {missing} inside it. mend only fills up a log that "
                "ends too early; restore these commits from a backup"
            )
            return 1
        found = mending.seen(client, SUBSCRIPTIONS, asked.log, asked.beyond)
        who = [*doubters(client, SUBSCRIPTIONS, asked.log), *refusing(place, asked.log)]
        if not found.lost and not who:
            say(f"nothing to mend: the log of {asked.log} ends at {found.head}, nobody has seen")
            say("more of it, and all remember what stands there")
            return 0
        for line in told(found, who):
            say(line)
        if not agreed("Fill the log and go on?" if found.lost else "Go on from here?", asked.yes):
            return 1
        restart(place, asked.log)
        mending.mend(client, SUBSCRIPTIONS, found)
    say(f"mended: new events of {asked.log} get positions that nobody has seen\n{REBUILD}")
    return 0


def refusing(place: Place, log: str) -> list[str]:
    """Processes of the log's service that have written more than it holds, and say so."""
    found = running(place)
    seen = look(found) if found else []
    return [one.name for one in seen if home(one.name) == log and "./crm mend" in one.why]


def restart(place: Place, log: str) -> None:
    """The log's own service remembers streams as they were before the restore."""
    found = running(place)
    for name, pid in (found.pids() if found else {}).items():
        if home(name) == log:
            say(f"{name} is started anew: it remembers what is lost")
            pid.send(signal.SIGTERM)
            gone([pid], GOODBYE_SECONDS)


def home(process: str) -> str:
    return process.partition(".")[0]


def told(found: Any, who: Sequence[str]) -> list[str]:
    if not found.lost:
        return [
            f"the log of {found.source} ends at {found.head}, and nobody has seen more of it, but",
            f"other events than these: {', '.join(who)}.",
            "What stands there now is taken for true: do this only after a backup was restored",
            "and written on before anybody noticed.",
        ]
    return [
        f"the log of {found.source} ends at {found.head}, and {found.by} has seen {found.upto}:",
        f"{found.lost} events are lost. If you have a newer backup, restore that instead.",
        "Positions are never used twice, so they are filled with events that say so (HistoryLost).",
    ]
