"""One connection through the fault proxy, and what is done to it on the way."""

import asyncio
import socket
import struct
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.chaos.proxy import Line

CHUNK = 65536
DROP = 48  # bytes at a time when it drips
RESET = struct.pack("ii", 1, 0)  # linger for no time at all


@dataclass(frozen=True)
class Harm:
    """`owners`: names of processes; none means everybody."""

    kind: str = "none"  # latency blackhole reset half-open deaf cut drip
    amount: float = 0.0  # seconds of latency, or bytes until the cut
    owners: tuple[str, ...] = ()

    def concerns(self, owner: str) -> bool:
        return self.kind != "none" and (not self.owners or owner in self.owners)


class Wire:
    """One connection, from a client to the server."""

    def __init__(self, line: "Line", owner: str, client: asyncio.StreamWriter) -> None:
        self.line = line
        self.owner = owner
        self.client = client
        self.server: asyncio.StreamWriter | None = None
        self.damaged = False  # bytes were lost on the way
        self.left = -1.0  # bytes until it is cut

    @property
    def harm(self) -> Harm:
        return self.line.harm if self.line.harm.concerns(self.owner) else Harm()

    def judge(self) -> None:
        kind = self.harm.kind
        if kind == "reset" or (kind == "none" and self.damaged):
            self.abort()
        elif kind == "half-open" and self.server:  # the server is gone, and nobody says so
            self.damaged = True
            self.server.transport.abort()
        self.left = self.harm.amount if kind == "cut" else -1.0

    def abort(self) -> None:
        """A reset at both ends, not a goodbye."""
        for writer in (self.client, self.server):
            if writer and (sock := writer.get_extra_info("socket")):
                with suppress(OSError):
                    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
                writer.transport.abort()

    def end(self) -> None:
        """A goodbye at both ends, if they could talk all the time."""
        if self.server is None or self.damaged:
            return self.abort()
        self.client.close()
        self.server.close()

    async def run(self, reader: asyncio.StreamReader) -> None:
        self.judge()
        await self.quiet()
        if self.client.is_closing():
            return
        with suppress(OSError):
            answers, self.server = await asyncio.open_connection("127.0.0.1", self.line.target)
            await asyncio.gather(
                self.pump(reader, self.server, True), self.pump(answers, self.client, False)
            )

    async def quiet(self) -> None:
        while self.harm.kind == "blackhole":
            await self.line.changed.wait()

    async def pump(
        self, source: asyncio.StreamReader, sink: asyncio.StreamWriter, asking: bool
    ) -> None:
        with suppress(OSError):
            while data := await source.read(CHUNK):
                await self.carry(data, sink, asking)
        while self.damaged and not self.client.is_closing():
            await self.line.changed.wait()  # the other end is not told that this one has gone
        sink.close()

    async def carry(self, data: bytes, sink: asyncio.StreamWriter, asking: bool) -> None:
        await self.quiet()
        harm = self.harm
        if harm.kind == "latency":
            await asyncio.sleep(harm.amount)
        elif harm.kind == "cut":
            data = self.cut(data)
        elif harm.kind == "drip":
            return await self.drip(data, sink)
        if self.lost(harm, asking) or self.client.is_closing():
            return
        sink.write(data)
        await sink.drain()

    def lost(self, harm: Harm, asking: bool) -> bool:
        if harm.kind == "deaf" and not asking:
            self.damaged = True
            return True
        return harm.kind == "half-open" and self.damaged

    def cut(self, data: bytes) -> bytes:
        """What still passes; the connection breaks in the middle of a message."""
        if len(data) < self.left:
            self.left -= len(data)
            return data
        self.abort()
        return b""

    async def drip(self, data: bytes, sink: asyncio.StreamWriter) -> None:
        for at in range(0, len(data), DROP):
            if self.harm.kind == "drip":
                await asyncio.sleep(0.002)
            sink.write(data[at : at + DROP])
            await sink.drain()
