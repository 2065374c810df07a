"""Who looks after the system is told how it stands; nobody else is."""

from tests.e2e.api import Api, slug
from tests.e2e.conftest import System


def test_managers_are_told_in_sentences_and_the_terminal_says_the_same(system: System) -> None:
    boss = Api(system.url, system.token("boss", "manager"))
    found = boss.read("/v1/status")
    assert found["level"] in ("well", "look", "act")
    said = [one["what"] for one in found["sentences"]]
    assert any("disk is" in what and "% full" in what for what in said)
    assert found["storage"]["disk_total_bytes"] > found["storage"]["disk_used_bytes"] > 0
    assert {log["source"] for log in found["logs"]} <= {
        "customer", "pipeline", "activity", "gateway"
    }  # fmt: skip
    assert "% full" in system.crm("status").stdout


def test_a_seller_is_not_told(system: System) -> None:
    seller = Api(system.url, system.token("ann", "sales"))
    assert slug(seller.get("/v1/status")) == "role-not-allowed"


def test_a_rebuild_that_was_done_is_told_as_done(system: System) -> None:
    system.crm("rebuild", "reports")
    boss = Api(system.url, system.token("boss", "manager"))
    [reports] = [
        one for one in boss.read("/v1/status")["rebuilds"] if one["group"] == "analytics.reports"
    ]
    assert reports["phase"] == "done"
    assert reports["events"] == reports["of"]
