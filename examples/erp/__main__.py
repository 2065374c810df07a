"""`python -m examples.erp` listens until it is stopped; `--dump` prints what has been booked."""

import sys

from . import outcome
from .booking import TooNew
from .database import Unusable, connect
from .feed import Refused
from .settings import missing, read
from .subscriber import Beyond, NotLetIn, Subscriber


def main(arguments: list[str]) -> int:
    if arguments not in ([], ["--dump"]):
        print("usage: python -m examples.erp [--dump]", file=sys.stderr)
        return 2
    if not arguments and (wrong := missing()):
        return end(*wrong)
    try:
        act(dumping=bool(arguments))
    except (Unusable, Refused, NotLetIn, TooNew, Beyond) as error:
        return end(str(error))
    return 0


def act(dumping: bool) -> None:
    settings = read()
    database = connect(settings.database, settings.schema)
    if dumping:
        print(outcome.dump(database))
    else:
        Subscriber(settings, database).run()


def end(*lines: str) -> int:
    """With what somebody has to mend; to try again would not help."""
    for line in lines:
        print(f"erp: {line}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
