"""Who asks, in every test that cares who asks."""

from kernel.context import Context

ANN = Context(actor="ann", role="sales")
BOB = Context(actor="bob", role="sales")
MAY = Context(actor="may", role="manager", visibility="all")
ROOT = Context(actor="root", role="admin", visibility="all")
CLERK = Context(actor="clerk", role="finance")
