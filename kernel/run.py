"""Starts one process of the system: `python -m kernel.run service customer`.

    service NAME    gateway [--port N]    relay NAME    projector GROUP
    sender webhooks    rebuild GROUP[,GROUP …]    switch-back GROUP    lag    overview

Services and the gateway run nameko on greenlets; everything else runs plain threads.
"""

import sys
from argparse import ArgumentParser, Namespace
from importlib import import_module

GREEN = ("service", "gateway")
ALONE = ("lag", "overview")  # need no name
PLAIN = ("relay", "projector", "sender", "rebuild", "switch-back", *ALONE)


def parse(argv: list[str]) -> Namespace:
    parser = ArgumentParser(prog="python -m kernel.run", description=__doc__)
    parser.add_argument("process", choices=(*GREEN, *PLAIN))
    parser.add_argument("name", nargs="?", default="")
    parser.add_argument("--port", type=int, default=8000, help="of the gateway")
    parser.add_argument("--host", default="127.0.0.1", help="address that the gateway listens on")
    parser.add_argument("--module", default="", help="where the service class is, if elsewhere")
    asked = parser.parse_args(argv)
    if not asked.name and asked.process not in ("gateway", *ALONE):
        parser.error(f"which {asked.process}?")
    return asked


def main(argv: list[str]) -> int:
    asked = parse(argv)
    if asked.process in GREEN:
        import_module("kernel.nameko.green").patch()  # before any other import takes a lock
        serve = import_module("kernel.nameko.serving").serve
    else:
        serve = import_module("kernel.plain").COMMANDS[asked.process]
    status: int = serve(asked)
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
