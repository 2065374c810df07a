"""How far a listener has heard, as the `id` of an event says it: a position of each log.

Any process knows what is meant by it. With the positions goes a mark of the rights under which
they were heard: who comes back with others has to read anew. It needs no signature: with a place
that was made up somebody hears too little or twice, and nothing that they may not see.
"""

import re
from collections.abc import Mapping
from hashlib import sha256

from gateway.change import SOURCES
from gateway.headers import LAST_EVENT, no_event
from kernel.context import Context

Place = dict[str, int]
ONE = r"\d{1,15}"
PLACE = re.compile(rf"{','.join(f'{source}:({ONE})' for source in SOURCES)};([0-9a-f]{{8}})", re.A)
MARK = 8  # characters


def written(place: Mapping[str, int], rights: Context) -> str:
    return ",".join(f"{source}:{place[source]}" for source in SOURCES) + f";{mark(rights)}"


def read(given: str, field: str = LAST_EVENT) -> tuple[Place, str]:
    """The positions and the mark; Invalid for what no event had for its `id`."""
    if not (found := PLACE.fullmatch(given)):
        raise no_event(field)
    *positions, marked = found.groups()
    return dict(zip(SOURCES, map(int, positions), strict=True)), marked


def mark(rights: Context) -> str:
    said = "\n".join((rights.actor, rights.role, rights.visibility, rights.team))
    return sha256(said.encode()).hexdigest()[:MARK]


def beyond(place: Mapping[str, int], heads: Mapping[str, int], far: int) -> bool:
    """Whether so much has happened since, or so little, that to read anew is the shorter way."""
    return any(not 0 <= heads[source] - place[source] <= far for source in SOURCES)
