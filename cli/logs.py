"""`./crm logs`: the end of a process's log, and what is added to it."""

import subprocess

from cli.place import Place
from cli.say import say


def logs(place: Place, name: str, lines: int, follow: bool) -> int:
    known = sorted(path.stem for path in place.logs.glob("*.log"))
    if name not in known:
        say(f"no log of {name!r}; there are: {', '.join(known) or 'none yet'}")
        return 2
    command = ["tail", "-n", str(lines), *(["-F"] if follow else []), str(place.log(name))]
    try:
        return subprocess.run(command, check=False).returncode
    except KeyboardInterrupt:
        return 0
