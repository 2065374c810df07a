"""The operator's manual: what `./crm --help` prints, and how arguments are read."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from cli.suite import LEVELS

if TYPE_CHECKING:
    Commands: TypeAlias = argparse._SubParsersAction[argparse.ArgumentParser]

INTRODUCTION = """\
Guanxi on one machine. Nothing has to be there but Python 3.11: the first command makes the
environment .venv from locked versions and, where it is missing and allowed, installs the
package rabbitmq-server.
"""

MANUAL = """\
running
  up [--detach] [--port N] [--scale customer=2 …] [--tls | --no-tls]
                       start a broker, a database and all services, and wait until they are ready;
                       Ctrl-C stops all of them, --detach leaves them running; --tls makes a local
                       authority in .run/tls, and broker, database and gateway speak TLS alone, from
                       then on until --no-tls
  down                 stop what `up` started; the data stays and is there at the next `up`
  status [--json]      what is wrong and what to do; processes, logs, and who follows them
  logs NAME [-f]       the log of one process (names are those of `status`, and `supervisor`)
  demo                 start, load a small sample, print the reports

data
  load crm-sales DIR   accounts, people, their teams and deals of the CRM sales opportunities data
  load leads FILE [--region US]
                       a list of leads with phones and notes; a second run adds nothing
  rebuild MODEL | --all
                       build read models anew from the logs beside the live ones, compare, switch;
                       the ones before are kept, older ones removed
  rebuild MODEL | --all --back
                       make the read models live again that were kept from before
  lag                  how far each subscription is behind its logs

repair
  parked [list [--json]]
                       streams that a subscription could not go on with
  parked inspect SUBSCRIPTION SOURCE STREAM
                       their events, whole
  parked replay SUBSCRIPTION [SOURCE STREAM] | --all
                       process them, when the defect is mended
  parked drop SUBSCRIPTION SOURCE STREAM [--yes]
                       go on without the first event; a rebuild meets it again. Asks before
  verify [LOG] [--sample N | --all]
                       check the logs (holes, versions, keys, every event) and 1,000 rows, N or all
                       of them against a fresh fold
  mend LOG [--beyond N] [--yes]
                       after a backup was restored: positions that anybody has seen (N is the last
                       that a subscriber outside has) are filled, so that none is used twice; asks
                       before, and where nobody sits at a terminal --yes is needed

access
  token --user U --role sales|manager|admin [--ttl SECONDS]
                       a bearer token for the local system, good for twelve hours, 31 days at most
                       (nobody can take it back; programs get keys: POST /v1/api-keys):
                       curl -H "Authorization: Bearer $(./crm token --user ann --role sales)" …

subscribers
  subscriber add NAME --events 'customer.*,pipeline.OpportunityWon' [--no-personal-data]
                 [--pin customer.CustomerRegistered@1,…]
                       somebody outside is told of these events and no others: a broker user and a
                       queue, a token for the feed, and what the team needs to know, shown once.
                       Without personal data: over the feed alone, and nothing is said of persons.
                       --pin: the feed tells of these in that version, also when there is a newer
  subscriber renew NAME [--overlap DAYS] [--broker]
                       another token, shown once; the one before is good for 7 DAYS yet. --broker: a
                       new password there too, with which connections are made from then on
  subscriber list      who is told of what, and how much waits in their queues
  subscriber remove NAME
                       user, queues and token end; whoever is added again goes on where they were
  conformance --subscriber CMD [--seeds N] [--seed S] [--history FILE] [--events PATTERN,…]
                       judge a subscriber of any make: events are lost, doubled, shuffled, delayed
                       and replayed on a real broker, it is killed and begun late, and its books are
                       compared (examples/erp/README.md)

development
  check                format, lint, types
  test [unit] [integration] [e2e] [contests] [chaos]
                       all of check and all tests, or some levels of tests
  chaos [--rounds N] [--seed S] [--only FAULT,…] [--clients N] [--short] [--keep DIR]
                       N rounds of every fault on systems of its own, under load: processes are
                       killed and stopped, networks cut, disks filled; all that was promised is
                       checked after each round, and a failed one leaves its history in DIR.
                       --short: one round of some, as in `test`
  bench [start] [log] [relay] [http] [feed] [quick-logs] [returns] [lag] [memory] [growth]
        [finding] [rebuild] [--rivals] [--rounds N] [--quick] [--to FOLDER]
                       measure on systems of its own, beside the targets: table, picture, rows and
                       profiles are kept in bench/results/ (of --quick, smaller, under .run/);
                       --rivals installs others into an environment of its own and measures them

