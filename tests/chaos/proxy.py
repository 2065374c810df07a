"""A TCP proxy that does harm: latency, silence, resets, half-open ends, cuts and slow drips.

A process of its own, `python -m tests.chaos.proxy STATUS NAME:LISTEN:TARGET …`, told what to do by
JSON lines on its standard input; it ends with whoever holds that. Harm can be done to the
connections of some processes only: who is at the other end, the operating system tells.
"""

import asyncio
import json
import sys
from typing import Any

from tests.chaos.peers import Peers
from tests.chaos.wire import Harm, Wire


class Line:
    """One listening port and the server behind it."""

    def __init__(self, target: int, peers: Peers) -> None:
        self.target = target
        self.peers = peers
        self.harm = Harm()
        self.changed = asyncio.Event()
        self.wires: set[Wire] = set()

    def set(self, harm: Harm) -> None:
        """From now on; a connection that has lost something for good is reset at the end."""
        self.harm = harm
        for wire in list(self.wires):
            wire.judge()
        self.changed.set()
        self.changed = asyncio.Event()

    async def accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        here, there = (writer.get_extra_info(end)[1] for end in ("peername", "sockname"))
        owner = self.peers.owner(here, there)
        wire = Wire(self, owner, writer)
        self.wires.add(wire)
        try:
            await wire.run(reader)
        finally:
            self.wires.discard(wire)
            wire.end()


async def obey(lines: dict[str, Line]) -> None:
    loop = asyncio.get_running_loop()
    while order := await loop.run_in_executor(None, sys.stdin.readline):
        told: dict[str, Any] = json.loads(order)
        lines[told["line"]].set(Harm(told["kind"], told["amount"], tuple(told["owners"])))
        print("ok", flush=True)


async def main(status: str, named: list[str]) -> None:
    lines, peers = {}, Peers(status)
    for name, listen, target in (item.split(":") for item in named):
        lines[name] = Line(int(target), peers)
        await asyncio.start_server(lines[name].accept, "127.0.0.1", int(listen))
    print("ok", flush=True)
    await obey(lines)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2:]))
