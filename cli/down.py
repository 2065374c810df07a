"""`./crm down`: everything that `up` has started ends; the data stays."""

from cli.place import Place
from cli.running import read, stop
from cli.say import say


def down(place: Place) -> int:
    found = read(place)
    if found and (found.alive or found.pids()):
        say(f"stopping {len(found.pids())} processes")
    say("stopped; the data stays" if stop(place) else "nothing runs here")
    return 0
