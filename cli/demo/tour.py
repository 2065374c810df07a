"""Where to look next: lines to paste, with an id of this very system in them."""

from collections.abc import Sequence
from urllib.parse import quote

from rich.console import Console

from cli.demo.company import LEAVER
from cli.demo.sample import Prospect
from cli.demo.words import DORMANT, PEOPLE
from cli.load.client import Client

AUTH = '-H "Authorization: Bearer $T"'


def show_tour(console: Console, client: Client, base_url: str, firms: Sequence[Prospect]) -> None:
    busiest = max(firms, key=lambda one: len(one.talks) + 2 * len(one.deals))
    found = client.get("/v1/customers", q=busiest.name, limit=1)["items"]
    customer = found[0]["id"] if found else "<id>"
    console.print("\n[bold]接下来 · Where to look next[/]")
    for what, line in lines(base_url.rstrip("/"), customer, busiest.name):
        console.print(f"  [dim]# {what}[/]", highlight=False)
        console.print(f"  {line}", highlight=False, markup=False, soft_wrap=True)


def lines(url: str, customer: str, name: str) -> list[tuple[str, str]]:
    seller = PEOPLE[0]
    return [
        ("a token for a manager", "T=$(./crm token --user 老板 --role manager)"),
        ("find by any part of name, company, phone", get(url, "/v1/customers?q=0000%200012")),
        (f"all that happened with {name}", get(url, f"/v1/customers/{customer}/timeline")),
        ("who is overdue", get(url, "/v1/customers?due=overdue&sort=next_contact_at")),
        ("the deals by stage", get(url, "/v1/board")),
        ("won value by quarter", get(url, "/v1/reports/won-value?by=quarter")),
        ("every event, for your own programs", get(url, "/v1/events?source=customer")),
        (f"what {seller} sees", f"T=$(./crm token --user {seller} --role sales)"),
        ("the pool, 公海", get(url, "/v1/customers?pool=public")),
        ("what was given up lies in another one", get(url, f"/v1/customers?pool={DORMANT}")),
        ("whose rules are its own", get(url, f"/v1/pools/{DORMANT}")),
        (f"what {LEAVER} has handed over", get(url, f"/v1/handovers?person={quote(LEAVER)}")),
        ("all routes, all events: in a browser", f"{url}/docs  {url}/docs/events"),
        ("sign in there as admin with", "cat .run/secrets/GUANXI_ADMIN_PASSWORD"),
        ("real files", "./crm load leads FILE --region US;  ./crm load crm-sales DIR"),
    ]  # fmt: skip


def get(url: str, path: str) -> str:
    return f"curl -s {AUTH} '{url}{path}'"
