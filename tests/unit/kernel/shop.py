"""Replicas of a service with a till, over one log."""

from itertools import count

from kernel.change import change, create
from kernel.codec import Codec
from kernel.commits import Commits
from kernel.context import Context
from kernel.states import States
from tests.unit.kernel.till import TILL, TillEvent, open_till, pay, take

ids = count()


class Process:
    """One replica of a service: its own cache over the shared log."""

    def __init__(self, log):
        self.states = States(log, Codec(TillEvent))

    def as_command(self, command_id=None, fingerprint="body"):
        command = command_id or f"c{next(ids)}"
        return Commits(self.states, Context("ann", "sales", command, fingerprint))

    def open(self, till="1"):
        return self.as_command().commit(create(TILL, till, open_till, till))

    def pay(self, amount, command_id=None, fingerprint="body"):
        commits = self.as_command(command_id, fingerprint)
        return commits.commit(change(TILL, "1", pay, "1", amount))

    def take(self, amount, command_id=None):
        return self.as_command(command_id).commit(change(TILL, "1", take, "1", amount))
