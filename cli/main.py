"""From words on the command line to what is done."""

import os
import signal
from argparse import Namespace
from collections.abc import Callable

from cli import environment, suite, tasks
from cli.arguments import parser
from cli.conformance import conformance
from cli.down import down
from cli.logs import logs
from cli.mend import mend
from cli.parked import parked
from cli.place import Place, here
from cli.processes import BadScale, scale
from cli.rebuild import rebuild
from cli.say import note
from cli.stack import Wish
from cli.status import NOTHING, status
from cli.subscriber import subscriber
from cli.up import up
from cli.verify import verify
from cli.webhook import webhook
from cli.working import kernel, nothing_runs

COMMANDS: dict[str, Callable[[Place, Namespace], int]] = {
    "up": lambda place, asked: start(place, asked),
    "down": lambda place, asked: down(place),
    "status": lambda place, asked: status(place, asked.json),
    "logs": lambda place, asked: logs(place, asked.name, asked.lines, asked.follow),
    "demo": lambda place, asked: tasks.demo(place),
    "load": lambda place, asked: tasks.load(
        place, asked.what, asked.source, getattr(asked, "region", "")
    ),
    "token": lambda place, asked: tasks.token(place, asked.user, asked.role, asked.ttl),
    "test": lambda place, asked: suite.test(place, asked.levels),
    "check": lambda place, asked: suite.check(place),
    "rebuild": rebuild,
    "parked": parked,
    "verify": verify,
    "mend": mend,
    "subscriber": subscriber,
    "webhook": webhook,
    "lag": lambda place, asked: kernel(place, "lag"),
    "chaos": lambda place, asked: tasks.chaos(asked),
    "conformance": lambda place, asked: conformance(place, asked.arguments),
    "bench": lambda place, asked: tasks.bench(place, asked.arguments),
}
PLAIN = ("down", "status", "logs")  # need no environment
RUNNING = (
    "lag",
    "rebuild",
    "parked",
    "verify",
    "mend",
    "subscriber",
    "webhook",
)  # of what runs; nothing is made for them
TOOLS = ("test", "check", "bench", "chaos")  # need the tools for development as well


def main(arguments: list[str]) -> int:
    asked = parser().parse_args(arguments)
    if asked.command in RUNNING and nothing_runs(here(), os.environ):
        note(NOTHING)
        return 3
    if asked.command not in PLAIN:
        environment.enter(arguments, tools=asked.command in TOOLS)
    # All mean what Ctrl-C means, which a shell that puts us into the background had us ignore.
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)
    try:
        return COMMANDS[asked.command](here(), asked)
    except KeyboardInterrupt:
        note("interrupted")
        return 130
    except BrokenPipeError:  # `./crm status | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return 1


def start(place: Place, asked: Namespace) -> int:
    try:
        numbers = scale(asked.scale)
    except BadScale as error:
        note(f"crm: {error}")
        return 2
    return up(place, Wish(asked.port, numbers, asked.tls), asked.detach)
