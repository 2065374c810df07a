"""Refusals: what is answered instead of doing; over RPC and HTTP they arrive as themselves."""

from collections.abc import Mapping
from typing import Any

LONGEST = 300  # characters of an error in words


class Refusal(Exception):
    """Understood and not done; nothing was written.

    `slug` is stable and part of the HTTP contract, `detail` is for a person, `fields` are JSON.
    """

    def __init__(self, slug: str, detail: str = "", **fields: Any) -> None:
        super().__init__(slug, detail)
        self.slug = slug
        self.detail = detail
        self.fields = fields

    def __str__(self) -> str:
        return f"{self.slug}: {self.detail}" if self.detail else self.slug


class Rejected(Refusal):
    """The rules of the domain say no."""


class Overtaken(Rejected):
    """What somebody looked at to make up a commit has changed since: look, and make it up again."""


class NotFound(Refusal):
    """It names something that never happened, or that the asker may not know of."""

    def __init__(self, slug: str = "not-found", detail: str = "", **fields: Any) -> None:
        super().__init__(slug, detail, **fields)


class Forbidden(Refusal):
    """The asker's role may not do this to anything."""


class Invalid(Refusal):
    """The input has the wrong shape; `errors` is a list of {"field", "message"}."""

    def __init__(self, slug: str = "invalid", detail: str = "", **fields: Any) -> None:
        super().__init__(slug, detail, **fields)


class Stale(Refusal):
    """The stream is no longer at the version that the client had read."""


class Reused(Refusal):
    """The command id belongs to another command already."""


class Unavailable(Refusal):
    """Not now; nothing was decided. Ask again after `retry_after` seconds."""


class Indeterminate(Refusal):
    """The deadline passed and the outcome is unknown. Ask again under the same command id."""


REFUSALS: Mapping[str, type[Refusal]] = {
    cls.__name__: cls
    for cls in (
        Rejected, NotFound, Forbidden, Invalid, Stale, Reused, Unavailable, Indeterminate,
    )
}  # fmt: skip


def in_words(error: BaseException) -> str:
    """For an operator: a refusal says what to do by itself, of others only the first line helps."""
    if isinstance(error, Refusal):
        return str(error)
    first = str(error).partition("\n")[0].partition(", Timeout:")[0]
    return f"{type(error).__name__}: {first}"[:LONGEST]


def to_json(refusal: Refusal) -> dict[str, Any]:
    """One of a kind that only we know travels as the kind it is made from."""
    kinds = (cls.__name__ for cls in type(refusal).__mro__)
    return {
        "refusal": next((kind for kind in kinds if kind in REFUSALS), Rejected.__name__),
        "slug": refusal.slug,
        "detail": refusal.detail,
        "fields": refusal.fields,
    }


def from_json(raw: Mapping[str, Any]) -> Refusal:
    """The refusal that `to_json` took apart; one of a type unknown here arrives as `Rejected`."""
    cls = REFUSALS.get(raw["refusal"], Rejected)
    return cls(raw["slug"], raw["detail"], **raw["fields"])
