"""The processes without greenlets: relays, projectors, and commands that run once."""

from argparse import Namespace
from collections.abc import Callable
from functools import partial
from importlib import import_module
from threading import Event, Thread

from pymongo.errors import PyMongoError

from kernel import generations, health, lag, logging, scraped
from kernel.database import connect, service_database
from kernel.group import Group
from kernel.lifetime import STOP_SECONDS, live, servers_are_there
from kernel.live import Documents
from kernel.local_feed import LocalFeed
from kernel.projector import run as run_projector
from kernel.refusal import Refusal
from kernel.relay import STATUS as RELAY_STATUS
from kernel.relay import run as run_relay
from kernel.remote_feed import RemoteFeed
from kernel.rpc import RpcClient
from kernel.settings import amqp_uri
from kernel.status import Status
from kernel.subscription import Fetch
from kernel.together import together

GROUPS = "services.groups"
SENDING = "gateway.sending"
NEVER_REBUILT = 4  # exit code: there is nothing to switch back to


def relay(asked: Namespace) -> int:
    health.check("relay", lambda: RELAY_STATUS.ready, lambda: RELAY_STATUS.why)

    def work(stop: Event) -> int:
        scraped.serve(connect(), asked.name)
        return run(lambda: run_relay(asked.name, stop), stop)

    live(f"relay {asked.name}", work)


def projector(asked: Namespace) -> int:
    def work(stop: Event) -> int:
        group, status = group_of(asked, asked.name), Status()
        scraped.serve(connect(), group.service)
        health.check("projector", lambda: status.ready, lambda: status.why)
        client = RpcClient(amqp_uri())
        fetch, patient = RemoteFeed(client), RemoteFeed(client, patient=True)
        return run(lambda: run_projector(group, stop, fetch, patient, status), stop)

    live(f"projector {asked.name}", work)


def sender(asked: Namespace) -> int:
    """What is sent to others over HTTP; `gateway.sending` says what and how."""

    def work(stop: Event) -> int:
        status, sending = Status(), import_module(asked.module or SENDING)
        health.check("sender", lambda: status.ready, lambda: status.why)
        call = RpcClient(amqp_uri()).call
        return run(lambda: sending.run(stop, call, status), stop)

    live(f"sender {asked.name}", work)


def rebuild(asked: Namespace) -> int:
    """Beside the live rows; they are switched when the new ones have caught up.

    Several groups (`reports,customer.people`) read the logs once, together.
    """
    logging.configure(f"{asked.process} {asked.name}")
    groups, client = [group_of(asked, name) for name in asked.name.split(",")], connect()

    def anew(database: Documents, group: Group, fetch: Fetch) -> int:
        return tried(group, lambda: generations.rebuild(database, group, fetch, print))

    try:
        return max(together(client, groups, anew))
    except KeyboardInterrupt:
        return 130
    finally:
        client.close()


def switch_back(asked: Namespace) -> int:
    """To the generation that was kept."""

    def back(database: Documents, group: Group, fetch: Fetch) -> None:
        report = partial(print, flush=True)  # also into a pipe, while it is still at it
        number = generations.switch_back(database, group, fetch, report)
        print(f"{group.queue}: generation {number} is live")

    return switching(asked, back)


def switching(asked: Namespace, act: Callable[[Documents, Group, Fetch], object]) -> int:
    logging.configure(f"{asked.process} {asked.name}")
    group, client = group_of(asked, asked.name), connect()
    database = service_database(client, group.service)
    try:
        return tried(group, lambda: act(database, group, LocalFeed(client)))
    except KeyboardInterrupt:
        return 130
    finally:
        client.close()


def tried(group: Group, act: Callable[[], object]) -> int:
    """The exit status; what cannot be done is said in one line."""
    try:
        act()
    except (Refusal, PyMongoError) as failure:  # another one is at it, or a log or server is not
        print(f"{group.queue}: {lag.short(failure)}")
        return NEVER_REBUILT if getattr(failure, "slug", "") == generations.NO_PREVIOUS else 1
    return 0


def group_of(asked: Namespace, name: str) -> Group:
    """Raises SystemExit for a name that is none."""
    groups: dict[str, Group] = import_module(asked.module or GROUPS).GROUPS
    if name not in groups:
        raise SystemExit(f"no group {name!r}; there are: {', '.join(sorted(groups))}")
    return groups[name]


def run(work: Callable[[], None], stop: Event) -> int:
    """The exit status: 0 when it ended because it was told to, 1 after a defect."""
    if not servers_are_there(connect(), stop):
        return 0
    failures: list[Exception] = []
    worker = Thread(target=guarded, args=(work, failures), daemon=True)
    worker.start()
    health.started()
    while worker.is_alive() and not stop.wait(0.2):
        pass
    health.stopping()
    worker.join(STOP_SECONDS)
    if failures:
        raise failures[0]
    return 0 if stop.is_set() else 1


def guarded(work: Callable[[], None], failures: list[Exception]) -> None:
    try:
        work()
    except Exception as failure:
        failures.append(failure)


COMMANDS: dict[str, Callable[[Namespace], int]] = {
    "relay": relay,
    "projector": projector,
    "sender": sender,
    "rebuild": rebuild,
    "switch-back": switch_back,
    "lag": lag.show,
    "overview": lag.report,
}
