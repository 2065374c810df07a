"""Rooms over HTTP: opened, changed, closed; listed for whoever books one."""

from typing import Any

from marshmallow import fields

from gateway.answers import Page, Receipted, Shown
from gateway.asked import Asked
from gateway.fields import Text
from gateway.http import get, post
from gateway.names import Title
from gateway.parts import Number
from gateway.queries import Listing
from gateway.routes import EVERY_ROLE, MANAGERS
from gateway.shape import Shape
from kernel.nameko import remote

PATH = "/v1/rooms/<room_id>"


class DescribeRoom(Shape):
    name = Title(100, required=True)
    seats = Number(1, 10_000, whole=True, metadata={"description": "more people do not book it"})
    place = Text(200)


class RoomShown(Shown):
    id = fields.String(required=True)
    version = fields.Integer(required=True)
    name = fields.String(required=True)
    seats = fields.Integer(required=True, allow_none=True)
    place = fields.String(required=True)
    closed = fields.Boolean(required=True)


class RoomRoutes:
    activity = remote("activity")
    analytics = remote("analytics")

    @post("/v1/rooms", roles=MANAGERS, body=DescribeRoom, answer=Receipted("/v1/rooms"))
    def open_room(self, asked: Asked) -> Any:
        """Let a room be booked."""
        return self.activity.open_room(**asked.body)

    @get("/v1/rooms", roles=EVERY_ROLE, query=Listing, answer=Page(RoomShown))
    def list_rooms(self, asked: Asked) -> Any:
        """All rooms, those that are closed too."""
        return self.analytics.rooms(**asked.filters)

    @post(f"{PATH}/describe", roles=MANAGERS, body=DescribeRoom)
    def describe_room(self, asked: Asked, room_id: str) -> Any:
        """Say anew what a room is called, how many seats it has, and where it is."""
        return self.activity.change_room(room_id=room_id, **asked.body)

    @post(f"{PATH}/close", roles=MANAGERS)
    def close_room(self, asked: Asked, room_id: str) -> Any:
        """Let a room be booked no more; what is booked stays."""
        return self.activity.close_room(room_id=room_id)

    @post(f"{PATH}/reopen", roles=MANAGERS)
    def reopen_room(self, asked: Asked, room_id: str) -> Any:
        """Let a room be booked again."""
        return self.activity.reopen_room(room_id=room_id)
