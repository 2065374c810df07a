"""Templates bound to keys: who may, which holds, and what is refused."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from kernel import Forbidden, Invalid, NotFound
from kernel.context import Context
from kernel.form import Form
from kernel.testing import specify
from services.activity import template_form
from services.activity.events import (
    Effect,
    Template,
    TemplateChanged,
    TemplateDefined,
    TemplateRetired,
    TemplateUsed,
)
from services.activity.template import (
    BOOK,
    KEYS,
    WHOLE_COMPANY,
    Bound,
    Holder,
    define,
    retire,
    told,
    used,
)
from services.activity.template_form import filled
from tests.unit.people import ANN, BOB, CLERK, MAY

given = specify(BOOK)
NOON = datetime(2026, 1, 5, 4, tzinfo=UTC)
OWN, EAST = Holder("person", "ann"), Holder("team", "east")
LEAD = Context(actor="lea", role="manager", visibility="team", team="ann")
SAID = Template(
    name="无意向", text="{customer} 无意向", channel="phone", outcome="not interested",
    next_contact_days=30, working_day=True, effects=(Effect("release", "public"),),
)  # fmt: skip
OTHER = replace(SAID, text="{customer} 不需要", next_contact_days=None)


def defined(holder=OWN, said=SAID, key="3", version=1, by="ann"):
    about = {"scope": holder.scope, "holder": holder.id, "key": key, "version": version}
    return TemplateDefined(**told(said), **about, by=by, at=NOON)


def changed(said, version, *names):
    about = {"scope": "person", "holder": "ann", "key": "3", "version": version, "changed": names}
    return TemplateChanged(**told(said), **about, by="ann", at=NOON)


RETIRED = TemplateRetired("person", "ann", "3", 1, "ann", NOON)


def test_a_key_gets_a_template_and_each_change_a_version():
    given().when(define, ANN, False, OWN, "3", SAID, NOON).then(defined())
    given(defined()).when(define, ANN, False, OWN, "3", SAID, NOON).then()
    given(defined()).when(define, ANN, False, OWN, "3", OTHER, NOON).then(
        changed(OTHER, 2, "text", "next_contact_days")
    )


def test_no_version_is_given_twice():
    given(defined(), RETIRED).when(define, ANN, False, OWN, "3", OTHER, NOON).then(
        defined(said=OTHER, version=2)
    )


def test_a_key_is_freed_once_and_only_where_one_was_bound():
    given(defined()).when(retire, ANN, False, OWN, "3", NOON).then(RETIRED)
    given(defined(), RETIRED).when(retire, ANN, False, OWN, "3", NOON).then()
    given(defined()).when(retire, ANN, False, OWN, "4", NOON).refused(
        NotFound, "unknown-key", keys=["3"]
    )


@pytest.mark.parametrize(
    ("asker", "led", "holder", "allowed"),
    [
        (ANN, False, OWN, True), (BOB, False, OWN, False), (CLERK, False, OWN, False),
        (MAY, False, OWN, True), (LEAD, False, OWN, True),
        (LEAD, False, Holder("person", "bob"), False),
        (ANN, True, EAST, False), (LEAD, True, EAST, True), (LEAD, False, EAST, False),
        (MAY, False, EAST, True),
        (ANN, False, WHOLE_COMPANY, False), (LEAD, False, WHOLE_COMPANY, False),
        (MAY, False, WHOLE_COMPANY, True),
    ],
)  # fmt: skip
def test_one_binds_one_s_own_keys_and_a_manager_those_of_who_is_led(asker, led, holder, allowed):
    spec = given().when(define, asker, led, holder, "3", SAID, NOON)
    if allowed:
        spec.then(defined(holder, by=asker.actor))
    else:
        spec.refused(Forbidden, "role-not-allowed")


def test_one_s_own_key_hides_the_team_s_and_that_the_company_s():
    own, east, company = (BOOK.fold([defined(h)]) for h in (OWN, EAST, WHOLE_COMPANY))
    empty, gone = BOOK.initial, BOOK.fold([defined(), RETIRED])

    def found(*books):
        return used(list(zip((OWN, EAST, WHOLE_COMPANY), books, strict=True)), "3")[1].scope

    assert found(own, east, company) == "person"
    assert found(empty, east, company) == "team"
    assert found(gone, empty, company) == "company"
    assert used([(EAST, east)], "3") == (SAID, TemplateUsed("team", "east", "3", 1))


def test_a_key_that_nothing_is_bound_to_is_refused_with_those_there_are():
    own = BOOK.fold([defined(key="F2"), defined(key="b")])
    company = BOOK.fold([defined(WHOLE_COMPANY, key="1"), defined(key="b")])
    books = [(OWN, own), (WHOLE_COMPANY, company)]
    with pytest.raises(NotFound, match="there are: 1, b, F2") as refused:
        used(books, "9")
    assert refused.value.fields["keys"] == ["1", "b", "F2"]
    with pytest.raises(NotFound, match="define one"):
        used([(OWN, BOOK.initial)], "9")


def test_a_retired_template_keeps_its_number():
    assert BOOK.fold([defined(), RETIRED]).keys == {"3": Bound(1)}
    assert len(KEYS) == 47


GIVEN = {
    "name": "无意向", "text": "{date} {customer}", "channel": "phone", "outcome": "no",
    "next_contact_days": 3, "working_day": True, "effects": [{"do": "raise"}],
}  # fmt: skip


@pytest.mark.parametrize(
    ("said", "field", "why"),
    [
        ({"text": "{customer} {salary}"}, "text", r"\{salary\}.*\{customer\}, \{contact\}"),
        ({"channel": "telepathy"}, "channel", "one of"),
        ({"outcome": ""}, "outcome", "text"),
        ({"name": None}, "name", "text"),
        ({"next_contact_days": -1}, "next_contact_days", "0 to 3650"),
        ({"next_contact_days": True}, "next_contact_days", "0 to 3650"),
        ({"effects": "raise"}, "effects", "list"),
        ({"effects": [{"do": "delete"}]}, "effects.0.do", "one of"),
        ({"effects": [{"do": "stage", "to": "pool"}]}, "effects.0.to", "one of"),
        ({"effects": [{"do": "raise", "to": "intent"}]}, "effects.0.to", "not asked for"),
        ({"effects": [{"do": "raise"}, {"do": "release"}]}, "effects", "once"),
    ],
)  # fmt: skip
def test_what_a_template_cannot_be_is_told_by_field(said, field, why):
    with pytest.raises(Invalid) as refused, Form() as form:
        template_form.read(form, GIVEN | said)
    [error] = refused.value.fields["errors"]
    assert error["field"] == field
    with pytest.raises(AssertionError, match=why):
        raise AssertionError(error["message"])


@pytest.mark.parametrize("key", ["0", "A", "F13", "f1", "", "10", None, 3])
def test_a_key_is_one_key(key):
    with pytest.raises(Invalid), Form() as form:
        template_form.read_key(form, key)


def test_where_it_came_from_is_meant_where_no_pool_is_named():
    with Form() as form:
        read = template_form.read(form, GIVEN | {"effects": [{"do": "release"}]})
    assert read.effects == (Effect("release", None),)


def test_a_text_is_filled_and_what_is_not_known_leaves_no_gap():
    values = {"customer": "茶庄", "date": "2026-01-05"}
    assert (
        filled("{date} 致电 {customer} {contact} 无意向", values) == "2026-01-05 致电 茶庄 无意向"
    )
    assert filled("{contact}\n{customer} {x}", values) == "茶庄"
