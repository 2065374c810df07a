"""Ids in messengers, each as its messenger makes them."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from kernel.form import Form
from services.customer.events import Messaging

MOST = 20
LONGEST = 64
KINDS: Mapping[str, tuple[re.Pattern[str], str]] = {
    "wechat": (
        # Many tell their telephone instead: by it they are found as well.
        re.compile(r"[A-Za-z][A-Za-z0-9_-]{5,19}|1[0-9]{10}"),
        "must have 6 to 20 letters, digits, _ and -, a letter first; or be a mobile number",
    ),
    "wecom": (
        re.compile(r"[A-Za-z0-9][A-Za-z0-9_@.-]{0,63}"),
        "must be the external user id that WeCom gives: letters, digits, _, -, @ and .",
    ),
    "qq": (re.compile(r"[1-9][0-9]{4,10}"), "must have 5 to 11 digits"),
    "dingtalk": (
        re.compile(r"[A-Za-z0-9_.$:-]{2,64}"),
        "must have 2 to 64 letters, digits, _, -, . and $",
    ),
}


def read(form: Form, given: Any) -> tuple[Messaging, ...]:
    """Each once, in the order in which they were given."""
    if given is None:
        return ()
    if not isinstance(given, Sequence) or isinstance(given, str) or len(given) > MOST:
        form.wrong("messaging", f"must be a list of at most {MOST} objects with kind and id")
        return ()
    found = [read_one(form, f"messaging.{place}", one) for place, one in enumerate(given)]
    return tuple(dict.fromkeys(one for one in found if one))


def read_one(form: Form, field: str, given: Any) -> Messaging | None:
    if not isinstance(given, Mapping) or given.keys() != {"kind", "id"}:
        form.wrong(field, 'must be an object as {"kind": "wechat", "id": "wangfang88"}')
        return None
    kind = form.choice(f"{field}.kind", given["kind"], tuple(KINDS))
    id = unicodedata.normalize("NFKC", form.text(f"{field}.id", given["id"], LONGEST))
    if not (kind and id):
        return None
    pattern, advice = KINDS[kind]
    if not pattern.fullmatch(id):
        form.wrong(f"{field}.id", advice)
        return None
    return Messaging(kind, id)
