"""The rules of a pool, read from what somebody typed."""

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from kernel.form import Form
from services.customer.catalogue import EMPTY, Catalogue
from services.customer.events import BUILT_IN, Condition, PoolRule, Return, WarningStep
from services.customer.terms import CLASSIFIED
from services.zones import is_zone

REASONS = ("silence", "no-opportunity", "no-won-deal", "contract-ended")
ADDRESSEES = ("owner", "manager")
MOST_RULES = 50
MOST_NAMED = 50  # fields, to who named none of them
MOST_CONDITIONS = 20
MOST_VALUES = 100
MOST_WARNINGS = 10
LONGEST_NAME = 100
LONGEST_DAYS = 3_650
LONGEST_HOURS = 24 * 365
LARGEST = 1_000_000  # as good as without limit


def read(form: Form, rules: Any, catalogue: Catalogue = EMPTY) -> tuple[PoolRule, ...]:
    """Wrong fields are noted in the form."""
    found = tuple(
        read_rule(form, f"rules.{place}", rule, catalogue)
        for place, rule in enumerate(several(form, "rules", rules, MOST_RULES))
    )
    names = [rule.name.casefold() for rule in found]
    for place, name in enumerate(names):
        if name in names[:place]:
            form.wrong(f"rules.{place}.name", "is that of another rule of this pool")
    return found


def read_rule(
    form: Form, at: str, rule: Mapping[str, Any], catalogue: Catalogue = EMPTY
) -> PoolRule:
    days, number = (1, LONGEST_DAYS), (0, LARGEST)
    if rule.get("warnings") and not rule.get("returns"):
        form.wrong(f"{at}.warnings", "come before a return: say in `returns` when that is")
    return PoolRule(
        name=form.title(f"{at}.name", rule.get("name"), LONGEST_NAME),
        conditions=tuple(
            read_condition(form, f"{at}.conditions.{place}", condition, catalogue)
            for place, condition in enumerate(
                several(form, f"{at}.conditions", rule.get("conditions"), MOST_CONDITIONS)
            )
        ),
        claims_per_day=maybe_whole(form, f"{at}.claims_per_day", rule, *number),
        holding_cap=maybe_whole(form, f"{at}.holding_cap", rule, *number),
        won_count=rule.get("won_count") is None or form.flag(f"{at}.won_count", rule["won_count"]),
        cooldown_days=maybe_whole(form, f"{at}.cooldown_days", rule, *days),
        protection_hours=maybe_whole(form, f"{at}.protection_hours", rule, 1, LONGEST_HOURS),
        returns=read_returns(form, f"{at}.returns", rule.get("returns")),
        returns_won=form.flag(f"{at}.returns_won", rule.get("returns_won")),
        return_to=form.maybe_text(f"{at}.return_to", rule.get("return_to"), LONGEST_NAME),
        warnings=read_warnings(form, f"{at}.warnings", rule.get("warnings")),
    )


def read_condition(
    form: Form, at: str, condition: Mapping[str, Any], catalogue: Catalogue
) -> Condition:
    field = form.text(f"{at}.field", condition.get("field"), LONGEST_NAME)
    if field and (told := no_such_field(field, catalogue)):
        form.wrong(f"{at}.field", told)
    wanted = condition.get("any_of")
    values = form.texts(f"{at}.any_of", wanted, MOST_VALUES, LONGEST_NAME)
    if not values:
        form.wrong(f"{at}.any_of", "must name at least one value")
    return Condition(field, tuple(values))


def no_such_field(field: str, catalogue: Catalogue) -> str | None:
    """What to say of one that no customer has; one that is no longer used still has its values."""
    known = [*CLASSIFIED, *(id for id in catalogue.fields if id not in BUILT_IN)]
    if field in known:
        return None
    by_word = {id: id for id in known}
    by_word |= {catalogue.fields[id].name: id for id in known if id in catalogue.fields}
    if meant := get_close_matches(field, by_word, 1):
        return f"is no field to go by. Did you mean `{by_word[meant[0]]}`?"
    return f"is no field to go by. There are: {', '.join(known[:MOST_NAMED])}"


def read_returns(form: Form, at: str, returns: Any) -> tuple[Return, ...]:
    found = tuple(
        Return(
            form.choice(f"{at}.{place}.because", one.get("because"), REASONS),
            maybe_whole(form, f"{at}.{place}.days", one, 1, LONGEST_DAYS, required=True) or 1,
        )
        for place, one in enumerate(several(form, at, returns, len(REASONS)))
    )
    if len({one.because for one in found}) < len(found):
        form.wrong(at, "must name each reason once")
    return found


def read_warnings(form: Form, at: str, warnings: Any) -> tuple[WarningStep, ...]:
    return tuple(
        WarningStep(
            maybe_whole(form, f"{at}.{place}.days", one, 1, LONGEST_DAYS, required=True) or 1,
            form.choice(f"{at}.{place}.to", one.get("to", ADDRESSEES[0]), ADDRESSEES),
        )
        for place, one in enumerate(several(form, at, warnings, MOST_WARNINGS))
    )


def read_zone(form: Form, name: Any) -> str | None:
    if name is None:
        return None
    if isinstance(name, str) and is_zone(name):
        return name
    form.wrong("time_zone", "must be a time zone as Asia/Shanghai")
    return None


def several(form: Form, at: str, values: Any, most: int) -> Sequence[Mapping[str, Any]]:
    if values is None:
        return ()
    listed = isinstance(values, list | tuple) and all(isinstance(one, dict) for one in values)
    if not listed or len(values) > most:
        form.wrong(at, f"must be a list of at most {most} objects")
        return ()
    found: Sequence[Mapping[str, Any]] = values
    return found


def maybe_whole(
    form: Form, at: str, given: Mapping[str, Any], least: int, most: int, required: bool = False
) -> int | None:
    value = given.get(at.rpartition(".")[2])
    if value is None and not required:
        return None
    if type(value) is not int or not least <= value <= most:
        form.wrong(at, f"must be a whole number from {least} to {most}")
        return None
    return value
