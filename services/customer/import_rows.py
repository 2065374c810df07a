"""A row of a file, read as somebody's form would be: a profile, or what is wrong with it."""

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

from kernel.form import Form
from services.customer import field_values, import_contacts, import_fields, import_keys, profile
from services.customer.catalogue import EMPTY, Catalogue
from services.customer.events import Person, Profile
from services.customer.import_fields import BEFORE_ID
from services.customer.import_keys import RowKey
from services.customer.imports import Plan
from services.customer.keys import COMPANY
from services.customer.profile import Values

SEVERAL = {  # fields of which a cell may hold more than one, and where it is parted
    "phones": re.compile(r"[;；,，、/|\n]+"),
    "emails": re.compile(r"[;；,，、|\s]+"),
    "wechat": re.compile(r"[;；,，、|\n]+"),
    "qq": re.compile(r"[;；,，、|\s]+"),
    "addresses": re.compile(r"[;；|\n]+"),
    "contact.phones": re.compile(r"[;；,，、/|\n]+"),
}
MESSENGERS = ("wechat", "qq")
OF_A_CONTACT = ("contact.name", "contact.role", "contact.phones")
NOT_OF_A_PROFILE = frozenset({*MESSENGERS, *OF_A_CONTACT, "owner", "pool"})
LONGEST_POOL = 100
Given = dict[str, Any]


class Row(NamedTuple):
    line: int
    cells: tuple[str, ...]
    profile: Profile | None = None  # None: something is wrong
    keys: tuple[RowKey, ...] = ()
    owner: str | None = None
    pool: str | None = None
    contact: Person | None = None
    errors: tuple[str, ...] = ()  # for the person who corrects the file


class Reading:
    """What a plan makes of the rows of a file."""

    def __init__(
        self,
        plan: Plan,
        header: Sequence[str],
        secret: bytes,
        catalogue: Catalogue = EMPTY,
        warned: Collection[str] = (),
    ) -> None:
        """`warned`: kinds of keys that several customers may have."""
        fields = {column.header: column.field for column in plan.columns}
        self.plan = plan
        self.header = header
        self.columns = [
            (place, name, fields[name]) for place, name in enumerate(header) if name in fields
        ]
        self.secret = secret
        self.catalogue = catalogue
        self.names = COMPANY not in warned
        self._offers = import_fields.offers_classes(catalogue)
        self._persons = any(field in OF_A_CONTACT for _, _, field in self.columns)

    def row(self, line: int, cells: Sequence[str]) -> Row:
        given = self.given(cells)
        form = Form()
        if len(cells) > len(self.header):
            form.wrong("row", "has more cells than the header: a delimiter may be amid a text")
        owner = form.maybe_person("owner", given.get("owner"))
        pool = form.maybe_text("pool", given.get("pool"), LONGEST_POOL)
        if owner and pool:
            form.wrong("pool", "either an owner or a pool, not both")
        described = self.profile(form, given)
        person = self.person(form, given, described) if self._persons else None
        if form.errors:
            columns = self.columns_of(cells)
            errors = tuple(f"{named(columns, error['field'])} {error['message']}"
                           for error in form.errors)  # fmt: skip
            return Row(line, tuple(cells), errors=errors)
        keys = import_keys.of(described, self.secret, person, self.names)
        return Row(line, tuple(cells), described, keys, owner, pool, person)

    def columns_of(self, cells: Sequence[str]) -> Mapping[str, Sequence[str]]:
        """Under which header each value of a field stands: who mends the file looks for that."""
        found: dict[str, list[str]] = {}
        for place, header, field in self.columns:
            if cell := cells[place] if place < len(cells) else "":
                parting = SEVERAL.get(field)
                values = len([*filter(None, map(str.strip, parting.split(cell)))]) if parting else 1
                found.setdefault(field, []).extend([header] * values)
        return found

    def given(self, cells: Sequence[str]) -> Given:
        """What the cells say, by field; several columns of a field add up."""
        found: Given = {}
        for place, header, field in self.columns:
            if cell := cells[place] if place < len(cells) else "":
                found[field] = added(found.get(field), field, header, cell)
        if "name" not in found and "company" in found:
            found["name"] = found["company"]
        return found

    def profile(self, form: Form, given: Given) -> Profile:
        """By the readers of a form."""
        known = {name: cells for name, cells in given.items() if name not in NOT_OF_A_PROFILE}
        custom = {name: known.pop(name) for name in given if name.startswith(BEFORE_ID)}
        if ids := [{"kind": kind, "id": id} for kind in MESSENGERS for id in given.get(kind, ())]:
            known["messaging"] = ids
        if written := given.get("addresses"):
            known["addresses"] = [{"written": text} for text in written]
        plan = self.plan
        values = profile.values(
            form, {"name": None, **known}, plan.region, plan.keep_invalid_phones
        )
        return profile.merged(profile.NOBODY, self.by_catalogue(form, values, custom))

    def person(self, form: Form, given: Given, described: Profile) -> Person | None:
        area = profile.area_of(described.addresses)
        return import_contacts.read(form, given, self.plan.region, area)

    def by_catalogue(self, form: Form, values: Values, custom: Mapping[str, str]) -> Values:
        """With what the company has defined, and in its words."""
        if self._offers:
            values = field_values.classified(form, self.catalogue, values)
        if not custom:
            return values
        cells = {name.removeprefix(BEFORE_ID): cell for name, cell in custom.items()}
        return {**values, "fields": import_fields.read(form, self.catalogue, cells)}


def named(columns: Mapping[str, Sequence[str]], field: str) -> str:
    """`phones.0` as `Phone 1 (phones.0)`; as it is, where no cell said it."""
    of, _, place = field.rpartition(".")
    headers = columns.get(of, ()) if place.isdigit() else columns.get(field, ())
    if not headers:
        return field
    header = headers[min(int(place), len(headers) - 1)] if place.isdigit() else headers[0]
    return field if header == field else f"{header} ({field})"


def added(before: Any, field: str, header: str, cell: str) -> Any:
    if parting := SEVERAL.get(field):
        return [*(before or []), *filter(None, map(str.strip, parting.split(cell)))]
    if before is None:
        return cell
    if field == "remark":
        return f"{before}\n{header}: {cell}"
    blank = " " if before.isascii() or cell.isascii() else ""  # 王 and 伟 are written together
    return f"{before}{blank}{cell}"
