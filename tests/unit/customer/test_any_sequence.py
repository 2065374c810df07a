"""Whatever several people do through several processes, some things hold after every step."""

from collections import Counter

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, multiple, rule

from kernel import Refusal
from services.customer import identity, recognised
from services.customer.customer import CUSTOMER
from services.customer.events import HoldingTaken
from services.customer.identity import PHONE
from services.customer.portfolio import PORTFOLIO, Limits
from tests.unit.customer.company import KEY, Company
from tests.unit.people import ANN, BOB, MAY

LIMITS = Limits(holding_cap=3, claims_per_day=4)
PERSONS = ("ann", "bob", "may")
SPELLINGS = ("13800138000", "+86 138 0013 8000", "13900139000", "0571-88888888", "0571-8888 8888")

askers = st.sampled_from([ANN, BOB, MAY])
persons = st.sampled_from(PERSONS)
processes = st.integers(0, 1)
phones = st.lists(st.sampled_from(SPELLINGS), max_size=2)


class AnySequence(RuleBasedStateMachine):
    customers = Bundle("customers")

    def __init__(self):
        super().__init__()
        self.company = Company(LIMITS, processes=2)
        self.ids = []

    def attempt(self, command, *args, **kwargs):
        """The answer, or None for a refusal, which must have written nothing."""
        head = self.company.log.head()
        try:
            return command(*args, **kwargs)
        except Refusal:
            assert self.company.log.head() == head
            return None

    @rule(target=customers, asker=askers, process=processes, phones=phones, pool=st.booleans())
    def register(self, asker, process, phones, pool):
        desk = self.company.desk(asker, process=process)
        answer = self.attempt(
            desk.register, name="茶行", phones=phones, pool="public" if pool else None
        )
        if not answer:
            return multiple()
        self.ids.append(answer["id"])
        return answer["id"]

    @rule(asker=askers, process=processes, id=customers)
    def claim(self, asker, process, id):
        self.attempt(self.company.desk(asker, process=process).claim, id)

    @rule(asker=askers, process=processes, id=customers)
    def release(self, asker, process, id):
        self.attempt(self.company.desk(asker, process=process).release, id, "no")

    @rule(asker=askers, process=processes, id=customers, to=persons)
    def assign(self, asker, process, id, to):
        self.attempt(self.company.desk(asker, process=process).assign, id, to=to)

    @rule(asker=askers, process=processes, id=customers, phones=phones)
    def edit(self, asker, process, id, phones):
        self.attempt(self.company.desk(asker, process=process).edit, id, {"phones": phones})

    @rule(asker=askers, process=processes, id=customers, phones=phones)
    def add_contact(self, asker, process, id, phones):
        person = {"name": "王芳", "phones": phones}
        self.attempt(self.company.desk(asker, process=process).add_contact, id, person)

    @rule(asker=askers, process=processes, id=customers)
    def archive(self, asker, process, id):
        self.attempt(self.company.desk(asker, process=process).archive, id, "已关门")

    @rule(asker=askers, process=processes, id=customers)
    def restore(self, asker, process, id):
        self.attempt(self.company.desk(asker, process=process).restore, id)

    def states(self, aggregate, ids):
        fresh = type(self.company.processes[0])(self.company.log, self.company.codec)
        return [fresh.load(aggregate, id, fresh=True).state for id in ids]

    @invariant()
    def every_customer_is_in_exactly_one_place(self):
        for customer in self.states(CUSTOMER, self.ids):
            places = [customer.owner is not None, customer.pool is not None, customer.archived]
            assert sum(places) == 1

    @invariant()
    def everybody_holds_what_they_own_and_no_more_than_allowed(self):
        owned = Counter(customer.owner for customer in self.states(CUSTOMER, self.ids))
        held = [portfolio.held for portfolio in self.states(PORTFOLIO, PERSONS)]
        assert held == [owned[person] for person in PERSONS]
        assert max(held) <= LIMITS.holding_cap

    @invariant()
    def nobody_claims_more_in_a_day_than_allowed(self):
        claims = Counter(
            (taken.person, taken.claimed_on)
            for taken in self.company.events(HoldingTaken)
            if taken.claimed_on
        )
        assert max(claims.values(), default=0) <= LIMITS.claims_per_day

    @invariant()
    def every_phone_that_is_used_is_reserved_for_its_one_user_and_no_other_is(self):
        """Those of the profile and of the contacts; an archived customer uses none."""
        used = {
            identity.keyed(key.value, KEY): (customer.id,)
            for customer in self.states(CUSTOMER, self.ids)
            for key in recognised.by(customer)
        }
        streams = {name for name in self.company.streams() if name.startswith("phone/")}
        names = sorted(name.removeprefix("phone/") for name in streams)
        holders = [found.holders for found in self.states(PHONE, names)]
        assert {n: h for n, h in zip(names, holders, strict=True) if h} == used

    @invariant()
    def positions_and_versions_have_no_hole(self):
        seen = Counter()
        position = 1
        for commit in self.company.log.commits:
            assert commit.position == position
            position += len(commit.entries)
            for entry in commit.entries:
                seen[entry.stream] += 1
                assert entry.version == seen[entry.stream]


AnySequence.TestCase.settings = settings(
    max_examples=25, stateful_step_count=25, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)  # fmt: skip
TestAnySequence = AnySequence.TestCase
