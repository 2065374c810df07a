"""A sender as a process of its own, to be killed; the environment says which databases."""

import sys
from threading import Event

from kernel.database import connect
from tests.integration.gateway.sending_rig import sending

sending(connect(), [float(one) for one in sys.argv[1:]]).run(Event())
