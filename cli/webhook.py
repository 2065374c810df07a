"""`./crm webhook`: those that events are sent to, looked at, paused, resumed and sent to again."""

from argparse import Namespace
from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from cli.place import Place
from cli.say import note, say
from cli.tasks import client as started
from cli.webhook_told import about, deliveries, lines

if TYPE_CHECKING:
    from cli.load.client import Client

PATH = "/v1/webhooks"
LAST = 10  # deliveries that are shown
DONE = {
    "pause": "is sent nothing until it is resumed; nothing is lost by that",
    "resume": "goes on exactly where it stood",
    "replay": "is sent all of it again, with the ids it had",
}
Hook = dict[str, Any]


def webhook(place: Place, asked: Namespace) -> int:
    from cli.load.client import Client, GaveUp
    from cli.load.transport import connect

    url, bearer = started(place)
    try:
        return ACTIONS[asked.action or "list"](Client(connect(url, bearer, 1)), asked)
    except BrokenPipeError:  # `… | head` is nothing of ours
        raise
    except (GaveUp, OSError) as error:
        note(f"crm: {error}")
        return 1


def show_all(client: "Client", asked: Namespace) -> int:
    for line in lines(client.get(PATH)["items"]):
        say(line)
    return 0


def show(client: "Client", asked: Namespace) -> int:
    if (hook := meant(client, asked.name)) is None:
        return 1
    last = client.get(f"{PATH}/{hook['id']}/deliveries", limit=LAST)["items"]
    for line in (*about(hook), "", *deliveries(last)):
        say(line)
    return 0


def tell(client: "Client", asked: Namespace) -> int:
    """Pause and resume; who says it again changes nothing."""
    return told(client, asked.name, asked.action, {})


def replay(client: "Client", asked: Namespace) -> int:
    after = [one.strip() for one in (asked.after or "").split(",") if one.strip()]
    return told(client, asked.name, "replay", {"after": after} if after else {"since": asked.since})


def told(client: "Client", name: str, verb: str, body: dict[str, Any]) -> int:
    from cli.load.client import problem

    if (hook := meant(client, name)) is None:
        return 1
    answer = client.post(f"{PATH}/{hook['id']}/{verb}", body, uuid4().hex)
    if not answer.accepted:
        note(f"crm: {problem(answer.body)}")
        return 1
    say(f"{hook['name']} {DONE[verb]}")
    return 0


def meant(client: "Client", name: str) -> Hook | None:
    """By its name, or by its id where several have the same name; says so where it is not clear."""
    found: list[Hook] = [
        hook for hook in client.get(PATH)["items"] if name in (hook["id"], hook["name"])
    ]
    if len(found) == 1:
        return found[0]
    if found:
        ids = ", ".join(hook["id"] for hook in found)
        note(f"crm: {len(found)} webhooks are called {name}; say which by its id: {ids}")
    else:
        note(f"crm: there is no webhook {name}; ./crm webhook list")
    return None


ACTIONS: dict[str, Callable[["Client", Namespace], int]] = {
    "list": show_all,
    "show": show,
    "pause": tell,
    "resume": tell,
    "replay": replay,
}
