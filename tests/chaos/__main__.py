"""`python -m tests.chaos`, which `./crm chaos` runs."""

import random
import shutil
import signal
import sys
import tempfile
from argparse import ArgumentParser, Namespace
from pathlib import Path

from cli.place import here
from cli.say import note
from tests.chaos.faults.every import FAULTS
from tests.chaos.load import CLIENTS
from tests.chaos.run import Asked, Run


def parse(argv: list[str]) -> Namespace:
    parser = ArgumentParser(prog="./crm chaos")
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--seed", type=int)
    parser.add_argument("--only", default="")
    parser.add_argument("--short", action="store_true")
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--clients", type=int, default=CLIENTS)
    asked = parser.parse_args(argv)
    asked.only = tuple(name for name in asked.only.split(",") if name)
    if unknown := [name for name in asked.only if name not in FAULTS]:
        parser.error(f"no fault {', '.join(unknown)}; there are: {', '.join(FAULTS)}")
    return asked


def main(argv: list[str]) -> int:
    told = parse(argv)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # also then everything is stopped
    place = here().made()
    seed = random.SystemRandom().randrange(10**9) if told.seed is None else told.seed
    keep = told.keep or place.folder / "chaos-failures" / str(seed)
    record = not told.short and not told.only
    asked = Asked(told.rounds, seed, told.only, told.short, keep.resolve(), record, told.clients)
    folder = Path(tempfile.mkdtemp(prefix="chaos-", dir=place.folder))
    try:
        code = Run(asked, folder)()
    except KeyboardInterrupt:
        code = 130
    if code == 1:
        note(f"databases and logs of the failed run stay in {folder}")
    else:
        shutil.rmtree(folder, ignore_errors=True)
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
