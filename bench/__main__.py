"""Measures the running system: `./crm bench [log] [http] [--rounds N]` prints a table."""

import argparse
import os
import platform
import sys
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from bench import http, log
from bench.figures import markdown

RESULTS = Path(__file__).parent / "results"
SECTIONS = {"log": log.figures, "http": http.figures}


def machine() -> str:
    libraries = ", ".join(f"{name} {version(name)}" for name in ("pymongo", "nameko", "kombu"))
    return f"{os.cpu_count()} cores, Python {platform.python_version()}, {libraries}"


def report(what: str) -> None:
    print(f"  measuring: {what} …", file=sys.stderr)


def main() -> int:
    parser = argparse.ArgumentParser(prog="./crm bench", description=__doc__)
    parser.add_argument("sections", nargs="*", choices=[[], *SECTIONS], help="default: all")
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    found = []
    for name in asked.sections or SECTIONS:
        found += SECTIONS[name](asked.rounds, report)
    text = (
        f"{datetime.now(UTC):%Y-%m-%d}, {machine()}, {asked.rounds} rounds\n\n{markdown(found)}\n"
    )
    print(text)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "spine.md").write_text(f"# The spine, measured\n\n{text}", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
