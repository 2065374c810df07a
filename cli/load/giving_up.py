"""What is said of a load that was given up: why, how far it has come, and how to go on."""

from collections.abc import Iterator

from rich.console import Console
from rich.markup import escape

from cli.load.client import GaveUp
from cli.load.steps import Loading
from cli.load.tables import Unreadable

AGAIN = "Run it again when that is mended: what is there already is not loaded twice."


def tell(console: Console, error: Unreadable | GaveUp, loading: Loading | None) -> None:
    for line in told(error, loading):
        console.print(line, highlight=False, soft_wrap=True)


def told(error: Unreadable | GaveUp, loading: Loading | None) -> Iterator[str]:
    """Without a `loading` nothing has been sent yet."""
    come = loading.come if loading else {}
    yield f"[bold red]{'Not loaded to its end' if come else 'Not loaded'}:[/] {escape(str(error))}"
    for title, (answered, of) in come.items():
        yield f"  {escape(title)}: {answered:,} of {of:,} rows were answered"
    if come:
        yield AGAIN
