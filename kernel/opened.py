"""Envelopes as events, each opened once: to see whether a copy is good, and to be taken."""

from collections.abc import Mapping

from kernel.codec import Codec, UnknownEvent
from kernel.envelope import Envelope, open_envelope
from kernel.event import Recorded
from kernel.subscription import source_of


class Opened:
    def __init__(self, sources: Mapping[str, Codec]) -> None:
        self.sources = sources
        self._known: dict[int, tuple[Envelope, Recorded]] = {}  # by the id of the envelope held

    def readable(self, envelope: Envelope) -> bool:
        """Would it give an event? Of a type unknown here it is not ours to say."""
        try:
            self._known[id(envelope)] = envelope, self.event(envelope)
        except UnknownEvent:
            return True
        except Exception:  # an upcast may fail in any way
            return False
        return True

    def event(self, envelope: Envelope) -> Recorded:
        """Raises what `open_envelope` raises."""
        if known := self._known.get(id(envelope)):
            return known[1]
        return open_envelope(envelope, self.sources[source_of(envelope)])

    def forget(self) -> None:
        """A batch has been taken: what was opened besides is offered again, or had been before."""
        self._known = {}
