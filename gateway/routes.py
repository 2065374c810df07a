"""What a route declares: who may call it, what it takes, what it answers. Nothing by default."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from gateway.answers import Answer, Record
from gateway.deprecation import Deprecated
from gateway.shape import Query, Shape
from gateway.tokens import ROLES, Caller, Unauthorised
from kernel.refusal import Forbidden

ANYBODY = ("anybody",)  # even without a token
EVERY_ROLE = ROLES
MANAGERS = ("manager", "admin")
ADMINISTRATORS = ("admin",)
FEED = "/v1/events"


@dataclass(frozen=True, kw_only=True)
class Route:
    method: str
    path: str
    roles: tuple[str, ...]
    summary: str
    description: str = ""  # Markdown
    answer: Answer
    body: Shape | None = None
    query: Query
    seconds: float = 5.0  # that a client waits at most, whatever its request needs behind us
    conditional: bool = False  # it compares If-Match
    takes_away: bool = False  # whole lists: a right of its own
    deprecated: Deprecated | None = None
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # that a path may hold

    def __post_init__(self) -> None:
        """A route that forgets to say who may call it must not start."""
        if not self.public and not (self.roles and set(self.roles) <= set(ROLES)):
            raise TypeError(
                f"{self.method} {self.path} must declare roles out of {ROLES}, or ANYBODY alone"
            )

    @property
    def public(self) -> bool:
        return self.roles == ANYBODY

    @property
    def is_cached(self) -> bool:
        """What it answers has an ETag, and who has read that is spared reading it again."""
        return self.method == "GET" and isinstance(self.answer, Record)

    def admit(self, caller: Caller | None) -> None:
        """Raises Unauthorised without a caller, Forbidden when the role is not declared."""
        if self.public:
            return
        if caller is None:
            raise Unauthorised(
                "token-missing", "Please sign in and send `Authorization: Bearer <token>`."
            )
        if caller.role not in self.roles:
            raise Forbidden(
                "role-not-allowed",
                f"This is for {' and '.join(self.roles)}; you are signed in as {caller.role}. "
                "Please ask one of them to do it.",
                role=caller.role,
                allowed=list(self.roles),
            )
        self.require_right(caller)

    def require_right(self, caller: Caller) -> None:
        """What a role alone does not give, and what a key may be kept from."""
        if self.takes_away and not caller.exports:
            raise Forbidden(
                "export-not-allowed",
                "To take whole lists away is a right of its own. Please ask an administrator, "
                "who gives it with POST /v1/people/{person}/export-right.",
            )
        if caller.access == "feed" and self.path != FEED:
            raise Forbidden("feed-only", f"This key is for {FEED} and nothing else.")
        if caller.access != "write" and self.method != "GET":
            raise Forbidden("read-only", "This key is for reading. Please use one for writing.")


def require_person(caller: Caller | None) -> None:
    """What opens doors is not given to a program: a key that was stolen would make more of them."""
    if caller is not None and caller.program:
        raise Forbidden("not-for-programs", "Please sign in to do this; an API key may not.")


def table(routes: Mapping[str, Route]) -> list[str]:
    """One line per route, for people and for a snapshot."""
    return sorted(f"{r.path} {r.method}: {', '.join(r.roles)}" for r in routes.values())
