"""A query as an aggregation of MongoDB: the rights first, and every value where no operator is.

The columns are called k0, k1 … and m0, m1 … inside; paths and expressions are the declared ones.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from kernel.rows import Rows
from services.analytics.asker import Asker
from services.analytics.asking.conditions import condition
from services.analytics.asking.of_values import FINISHED, Expression, some
from services.analytics.asking.query import MOST_GROUPS, Either, Key, Measure, Query
from services.analytics.facts.fact import Fact, Field, Setting
from services.analytics.periods import bucket
from services.analytics.reading import Stage

COMPUTED = "computed"  # where expressions are kept while a row is on its way


def compiled(query: Query, asker: Asker, setting: Setting, rows: Rows) -> list[Stage]:
    """What is stored is looked at before anything is joined or computed.

    Where one stored row is several of the fact, conditions are about those, and rights about both.
    """
    stored = [one for one in query.where if all(is_stored(test.field) for test in one)]
    later = [one for one in query.where if one not in stored]
    conditions = [matching(one, setting) for one in stored]
    return [
        *seen(query.fact, asker, conditions),
        *joined(query, rows),
        *computed(query, setting),
        *([{"$match": {"$and": [matching(one, setting) for one in later]}}] if later else []),
        {"$group": grouped(query, setting)},
        {"$limit": MOST_GROUPS + 1},
        {"$set": {f"m{n}": finished(one, f"$m{n}") for n, one in enumerate(query.measures)}},
        {"$facet": {"rows": ordered(query), "groups": [{"$count": "count"}]}},
    ]


def seen(fact: Fact, asker: Asker, conditions: Sequence[Mapping[str, Any]]) -> list[Stage]:
    if not fact.parted:
        return [{"$match": {"$and": [fact.seen(asker), *conditions]}}]
    each = {"$match": {"$and": [fact.seen_parted(asker), *conditions]}}
    return [{"$match": {"$and": [fact.seen(asker)]}}, *fact.parted, each]


def matching(either: Either, setting: Setting) -> Mapping[str, Any]:
    return {"$or": [condition(test, path(test.field, test.name), setting) for test in either]}


def is_stored(field: Field) -> bool:
    return field.computed is None and field.joined is None


def path(field: Field, name: str) -> str:
    return f"{COMPUTED}.{name}" if field.computed else field.path


def used(query: Query) -> dict[str, Field]:
    """The fields that a query is about, by name."""
    tests = {test.name: test.field for one in query.where for test in one}
    keys = {key.name: key.field for key in query.keys}
    return tests | keys | {one.name: one.field for one in query.measures if one.field}


def joined(query: Query, rows: Rows) -> list[Stage]:
    names = dict.fromkeys(field.joined for field in used(query).values() if field.joined)
    return [stage for name in names for stage in query.fact.joins[name](rows)]


def computed(query: Query, setting: Setting) -> list[Stage]:
    expressions = {
        path(field, name): field.computed(setting)
        for name, field in used(query).items()
        if field.computed
    }
    return [{"$set": expressions}] if expressions else []


def grouped(query: Query, setting: Setting) -> dict[str, Expression]:
    keys = {f"k{n}": cut(one, setting) for n, one in enumerate(query.keys)}
    measures = {f"m{n}": begun(one) for n, one in enumerate(query.measures)}
    return {"_id": keys or None} | measures


def cut(key: Key, setting: Setting) -> Expression:
    """Rows without a value are a group too."""
    where = path(key.field, key.name)
    value = bucket(key.every, where, setting.clock.zone) if key.every else f"${where}"
    return {"$ifNull": [value, None]}


def begun(measure: Measure) -> Expression:
    if measure.field is None:
        return {"$sum": 1}
    value = f"${path(measure.field, measure.name)}"
    if measure.how == "distinct":
        return {"$addToSet": value}
    if measure.how in FINISHED:
        return {"$push": value}
    return {f"${measure.how}": value}


def finished(measure: Measure, value: str) -> Expression:
    """What is left to be made of a group's values."""
    return FINISHED[measure.how](some(value), measure.at or 0) if measure.how in FINISHED else value


def ordered(query: Query) -> Sequence[Stage]:
    """Equal ones in the order of their keys, so that the same question has the same answer."""
    inside = {one.column: f"_id.k{n}" for n, one in enumerate(query.keys)}
    inside |= {one.column: f"m{n}" for n, one in enumerate(query.measures)}
    order = {inside[column]: direction for column, direction in query.sort}
    ties = {inside[key.column]: 1 for key in query.keys if inside[key.column] not in order}
    return [{"$sort": order | ties}, {"$limit": query.limit}]
