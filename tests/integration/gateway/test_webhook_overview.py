"""What an operator is told of webhooks, straight from a real database."""

from typing import Any

from gateway import webhook
from gateway.webhook_overview import webhooks
from kernel.lease import Lease
from tests.integration.gateway.sending_rig import Rig

HEADS = {"customer": 9}


def look(rig: Rig) -> dict[str, Any]:
    return webhooks(rig.client, HEADS)


def test_the_paused_are_told_and_so_is_that_nobody_sends(rig: Rig) -> None:
    assert look(rig)["hooks"] == []
    gone, other = (rig.register(f"https://erp.example.cn/{n}", after=4) for n in range(2))
    rig.command(webhook.pause, gone, why="gone", status=410)

    found = look(rig)
    states = {one["id"]: (one["state"], one["behind"]) for one in found["hooks"]}
    assert states == {gone: ("paused", 5), other: ("active", 5)}
    [said], [nobody] = found["sentences"], found["unsent"]
    assert "410: ERP since 20" in said["what"]
    assert "nobody sends" in nobody["what"]

    lease = Lease(rig.database["leases"], "webhooks", "host/1/x", 60.0)
    assert lease.acquire()
    assert (look(rig)["sender"], look(rig)["unsent"]) == ("host/1/x", [])
    lease.release()
    assert look(rig)["sender"] == ""


def test_a_log_that_cannot_be_read_hides_nothing_else(rig: Rig) -> None:
    id = rig.register("https://erp.example.cn/")
    rig.log.collection.update_one({}, {"$set": {"events.0.type": "WebhookReborn"}})
    assert id
    assert look(rig) == {}
