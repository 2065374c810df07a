"""What the firm of the sample has set up: a pool with rules of its own; and who leaves it."""

from rich.console import Console
from rich.table import Table

from cli.demo.words import DORMANT, PEOPLE
from cli.load.client import Client, GaveUp, Json
from cli.load.steps import Command, Loading

LEAVER = PEOPLE[-1]
RECEIVERS = PEOPLE[:2]
# Who has given a firm up waits for it; who takes one has to work on it.
RULE = {
    "name": "沉睡客户",
    "claims_per_day": 5,
    "holding_cap": 20,
    "won_count": False,
    "cooldown_days": 30,
    "returns": [{"because": "silence", "days": 60}],
    "warnings": [{"days": 7, "to": "owner"}, {"days": 1, "to": "manager"}],
}
PARTS = {
    "owner": "客户 Customers",
    "second-owner": "跟单人2 Second owner",
    "collaborator": "协作 Collaborator",
    "opportunity": "商机 Deals",
}
LOOKS, BETWEEN = 40, 0.25  # how often we look whether a handover is over


def hire(client: Client) -> None:
    """Where anybody is registered, only who is registered is given anything."""
    here = {one["login"] for one in client.get("/v1/people")["items"]}
    for who in PEOPLE if here else ():
        if who not in here:
            person = {"login": who, "role": "sales"}
            answer = client.post("/v1/people", person, f"demo/person/{who}")
            if not answer.accepted:
                raise GaveUp(f"{who} of the sample cannot be registered: {answer.slug}")


def open_pool(loading: Loading) -> None:
    opened = Command(DORMANT, "/v1/pools", {"id": DORMANT, "name": "沉睡公海"}, "demo/pool/open")
    rules = {"rules": [RULE], "time_zone": "Asia/Shanghai"}
    path = f"/v1/pools/{DORMANT}/rules"
    loading.step("a second pool", [opened])
    loading.step("its rules", [Command(DORMANT, path, rules, "demo/pool/rules")])


def hand_over(loading: Loading) -> str | None:
    """All that somebody had who leaves; the id of the handover."""
    wanted = {"from": LEAVER, "to": list(RECEIVERS), "strategy": "load", "reason": "离职"}
    asked = Command(LEAVER, "/v1/handovers", wanted, "demo/handover")
    return loading.ids("handed over", {LEAVER: asked}).get(LEAVER)


def show_handover(console: Console, client: Client, read_after: str, id_: str | None) -> None:
    if id_ is None:
        return
    told = client.get(f"/v1/handovers/{id_}", read_after)
    for _ in range(LOOKS):
        if told["state"] == told["opportunities"]["state"] == "ended":
            break
        client.sleep(BETWEEN)
        told = client.get(f"/v1/handovers/{id_}")
    console.print("", table(told))


def table(told: Json) -> Table:
    title = f"交接 · Handover: {told['from']} ({told['state']})"
    made = Table(title=title, title_justify="left", title_style="bold cyan", box=None)
    for heading in ("所有 Part", "接手 To", "数 Count"):
        made.add_column(heading, justify="right" if "Count" in heading else "left")
    for one in [*told["given"], *told["opportunities"]["given"]]:
        made.add_row(PARTS[one["part"]], one["to"] or "公海 Pool", f"{one['count']:,}")
    kept = [*told["reasons"].items(), *told["opportunities"]["reasons"].items()]
    for reason, count in kept:
        made.add_row("[yellow]保留 Kept[/]", reason, f"{count:,}")
    return made
