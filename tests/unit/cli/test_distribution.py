"""Packages are installed when we may, without starting a service; else we say what to run."""

import subprocess
import sys
from pathlib import Path

import pytest

from cli.place import ROOT

APT = """\
#!/bin/sh
echo "$@" >> {folder}/asked
[ -x {folder}/policy ] && {folder}/policy || echo "policy says $?" >> {folder}/asked
exit {code}
"""
SUDO = '#!/bin/sh\nshift\nexec "$@"\n'
ASK = """\
import sys
from cli.distribution import ensure
ensure(["rabbitmq-server"], "to run a message broker of our own", sys.argv[1])
"""


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A folder of programs that stand in for the machine's; only a shell is real."""
    (tmp_path / "bin").mkdir()
    for name in ("sh", "chmod", "rm", "env", "true"):
        (tmp_path / "bin" / name).symlink_to(f"/bin/{name}")
    return tmp_path


def program(machine: Path, name: str, text: str) -> None:
    path = machine / "bin" / name
    path.write_text(text)
    path.chmod(0o755)


def ensure(machine: Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-c", ASK, str(machine / "policy")],
        cwd=ROOT,
        env={"PATH": str(machine / "bin")},
        capture_output=True,
        text=True,
    )


def test_a_missing_package_is_installed_without_starting_its_service(machine: Path) -> None:
    program(machine, "apt-get", APT.format(folder=machine, code=0))
    program(machine, "sudo", SUDO)
    done = ensure(machine)
    assert done.returncode == 0, done.stderr
    asked = (machine / "asked").read_text()
    assert "install -q -y --no-install-recommends rabbitmq-server" in asked
    assert "policy says 101" in asked
    assert not (machine / "policy").exists()
    assert "installing rabbitmq-server" in done.stderr


def test_a_policy_that_is_there_already_stays(machine: Path) -> None:
    program(machine, "apt-get", APT.format(folder=machine, code=0))
    program(machine, "sudo", SUDO)
    (machine / "policy").write_text("theirs")
    assert ensure(machine).returncode == 0
    assert (machine / "policy").read_text() == "theirs"


def test_without_success_the_command_to_run_is_said(machine: Path) -> None:
    program(machine, "apt-get", APT.format(folder=machine, code=100))
    program(machine, "sudo", SUDO)
    done = ensure(machine)
    assert done.returncode == 1
    assert "sudo apt-get install --no-install-recommends rabbitmq-server" in done.stderr


def test_without_apt_the_package_is_named(machine: Path) -> None:
    done = ensure(machine)
    assert done.returncode == 1
    assert "to run a message broker of our own, rabbitmq-server is needed" in done.stderr


def test_nothing_is_asked_for_when_nothing_is_missing(machine: Path) -> None:
    code = "from cli.distribution import ensure; ensure([], 'at all')"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env={"PATH": ""})
    assert done.returncode == 0
