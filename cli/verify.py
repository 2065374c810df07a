"""`./crm verify`: each log is what a log must be, and read models are what a fresh fold gives."""

from argparse import Namespace

from cli.place import Place
from cli.say import GREEN, RED, note, paint, say
from cli.verify_logs import verify_log
from cli.verify_rows import verify_rows
from cli.working import databases


def verify(place: Place, asked: Namespace) -> int:
    """0: nothing is wrong · 1: something is · 2: no such log."""
    from services.groups import LOGS

    wanted = [asked.log] if asked.log else sorted(LOGS)
    if unknown := [name for name in wanted if name not in LOGS]:
        note(f"crm: no log {', '.join(unknown)}; there are: {', '.join(LOGS)}")
        return 2
    with databases(place) as client:
        unsound = {source for source in wanted if verify_log(client, source)}
        if unsound:
            say("-> restore what is missing or damaged from a backup; nothing behind a hole is")
            say("   handed on meanwhile")
        wrong = verify_rows(client, wanted, unsound, None if asked.all else asked.sample)
    well = not unsound and not wrong
    say(paint("nothing differs", GREEN) if well else paint("something is wrong", RED))
    return 0 if well else 1
