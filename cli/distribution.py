"""Packages of the distribution: installed when missing and allowed, asked for otherwise."""

import os
import shutil
import subprocess
from collections.abc import Sequence

from cli.say import note

# While we install, no service of the system is started: we start our own, elsewhere.
POLICY = "/usr/sbin/policy-rc.d"  # asked by packages whether to start their service
SCRIPT = """\
set -e
policy=$1
shift
if [ ! -e "$policy" ]; then
    printf '#!/bin/sh\\nexit 101\\n' > "$policy"
    chmod 755 "$policy"
    trap 'rm -f "$policy"' EXIT
fi
export DEBIAN_FRONTEND=noninteractive
apt-get update -q
apt-get install -q -y --no-install-recommends "$@"
"""


def become_root() -> list[str] | None:
    """What to put before a command so that root runs it; None when we may not."""
    if os.geteuid() == 0:
        return []
    if (
        shutil.which("sudo")
        and not subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode
    ):
        return ["sudo", "-n"]
    return None


def ensure(packages: Sequence[str], purpose: str, policy: str = POLICY) -> None:
    """Install what is named; ends the program with the command to run when it may not."""
    if not packages:
        return
    names = " ".join(packages)
    by_hand = f"sudo apt-get install --no-install-recommends {names}"
    if not shutil.which("apt-get"):
        raise SystemExit(f"crm: {purpose}, {names} is needed, and there is no apt-get to get it")
    prefix = become_root()
    if prefix is None:
        raise SystemExit(f"crm: {purpose}, {names} is needed. Please run:\n    {by_hand}")
    note(f"crm: installing {names} from the distribution {purpose}")
    command = [*prefix, "/bin/sh", "-c", SCRIPT, "crm", policy, *packages]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    if done.returncode:
        note(done.stdout.decode(errors="replace"))
        raise SystemExit(f"crm: that did not work. Please run:\n    {by_hand}")
