"""The gateway, calling stand-ins under names that no other test uses."""

import os

from gateway import service
from kernel.nameko import remote

MARK = os.environ["STAND_IN"]


class Front(service.Gateway):
    customer = remote(f"{MARK}-customer")
    pipeline = remote(f"{MARK}-pipeline")
    activity = remote(f"{MARK}-activity")
    analytics = remote(f"{MARK}-analytics")
