"""The rules of the command handler, each kept and each broken, judged by what was answered."""

from collections.abc import Callable, Mapping, Sequence
from itertools import count
from typing import Any

import pytest

from kernel.change import Change, change, create, decide
from kernel.codec import Codec
from kernel.commits import Commits, Receipt
from kernel.context import Context
from kernel.document import to_document
from kernel.log import Commit, Conflict, Draft, Duplicate, MemoryLog
from kernel.refusal import Refusal
from kernel.states import Loaded, States
from services.customer.service import CustomerService
from tests.contests import history
from tests.unit.customer.company import Company
from tests.unit.kernel.till import TILL, Paid, TillEvent, open_till, pay, take
from tests.unit.people import ANN

ids = count()


class Unasked(MemoryLog):
    """As if nobody looked whether the command has been done before."""

    def find(self, command_id: str) -> Commit | None:
        return None


class Deaf(MemoryLog):
    """Tells a command that was done apart from a lost race as little as other stores do."""

    def append(self, draft: Draft) -> Commit:
        try:
            return super().append(draft)
        except Duplicate as duplicate:
            raise Conflict from duplicate


class Careless(Commits):
    """Lets two changes of one commit touch the same stream: both begin at the same version."""

    def commit(
        self,
        *changes: Change[Any, Any],
        answered: bool = True,
        told: Mapping[str, Any] | None = None,
    ) -> Receipt:
        return self._settle(changes, answered, told or {})


class Eager(Commits):
    """Writes what some changes decide although the first says that it was so already."""

    def _settle(
        self, changes: Sequence[Change[Any, Any]], answered: bool, told: Mapping[str, Any]
    ) -> Receipt:
        loaded = [self.states.load(made.aggregate, made.id, fresh=True) for made in changes]
        decided = [list(decide(made, at)) for made, at in zip(changes, loaded, strict=True)]
        receipt = self._append(changes, loaded, decided, told) if any(decided) else None
        return receipt or super()._settle(changes, answered, told)


class Believing(States):
    """Believes what it remembers, whoever asks."""

    def load(self, aggregate: Any, id: str, fresh: bool, guess: bool = False) -> Loaded:
        return super().load(aggregate, id, False, guess)


class Shop:
    """A till, and processes over it that keep the rules or do not."""

    def __init__(
        self,
        log: MemoryLog | None = None,
        commits: type[Commits] = Commits,
        states: type[States] = States,
    ) -> None:
        self.log = log if log is not None else MemoryLog("shop")
        self._commits = commits
        self.states = states(self.log, Codec(TillEvent))

    def do(self, decision: Callable[..., Any], *how: Any, command: str = "") -> Receipt:
        return self._commit(command, change(TILL, "1", decision, *how))

    def twice(self, decision: Callable[..., Any], *how: Any) -> Receipt:
        made = change(TILL, "1", decision, *how)
        return self._commit("", made, made)

    def open(self) -> "Shop":
        self._commit("", create(TILL, "1", open_till, "1"))
        return self

    def coins(self) -> int:
        state: int = States(self.log, Codec(TillEvent)).load(TILL, "1", fresh=True).state
        return state

    def _commit(self, command: str, *changes: Change[Any, Any]) -> Receipt:
        context = Context("ann", "sales", command or f"proof {next(ids)}", "body")
        return self._commits(self.states, context).commit(*changes)


def top_up(coins: int, till_id: str, goal: int) -> list[TillEvent]:
    return [Paid(till_id, goal - coins)] if coins < goal else []


def answer(ask: Callable[[], Receipt]) -> Receipt | str:
    try:
        return ask()
    except Refusal as refusal:
        return refusal.slug


@pytest.mark.parametrize(("log", "kept"), [(MemoryLog, True), (Unasked, False)])
def test_a_refusal_is_answered_after_the_command_was_looked_up(
    log: type[MemoryLog], kept: bool
) -> None:
    """The last coins are taken; the answer is lost; asked again, there is nothing to take."""
    shop = Shop(log("shop")).open()
    shop.do(pay, "1", 5)
    first = shop.do(take, "1", 5, command="x")

    again = answer(lambda: shop.do(take, "1", 5, command="x"))

    assert again == (first if kept else "too-little")


@pytest.mark.parametrize(("log", "kept"), [(MemoryLog, True), (Unasked, False)])
def test_nothing_to_do_is_answered_after_the_command_was_looked_up(
    log: type[MemoryLog], kept: bool
) -> None:
    """Asked again later, it is so already: by now in a version that the command never made."""
    shop = Shop(log("shop")).open()
    first = shop.do(top_up, "1", 5, command="x")
    shop.do(pay, "1", 1)

    again = shop.do(top_up, "1", 5, command="x")

    assert (again == first) is kept


@pytest.mark.parametrize(("log", "kept"), [(MemoryLog, True), (Deaf, False)])
def test_a_duplicate_is_answered_as_the_first_time(log: type[MemoryLog], kept: bool) -> None:
    """Without that, what was done is said to be impossible, for ever."""
    shop = Shop(log("shop")).open()
    first = shop.do(pay, "1", 5, command="x")

    again = answer(lambda: shop.do(pay, "1", 5, command="x"))

    assert again == (first if kept else "busy")
    assert shop.coins() == 5


def test_equal_keys_in_one_commit_are_refused() -> None:
    shop = Shop().open()
    with pytest.raises(ValueError, match="same stream"):
        shop.twice(pay, "1", 5)
    assert damage(shop) == {}


def test_equal_keys_in_one_commit_give_a_version_twice() -> None:
    """A unique index compares documents with each other, not the keys of one document."""
    shop = Shop(commits=Careless).open()
    shop.twice(pay, "1", 5)
    assert damage(shop) == {"versions missing or twice": 1}


def damage(shop: Shop) -> dict[str, int]:
    found = history.damage([to_document(commit) for commit in shop.log.commits])
    return {what: number for what, number in found.items() if number}


@pytest.mark.parametrize(("commits", "held"), [(Commits, 1), (Eager, 2)])
def test_nothing_from_the_first_makes_the_whole_commit_nothing(
    commits: type[Commits], held: int
) -> None:
    """Her own customer claimed once more would otherwise fill her portfolio with one customer."""
    company = Company()
    id = desk(company, commits).register(name="茶行", pool="public")["id"]
    desk(company, commits).claim(id)

    desk(company, commits).claim(id)

    assert company.customer(id).owner == "ann"
    assert company.portfolio("ann").held == held


def desk(company: Company, commits: type[Commits]) -> CustomerService:
    made = company.desk(ANN)
    made.log = commits(made.log.states, made.log.context)
    return made


@pytest.mark.parametrize(("states", "kept"), [(States, True), (Believing, False)])
def test_a_refusal_is_never_answered_from_the_cache_alone(states: type[States], kept: bool) -> None:
    log = MemoryLog("shop")
    shop, neighbour = Shop(log, states=states).open(), Shop(log)
    neighbour.do(pay, "1", 5)

    told = answer(lambda: shop.do(take, "1", 5))

    assert (told == "too-little") is not kept
    assert shop.coins() == (0 if kept else 5)


@pytest.mark.parametrize(("states", "kept"), [(States, True), (Believing, False)])
def test_nothing_to_do_is_never_answered_from_the_cache_alone(
    states: type[States], kept: bool
) -> None:
    log = MemoryLog("shop")
    shop, neighbour = Shop(log, states=states).open(), Shop(log)
    shop.do(pay, "1", 5)
    neighbour.do(take, "1", 5)

    shop.do(top_up, "1", 5)

    assert shop.coins() == (5 if kept else 0)