files
  .venv/               Python environment; made again when requirements.lock changes
  .run/                everything that runs: data (mongo/, broker/), log/, secrets/, chosen ports
                       (state.json); delete it, after `down`, to begin anew

settings (environment)
  AMQP_URI, MONGO_URI  servers of your own instead of private ones
  GUANXI_PREFIX        first part of database names, so that several systems share a MongoDB; on a
                       broker each system needs a virtual host of its own (in AMQP_URI)
  GUANXI_TIME_ZONE     where the company's day begins (Asia/Shanghai)
  GUANXI_IDENTITY_KEY, GUANXI_TOKEN_KEY, GUANXI_CREDENTIAL_KEY (or …_FILE)
                       keys; made once into .run/secrets when they are not given. GUANXI_TOKEN_KEY
                       holds one a line: the first signs access tokens, all are believed; a file
                       is read again when it has changed
  GUANXI_ADMIN_PASSWORD (or …_FILE), GUANXI_ADMIN_LOGIN
                       the first administrator (admin): the password is good for one sign-in, at
                       which another one is chosen; made and told once when it is not given
  GUANXI_TLS_CERTIFICATE_FILE, GUANXI_TLS_KEY_FILE
                       the gateway speaks HTTPS alone, with this certificate (goes before --tls); it
                       is read again when it has changed. AMQP_URI and MONGO_URI say TLS themselves:
                       amqps://…?cacertfile=FILE, mongodb://…?tls=true&tlsCAFile=FILE
  GUANXI_PUBLIC_URL    where others reach the HTTP API: events point to their schemas there (the
                       address that `up` prints)
  GUANXI_PROXIES       proxies in front of the gateway whose X-Forwarded-For is believed (0)
  GUANXI_SIGN_INS_AT_ONCE
                       passwords that the gateway looks at at once (2), of 19 MiB each
  GUANXI_RATE_LIMITS   requests that each caller may send to one process of the gateway, where the
                       usual says otherwise: people=6000/60 queries=off (name=requests/seconds); of
                       people, programs (60000/60), addresses (6000/60: who is not signed in), and
                       counted apart queries, exports, imports, checks (1200/60 each)
  GUANXI_WEBHOOK_ALLOW what webhooks may reach beyond https to public addresses: nothing, http,
                       private, or http,private (nothing)
  GUANXI_WEBHOOK_RETRIES, GUANXI_WEBHOOK_LOG_DAYS
                       seconds between the attempts of a webhook, with commas between (5 s … 12 h,
                       five days in all), and days for which its deliveries can be looked at
  GUANXI_HOLDING_CAP, GUANXI_CLAIMS_PER_DAY
                       customers that a person may hold (500), and claim in a day (100), where the
                       rules of a pool say nothing else
  GUANXI_REVEALS_PER_DAY
                       customers of whom a person may look at what is masked in a day (50)
  GUANXI_MASKED_FIELDS what is masked for who does not hold a customer: phones, emails, messaging,
                       with commas between; or none (phones)
  GUANXI_REJECTS_DAYS  days for which the rows that an import has not taken can be downloaded (90)
  GUANXI_BATCH_LIMIT   customers that one request may name (100, at most 1000)
  GUANXI_WATCHED_LIMIT customers that a person may watch (500)
  GUANXI_WARN_KEYS     what several customers may have, with a warning: phone, email, credit-code,
                       messaging, company, with commas between; or none (company)
  GUANXI_WORKERS       requests that one service works on at a time (96; the gateway 128)
  GUANXI_ASK_SECONDS   every so often (5) each process is asked whether it lives; after six times
                       without an answer it is restarted, one process in half a minute
  GUANXI_RUN_DIR       another folder than .run; two folders run side by side

exit codes
  0 well · 1 something failed or is wrong (status: or is still starting) · 2 wrong usage
  3 nothing runs (status, lag, rebuild, parked, verify, mend, subscriber)
"""


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


def whole(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number") from None


def at_least_one(text: str) -> int:
    if (number := whole(text)) < 1:
        raise argparse.ArgumentTypeError(f"{text} is less than 1")
    return number


def port(text: str) -> int:
    if not 0 <= (number := whole(text)) <= 65_535:
        raise argparse.ArgumentTypeError("a port is a number from 0 to 65535")
    return number
