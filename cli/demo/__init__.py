"""`./crm demo`: a small firm's ninety days, entered over HTTP, then read back as reports."""

from datetime import date, datetime

from rich.console import Console

from cli.demo.company import hand_over, hire, open_pool, show_handover
from cli.demo.entering import enter, registration
from cli.demo.moments import HERE
from cli.demo.reports import show_reports
from cli.demo.sample import prospect, sample
from cli.demo.tour import show_tour
from cli.load.client import Client, GaveUp
from cli.load.registered import registered
from cli.load.settling import SOURCES, settle
from cli.load.steps import WORKERS, Loading, heads
from cli.load.transport import connect

ANY_DAY = date(2000, 1, 1)  # a registration does not depend on it


def run(base_url: str, token: str) -> int:
    """Enter the sample and show the reports; a second run adds nothing and shows them again."""
    console = Console()
    client = Client(connect(base_url, token, WORKERS))
    try:
        loading = Loading(client, console, heads(client, SOURCES))
        hire(client)
        firms = sample(first_day(client))
        loading.summary.read = {"firms": len(firms)}
        open_pool(loading)
        enter(loading, firms)
        handover = hand_over(loading)
        shown = settle(loading)
        loading.summary.show(console)
        show_reports(console, client, shown)
        show_handover(console, client, shown, handover)
        show_tour(console, client, base_url, firms)
    except GaveUp as error:
        console.print(f"[bold red]Not shown:[/] {error}", highlight=False)
        return 1
    return loading.summary.exit_code


def first_day(client: Client) -> date:
    """The day this system met its first firm: the system keeps it, so every run ends there."""
    first = registration(prospect(0, ANY_DAY))
    answer = client.post(first.path, first.body, first.key)
    if not answer.accepted:
        raise GaveUp(f"the first firm of the sample was refused: {answer.slug}")
    [at] = [
        event["at"]
        for event in registered(client, [answer.position])
        if event["customer_id"] == answer.body["id"]
    ]
    return datetime.fromisoformat(at).astimezone(HERE).date()
