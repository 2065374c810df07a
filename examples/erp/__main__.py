"""`python -m examples.erp` listens until it is stopped; `--dump` prints what has been booked."""

import sys

from . import outcome
from .database import connect
from .settings import read
from .subscriber import Subscriber


def main(arguments: list[str]) -> int:
    if arguments not in ([], ["--dump"]):
        print("usage: python -m examples.erp [--dump]", file=sys.stderr)
        return 2
    settings = read()
    database = connect(settings.database, settings.schema)
    if arguments:
        print(outcome.dump(database))
        return 0
    Subscriber(settings, database).run()
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
