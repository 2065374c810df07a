"""How the arguments of `./crm` are read; what they mean, the manual says."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from cli.manual import INTRODUCTION, MANUAL
from cli.numbers import at_least_one, port, whole
from cli.suite import LEVELS

if TYPE_CHECKING:
    Commands: TypeAlias = argparse._SubParsersAction[argparse.ArgumentParser]


def parser() -> argparse.ArgumentParser:
    root = argparse.ArgumentParser(
        prog="./crm",
        usage="./crm COMMAND …",
        description=INTRODUCTION,
        epilog=MANUAL,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = root.add_subparsers(
        dest="command", required=True, prog="./crm", metavar="COMMAND", help=argparse.SUPPRESS
    )
    add_running(commands)
    add_data(commands)
    add_repair(commands)
    add_subscribers(commands)
    add_webhooks(commands)
    add_development(commands)
    return root


def add_running(commands: "Commands") -> None:
    up = commands.add_parser("up", help="start everything")
    up.add_argument("--detach", action="store_true", help="leave it running in the background")
    up.add_argument(
        "--tls", action=argparse.BooleanOptionalAction, help="broker, database and gateway with TLS"
    )
    up.add_argument("--port", type=port, help="of the gateway; 0 takes any free one")
    up.add_argument(
        "--scale", nargs="+", action="extend", default=[], metavar="NAME=N", help="customer=2 …"
    )
    commands.add_parser("down", help="stop everything; the data stays")
    status = commands.add_parser("status", help="what is wrong, and all there is")
    status.add_argument("--json", action="store_true", help="for machines")
    logs = commands.add_parser("logs", help="the log of one process")
    logs.add_argument("name")
    logs.add_argument("-f", "--follow", action="store_true", help="go on as it grows")
    logs.add_argument(
        "-n", "--lines", type=at_least_one, default=100, help="how many to begin with"
    )
    commands.add_parser("demo", help="start, load a sample, print the reports")


def add_data(commands: "Commands") -> None:
    load = commands.add_parser("load", help="real input through the public API")
    kinds = load.add_subparsers(dest="what", required=True)
    kinds.add_parser("crm-sales", help="the data set's folder").add_argument("source", type=Path)
    leads = kinds.add_parser("leads", help="a CSV file")
    leads.add_argument("source", type=Path)
    leads.add_argument("--region", default="US", help="whose phone numbers these are")
    rebuild = commands.add_parser("rebuild", help="read models anew from the logs")
    which = rebuild.add_mutually_exclusive_group(required=True)
    which.add_argument("model", nargs="?", help="a read model or a group of them")
    which.add_argument("--all", action="store_true")
    rebuild.add_argument(
        "--back",
        action="store_true",
        help="show again what was kept at the last rebuild, brought up to date first",
    )
    commands.add_parser("lag", help="how far subscriptions are behind")
    token = commands.add_parser("token", help="a bearer token")
    token.add_argument("--user", required=True)
    token.add_argument("--role", required=True, choices=("sales", "manager", "admin"))
    token.add_argument("--ttl", type=whole, default=12 * 3600, help="seconds it is good for")


def add_repair(commands: "Commands") -> None:
    parked = commands.add_parser("parked", help="streams that wait for an operator")
    actions = parked.add_subparsers(dest="action")
    actions.add_parser("list", help="all of them").add_argument("--json", action="store_true")
    for name in ("inspect", "drop"):
        add_stream(actions.add_parser(name), "")
    actions.choices["drop"].add_argument("--yes", action="store_true", help="do not ask")
    replay = actions.add_parser("replay", help="one stream, those of a subscription, or all")
    add_stream(replay, "?")
    replay.add_argument("--all", action="store_true")
    verify = commands.add_parser("verify", help="logs and rows against what they must be")
    verify.add_argument("log", nargs="?")
    how = verify.add_mutually_exclusive_group()
    how.add_argument("--sample", type=at_least_one, default=1_000, help="rows of each group")
    how.add_argument("--all", action="store_true", help="all rows")
    mend = commands.add_parser("mend", help="after a backup was restored")
    mend.add_argument("log")
    mend.add_argument("--beyond", type=at_least_one, default=0, help="seen by one outside")
    mend.add_argument("--yes", action="store_true", help="do not ask")


def add_subscribers(commands: "Commands") -> None:
    subscriber = commands.add_parser("subscriber", help="who outside is told of events")
    actions = subscriber.add_subparsers(dest="action", required=True)
    add = actions.add_parser("add", help="user, queue, token")
    add.add_argument("name")
    add.add_argument("--events", required=True, metavar="SOURCE.EVENT,…")
    add.add_argument("--no-personal-data", action="store_true", help="over the feed alone")
    add.add_argument("--pin", default="", metavar="SOURCE.EVENT@VERSION,…", help="told so for ever")
    renew = actions.add_parser("renew", help="another token")
    renew.add_argument("name")
    renew.add_argument("--overlap", type=whole, default=7, metavar="DAYS", help="of both tokens")
    renew.add_argument("--broker", action="store_true", help="another password there as well")
    actions.add_parser("list", help="all of them")
    actions.add_parser("remove", help="told nothing any more").add_argument("name")


def add_webhooks(commands: "Commands") -> None:
    webhook = commands.add_parser("webhook", help="where events are sent to")
    actions = webhook.add_subparsers(dest="action")
    actions.add_parser("list", help="all of them")
    for name in ("show", "pause", "resume", "replay"):
        actions.add_parser(name).add_argument("name")
    begin = actions.choices["replay"].add_mutually_exclusive_group(required=True)
    begin.add_argument("--after", metavar="SOURCE:POSITION,…")
    begin.add_argument("--since", metavar="TIME")


def add_stream(to: argparse.ArgumentParser, number: str) -> None:
    for name in ("subscription", "source", "stream"):
        if number:
            to.add_argument(name, nargs=number)
        else:
            to.add_argument(name)


def level_of_tests(name: str) -> str:
    if name not in LEVELS:
        raise argparse.ArgumentTypeError(f"{name!r} is none of {', '.join(LEVELS)}")
    return name


def add_development(commands: "Commands") -> None:
    commands.add_parser("check", help="format, lint, types")
    test = commands.add_parser("test", help="everything, or some levels")
    test.add_argument("levels", nargs="*", metavar="level", type=level_of_tests)
    bench = commands.add_parser("bench", help="measure", add_help=False, prefix_chars="\0")
    bench.add_argument("arguments", nargs="*", help="read by bench/__main__.py")
    judged = commands.add_parser(
        "conformance", help="judge a subscriber", add_help=False, prefix_chars="\0"
    )
    judged.add_argument("arguments", nargs="*", help="read by conformance/__main__.py")
    add_chaos(commands)


def add_chaos(commands: "Commands") -> None:
    chaos = commands.add_parser("chaos", help="faults under load")
    chaos.add_argument("--rounds", type=at_least_one, help="of every fault (1)")
    chaos.add_argument("--seed", type=whole, help="as it was printed, to run the same again")
    chaos.add_argument("--only", metavar="FAULT,…", help="by name; a wrong name lists them all")
    chaos.add_argument("--short", action="store_true", help="one round of some, in 3 minutes")
    chaos.add_argument("--clients", type=at_least_one, help="at once (16)")
    chaos.add_argument("--keep", type=Path, metavar="DIR", help="where failed rounds are kept")
