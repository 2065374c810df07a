"""Which publisher confirms let the cursor advance to the end of which commit; pure."""

from collections import deque


class Confirms:
    """For one channel. Delivery tags count from 1, and the broker confirms them in any order.

    The position moves when everything before it is confirmed, and only to the end of a commit:
    a relay that starts again from inside one could not tell a commit's first half was sent.
    """

    def __init__(self) -> None:
        self.position = 0  # last position of the last commit confirmed as a whole; 0: none yet
        self.published = 0
        self.confirmed = 0  # all tags up to here
        self._apart: set[int] = set()  # confirmed tags beyond
        self._ends: deque[tuple[int, int]] = deque()  # tag of a commit's last message, position

    @property
    def outstanding(self) -> int:
        return self.published - self.confirmed - len(self._apart)

    def publish(self, ends: int = 0) -> None:
        """Count one more message; `ends` is its position if it is the last of its commit."""
        self.published += 1
        if ends:
            self._ends.append((self.published, ends))

    def confirm(self, tag: int, multiple: bool) -> None:
        """As the broker says it: `multiple` means everything up to the tag, 0 means all."""
        if multiple:
            self.confirmed = max(self.confirmed, tag or self.published)
            self._apart = {apart for apart in self._apart if apart > self.confirmed}
        elif tag > self.confirmed:
            self._apart.add(tag)
        while self.confirmed + 1 in self._apart:
            self.confirmed += 1
            self._apart.remove(self.confirmed)
        while self._ends and self._ends[0][0] <= self.confirmed:
            self.position = self._ends.popleft()[1]
