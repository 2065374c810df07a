"""The published algorithms of other CRMs in the same contests, on the same database.

Only their order of reading and writing is kept; statements became the like of them in MongoDB,
journalled on a majority as ours are. Where each comes from stands beside it.
"""

from collections.abc import Callable, Iterator
from functools import partial
from itertools import chain
from time import monotonic
from typing import Any

from pymongo import MongoClient
from pymongo.collection import Collection

from cli.settings import settings
from kernel.database import DURABLE, MAJORITY
from tests.contests import history
from tests.contests.client import at_once
from tests.contests.company import CLAIMS_PER_DAY, Company
from tests.contests.row import Row, counted

Documents = Collection[dict[str, Any]]
Told = list[tuple[str, Any]]  # what each attempt was answered: "done" or "refused", and for what

CORDYS = "Cordys CRM: PoolCustomerService.ownCustomer reads inSharedPool, then updates by id"
WUKONG = "Wukong CRM 11: the day's count is read, compared, and written back one higher"
ESPO = "EspoCRM: processDuplicateCheck searches (no unique index), then the record is saved"
VTIGER = "vtiger CRM: CRMEntity.setModuleSeqNumber reads cur_id, then writes cur_id + 1"
WHOLE = "Wukong CRM 11, Cordys CRM, EspoCRM by default: saved without comparing a version"


def own_customer(customers: Documents, person: str, ids: range) -> Told:
    """The flag is read, then the owner is set where the id is the id."""
    told: Told = []
    for id in ids:
        found = customers.find_one({"_id": id})
        if not found or not found["in_shared_pool"]:
            told.append(("refused", id))
            continue
        taken = {"$set": {"owner": person, "in_shared_pool": False}}
        customers.update_one({"_id": id}, taken)
        told.append(("done", id))
    return told


def within_quota(counters: Documents, person: str, attempts: int) -> Told:
    told: Told = []
    for _ in range(attempts):
        count = (counters.find_one({"_id": person}) or {"count": 0})["count"]
        if count >= CLAIMS_PER_DAY:
            told.append(("refused", person))
            continue
        counters.update_one({"_id": person}, {"$set": {"count": count + 1}}, upsert=True)
        told.append(("done", person))
    return told


def next_number(counters: Documents, attempts: int) -> Told:
    """The update names the number that was read; whether it found it, nobody asks."""
    told: Told = []
    for _ in range(attempts):
        number = (counters.find_one({"_id": "deal"}) or {})["cur_id"]
        read = {"_id": "deal", "cur_id": number}
        counters.update_one(read, {"$set": {"cur_id": number + 1}})
        told.append(("done", number))
    return told


def search_then_insert(customers: Documents, phones: range) -> Told:
    told: Told = []
    for phone in phones:
        if customers.find_one({"phone": phone}):
            told.append(("refused", phone))
            continue
        customers.insert_one({"phone": phone})
        told.append(("done", phone))
    return told


def save_whole(records: Documents, editor: int, each: int) -> Told:
    """Every editor adds a line of his own to what he has read, and saves the record."""
    told: Told = []
    for number in range(each):
        record = records.find_one({"_id": 1}) or {}
        record["lines"].append(f"{editor}.{number}")
        records.replace_one({"_id": 1}, record)
        told.append(("done", f"{editor}.{number}"))
    return told


def rivals(company: Company, clients: int, customers: int) -> Iterator[Row]:
    """Each in a collection of its own."""
    with patient(company) as client:
        database = client.get_database("rivals", read_concern=MAJORITY, write_concern=DURABLE)
        client.drop_database(database.name)
        yield claiming(database["claims"], clients, customers)
        yield quota(database["quota"], clients)
        yield registering(database["phones"], clients, customers)
        yield editing(database["records"])
        yield numbering(database["numbers"], clients)
        client.drop_database(database.name)


def patient(company: Company) -> MongoClient[dict[str, Any]]:
    """A connection for each client, and nobody is turned away."""
    uri = settings(company.place, {})["MONGO_URI"]
    return MongoClient(uri, maxPoolSize=None)


def claiming(found: Documents, clients: int, customers: int) -> Row:
    found.insert_many({"_id": id, "in_shared_pool": True} for id in range(customers))
    contest = f"{clients} clients claim {customers:,} customers at once"
    told, seconds = race(
        [partial(own_customer, found, f"p{n}", range(customers)) for n in range(clients)]
    )
    doubled = history.repeated(done(told))
    return row(contest, CORDYS, told, {"customers promised to two": doubled}, seconds)


def quota(found: Documents, clients: int) -> Row:
    """As many connections of one person as there are clients."""
    told, seconds = race(
        [partial(within_quota, found, "ann", 2 * CLAIMS_PER_DAY) for _ in range(clients)]
    )
    contest = f"one person claims twice the day's {CLAIMS_PER_DAY}, {clients} ways"
    over = max(0, len(done(told)) - CLAIMS_PER_DAY)
    return row(contest, WUKONG, told, {"claims beyond the quota": over}, seconds)


def registering(found: Documents, clients: int, phones: int) -> Row:
    told, seconds = race(
        [partial(search_then_insert, found, range(phones)) for _ in range(clients)]
    )
    contest = f"{clients} registrations of one phone at once, {phones} times"
    doubled = history.repeated(done(told))
    return row(contest, ESPO, told, {"phones with two customers": doubled}, seconds)


def editing(found: Documents, editors: int = 10, each: int = 10) -> Row:
    found.insert_one({"_id": 1, "lines": []})
    told, seconds = race([partial(save_whole, found, n, each) for n in range(editors)])
    kept = len((found.find_one() or {})["lines"])
    contest = f"{editors} editors of one record, {each} edits each"
    return row(contest, WHOLE, told, {"edits lost": len(done(told)) - kept}, seconds)


def numbering(found: Documents, clients: int, each: int = 10) -> Row:
    found.insert_one({"_id": "deal", "cur_id": 1})
    told, seconds = race([partial(next_number, found, each) for _ in range(clients)])
    contest = f"{clients * each:,} numbers drawn by {clients} clients"
    twice = history.repeated(done(told))
    return row(contest, VTIGER, told, {"numbers given twice": twice}, seconds)


def race(runners: list[Callable[[], Told]]) -> tuple[Told, float]:
    began = monotonic()
    told = list(chain.from_iterable(at_once(runners)))
    return told, monotonic() - began


def done(told: Told) -> list[Any]:
    return [what for answer, what in told if answer == "done"]


def row(contest: str, who: str, told: Told, damage: dict[str, int], seconds: float) -> Row:
    return Row(contest, who, len(told), counted(answer for answer, _ in told), damage, seconds)
