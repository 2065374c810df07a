"""What is subscribed: projections that share one checkpoint, or reactions to others' events."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, get_args

from kernel.change import Change
from kernel.codec import Codec
from kernel.event import Recorded
from kernel.projection import Projection
from kernel.states import States


@dataclass(frozen=True, eq=False)
class Group:
    """Read models that are folded together, by one worker, and rebuilt together.

    Types that no projection names pass by: a source's codec may know more than the group needs.
    """

    name: str  # "lists"
    service: str  # whose database it is kept in: "analytics"
    projections: tuple[Projection, ...]
    sources: Mapping[str, Codec]  # by service: {"customer": Codec(CustomerEvent)}
    outgrown: tuple[str, ...] = ()  # queues of groups that are part of it now
    targets: Mapping[type, tuple[Projection, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "targets", targets(self.projections))

    @property
    def queue(self) -> str:
        return f"{self.service}.{self.name}"

    @property
    def names(self) -> frozenset[str]:
        """Of all collections that a generation has."""
        sums = (projection.sums.name for projection in self.projections if projection.sums)
        return frozenset(projection.name for projection in self.projections) | frozenset(sums)

    @property
    def titles(self) -> frozenset[str]:
        return frozenset(projection.title for projection in self.projections)

    def projection(self, name: str) -> Projection:
        """Raises KeyError for a name that the group does not have."""
        return {projection.name: projection for projection in self.projections}[name]

    def concerned(self, source: str, type_: str) -> tuple[Projection, ...]:
        """The projections that fold this type of event."""
        cls = self.sources[source].types.get(type_)
        return self.targets.get(cls, ()) if cls else ()


Changes = Sequence[Change[Any, Any]]
Looking = Callable[[States], Changes]  # made up by what own streams hold now


@dataclass(frozen=True, eq=False)
class Reactions:
    """What follows here from what happened: a pure function from event to own changes.

    The changes of one event make one commit; `[]` lets the event pass. Which streams a commit
    must touch may depend on what one of them holds (whose portfolio loses a customer): then the
    function answers one that looks, and looks again when a decision raises Overtaken.
    """

    name: str  # "reactions"
    service: str  # whose log the changes go to: "pipeline"
    sources: Mapping[str, Codec]
    react: Callable[[Recorded], Changes | Looking]
    events: Any = object  # the union of classes that something follows from; others pass unopened

    @property
    def queue(self) -> str:
        return f"{self.service}.{self.name}"

    def concerned(self, source: str, type_: str) -> bool:
        """Whether something may follow from this type of event."""
        cls = self.sources[source].types.get(type_)
        return cls is not None and issubclass(cls, self.events)


def targets(projections: Sequence[Projection]) -> dict[type, tuple[Projection, ...]]:
    found: dict[type, tuple[Projection, ...]] = {}
    for projection in projections:
        for cls in get_args(projection.events) or (projection.events,):
            found[cls] = (*found.get(cls, ()), projection)
    return found
