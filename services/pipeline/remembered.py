"""What the rules of a deal must remember of it."""

from dataclasses import dataclass
from datetime import date, datetime

from kernel.form import EARLIEST
from services.pipeline.events import DEFAULT, LineItem, Money, Share

CLOSED = ("won", "lost")
Passed = tuple[str, tuple[Share, ...]]  # by which handover, and how it was shared before


@dataclass(frozen=True)
class Told:
    """What is told of a deal, for people and for what a stage asks for."""

    name: str = ""
    product: str | None = None
    amount: Money | None = None
    expected_close: date | None = None
    description: str | None = None
    priority: str | None = None
    forecast: str | None = None
    competitors: tuple[str, ...] = ()
    contacts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Opportunity:
    id: str = ""
    customer_id: str | None = None
    owner: str | None = None  # None: it waits for whoever gets its customer
    stage: str = ""
    since: datetime = EARLIEST  # when the last thing happened to it
    last: str = "opened"  # what that was
    pipeline_id: str = DEFAULT
    pipeline_version: int = 1
    stood: str = ""  # the stage that it stood on before it was closed
    stands_since: datetime = EARLIEST
    expected_days: int | None = None  # on this stage
    stuck: bool = False  # and it has been told that they are over
    told: Told = Told()
    items: tuple[LineItem, ...] = ()
    shares: tuple[Share, ...] = ()
    passed: Passed | None = None  # nobody has shared it anew since
    left_by: str | None = None  # whose it was, while it is nobody's
    key: bool = False
    marked: int = 0  # how often it was marked as stuck since somebody did something

    @property
    def amount(self) -> Money | None:
        return self.told.amount

    @property
    def people(self) -> tuple[str | None, ...]:
        """Its owner first, and who works on it too."""
        return (self.owner, *(share.person for share in self.shares))
