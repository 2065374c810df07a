"""The harness passes the reference subscriber, and none of those that lack one of its guards."""

import os
import sys
from pathlib import Path
from random import Random

import pytest

from cli.place import ROOT
from conformance import faults
from conformance.candidate import Failed
from conformance.history import history
from conformance.seeds import against, fold, judge, life
from conformance.trial import Terms
from conformance.wanted import EVERYTHING, wanted
from tests.integration.conformance.broken_erp import BROKEN

PATIENCE = 60.0
EVENTS = 70
SEEDS = 12  # of which one at the latest must find the fault


def terms(command: str, events: str = EVERYTHING) -> Terms:
    return Terms(f"{sys.executable} -m {command}", os.environ["AMQP_URI"], wanted(events), PATIENCE)


@pytest.fixture(autouse=True)
def in_checkout(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))


@pytest.mark.parametrize("seed", [3, 4])
def test_the_reference_subscriber_books_each_event_once(seed: int, tmp_path: Path) -> None:
    assert judge(seed, terms("examples.erp"), tmp_path, None, False).wrong == ()


def test_a_subscriber_that_is_sent_a_part_goes_on_through_the_feed(tmp_path: Path) -> None:
    told = "customer.CustomerRegistered,pipeline.OpportunityWon,pipeline.OpportunityReopened"
    assert disturbed("examples.erp", 5, tmp_path, told) == []


@pytest.mark.parametrize("broken", sorted(BROKEN.keys() - {"whole"}))
def test_a_subscriber_that_lacks_a_guard_fails(broken: str, tmp_path: Path) -> None:
    command = f"{BROKEN_ERP} {broken}"
    assert any(disturbed(command, seed, tmp_path / str(seed)) for seed in range(SEEDS))


BROKEN_ERP = "tests.integration.conformance.broken_erp"


def disturbed(command: str, seed: int, folder: Path, events: str = EVERYTHING) -> list[str]:
    """What is wrong after one short life."""
    chance, given = Random(seed), terms(command, events)
    histories = history(chance, EVENTS)
    lengths = {source: len(told) for source, told in histories.items()}
    try:
        told = life(given, histories, folder, "life", faults.disturbed(lengths, chance))
    except Failed as failure:
        return [str(failure)]
    return against(told, fold(histories, given), lengths, given)
