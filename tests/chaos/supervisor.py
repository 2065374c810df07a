"""The product's supervisor; only, a process that was killed here is not taken for a failing one.

The product restarts later and later what ends again and again within a minute. Rounds follow each
other faster than that, and each kills something that ran well until then.
"""

import sys

from cli import child
from cli.supervisor import main

if __name__ == "__main__":
    child.SETTLED = 4.0
    sys.exit(main(sys.argv[1], attached=True))
