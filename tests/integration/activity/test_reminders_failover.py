"""The primary is killed in the middle of many due reminders: each is told once, without help."""

from collections import Counter
from pathlib import Path
from threading import Event, Thread

import pytest

from kernel.database import connect, service_database
from kernel.ticker import Ticker
from services.activity.events import ContactReminded, PersonNotified
from tests.integration.activity.clockwork import Clockwork, ago
from tests.integration.chassis.processes import eventually
from tests.integration.proofs.replica_set import replica_set

pytestmark = pytest.mark.timeout(300)
DUE = 300


def told(company: Clockwork) -> int:
    log = company.logs["activity"].collection
    return int(log.count_documents({"events.type": "ContactReminded"}))


def test_each_is_told_once_though_the_primary_dies(tmp_path: Path) -> None:
    with replica_set(tmp_path) as servers, connect(servers.uri) as client:
        names = ("activity", "customer", "gateway")
        company = Clockwork({name: service_database(client, name) for name in names})
        waiting = {company.planned(ago(minutes=1), f"p{number % 5}") for number in range(DUE)}
        stop = Event()
        ticker = Ticker(company.database, company.agenda(), stop, company.hear)
        company.hear()
        running = Thread(target=ticker.run)
        running.start()
        try:
            assert eventually(lambda: told(company) > 20, 60)
            servers.fail_over()
            before = told(company)
            assert eventually(lambda: told(company) == DUE, 120)
        finally:
            stop.set()
            running.join(60)

        assert before < DUE
        once = Counter(dict.fromkeys(waiting, 1))
        assert Counter(event.customer_id for event in company.events(ContactReminded)) == once
        assert Counter(event.customer_id for event in company.events(PersonNotified)) == once
        numbers = sorted(event.number for event in company.events(PersonNotified))
        assert numbers == sorted([*range(1, DUE // 5 + 1)] * 5)
