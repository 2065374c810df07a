"""What a process tells whoever watches over it."""

import orjson
import pytest

from kernel import health


@pytest.fixture(autouse=True)
def _own_checks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "_checks", {"started": lambda: False})


def readiness() -> tuple[str, list[str]]:
    status, _, body = health.answer("/readyz")
    return status[:3], orjson.loads(body)["failing"]


def test_a_process_is_ready_when_it_has_started_and_all_checks_pass() -> None:
    assert readiness() == ("503", ["started"])
    health.started()
    assert readiness() == ("200", [])
    health.check("mongo", lambda: False)
    assert readiness() == ("503", ["mongo"])
    health.check("mongo", lambda: True)
    health.stopping()
    assert readiness() == ("503", ["started"])


def test_a_check_that_raises_fails_and_does_no_more() -> None:
    health.started()
    health.check("mongo", lambda: bool(1 / 0))
    assert readiness() == ("503", ["mongo"])


def test_alive_does_not_depend_on_anything() -> None:
    health.check("mongo", lambda: bool(1 / 0))
    assert health.answer("/livez")[0] == "200 OK"


def test_metrics_are_text_for_prometheus() -> None:
    status, media, body = health.answer("/metrics")
    assert status == "200 OK"
    assert media.startswith("text/plain")
    assert b"guanxi_rpc_dropped" in body or b"python_info" in body


def test_who_is_not_ready_says_why_if_it_knows() -> None:
    health.started()
    health.check("relay", lambda: False, lambda: "log-went-back: ./crm mend customer")
    health.check("mongo", lambda: False)
    told = orjson.loads(health.answer("/readyz")[2])
    assert told["failing"] == ["relay", "mongo"]
    assert told["why"] == {"relay": "log-went-back: ./crm mend customer"}
