"""What the team of a subscriber has to know, and what an operator sees of all of them."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit, urlunsplit

from cli.say import say
from cli.tables import table

HEADING = ("subscriber", "persons", "waiting", "token until", "events")


def introduce(
    name: str,
    events: Sequence[str],
    broker: str,
    password: str,
    url: str,
    key: str,
    until: datetime,
) -> None:
    """Password and token are said here, and never again."""
    say(f"{name} is told of {', '.join(events)}; hand this to its team, it is shown once:\n")
    if password:
        say(f"  CRM_AMQP={address(broker, name, password)}")
        say(f"  CRM_QUEUE={name}")
    if ca := authority(broker):
        say(f"  CRM_CA_FILE={ca}")
    say(f"  CRM_FEED={url}/v1/events")
    say(f"  CRM_TOKEN={key}")
    say(
        f"\nThe token is good until {until:%Y-%m-%d}. examples/erp is a subscriber to copy, and its"
    )
    say("README says what each of these is for; ./crm conformance judges one of any make.")
    if ca:
        say("Hand the file of CRM_CA_FILE on as well, wherever they keep it: it is no secret.")
    if not password:
        say(
            "\nWithout personal data there is no queue, since messages on the broker hold all of an"
        )
        say("event: ask the feed with ?wait=30, and it answers as soon as something has happened.")


def renewed(name: str, key: str, until: datetime, overlap: int) -> None:
    say(f"{name} has another token; hand this to its team, it is shown once:\n")
    say(f"  CRM_TOKEN={key}")
    say(f"\nIt is good until {until:%Y-%m-%d}; the one before for {overlap} days yet at most.")


def let_in(name: str, broker: str, password: str) -> None:
    say("\nOn the broker only this password opens a connection now; one that stands goes on:\n")
    say(f"  CRM_AMQP={address(broker, name, password)}")


def address(broker: str, name: str, password: str) -> str:
    """The broker's, with the subscriber's user in place of ours."""
    from deploy.rabbitmq.subscriber import user_of

    parts = urlsplit(broker)
    host = parts.netloc.rpartition("@")[2]
    account = f"{user_of(name)}:{quote(password, safe='')}"
    return urlunsplit(parts._replace(netloc=f"{account}@{host}", query=""))


def authority(broker: str) -> str:
    """The file of who vouches for the broker, and for a gateway of ours."""
    return parse_qs(urlsplit(broker).query).get("cacertfile", [""])[0]


def external(path: Path) -> None:
    say("The broker is not ours: have its administrator import the subscriber's user and queue by")
    say(f"  rabbitmqctl import_definitions {path}")
    say("and delete the file; the password is in it as a salted hash.\n")


def lines(keys: Sequence[Mapping[str, Any]], waiting: Mapping[str, int]) -> Iterator[str]:
    if not keys:
        yield "there are none; ./crm subscriber add NAME --events 'customer.*'"
        return
    rows = [
        (
            key["name"],
            "yes" if key["personal"] else "no",
            str(waiting.get(key["name"], "no queue")) if key["personal"] else "feed only",
            key["expires_at"][:10],
            " ".join([*key["events"], *key["pins"]]),
        )
        for key in keys
    ]
    yield from table(HEADING, rows, right="waiting")
