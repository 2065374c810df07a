"""`./crm mend LOG`: after a backup has been restored, and with it positions that were used."""

import signal
from argparse import Namespace
from typing import Any

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
    from services.groups import LOGS, SUBSCRIPTIONS

    if asked.log not in LOGS:
        note(f"crm: no log {asked.log!r}; there are: {', '.join(LOGS)}")
        return 2
    with databases(place) as client:
        from kernel import mending
        from kernel.database import service_database

        if missing := mending.hole(service_database(client, asked.log)):
            note(
                f"crm: {asked.log} has a hole: {missing} are missing inside it. mend only fills up "
                "a log that ends too early; restore these commits from a backup"
            )
            return 1
        found = mending.seen(client, SUBSCRIPTIONS, asked.log, asked.beyond)
        for line in told(found):
            say(line)
        if not agreed("Fill the log and go on?" if found.lost else "Go on from here?", asked.yes):
            return 1
        restart(place, asked.log)
        mending.mend(client, SUBSCRIPTIONS, found)
    say(f"mended: new events of {asked.log} get positions that nobody has seen\n{REBUILD}")
    return 0


def restart(place: Place, log: str) -> None:
    """The log's own service remembers streams as they were before the restore."""
    found = running(place)
    for name, pid in (found.pids() if found else {}).items():
        if name.partition(".")[0] == log:
            say(f"{name} is started anew: it remembers what is lost")
            pid.send(signal.SIGTERM)
            gone([pid], GOODBYE_SECONDS)


def told(found: Any) -> list[str]:
    if not found.lost:
        return [
            f"the log of {found.source} ends at {found.head}, and nobody has seen more of it.",
            "What stands there now is taken for true: do this only after a backup was restored",
            "and written on before anybody noticed.",
        ]
    return [
        f"the log of {found.source} ends at {found.head}, and {found.by} has seen {found.upto}:",
        f"{found.lost} events are lost. If you have a newer backup, restore that instead.",
        "Positions are never used twice, so they are filled with events that say so (HistoryLost).",
    ]
