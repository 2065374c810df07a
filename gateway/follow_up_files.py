"""Files of a follow-up over HTTP: attached, downloaded, removed."""

from typing import Any

from gateway.answers import Receipted
from gateway.asked import Asked
from gateway.files import KINDS, LARGEST, SECONDS, Download, parts, send
from gateway.http import get, post
from gateway.multipart import File, Form
from gateway.routes import EVERY_ROLE
from gateway.shape import Query
from kernel.nameko import remote

PATH = "/v1/follow-ups/<follow_up_id>/files"
ONE = f"{PATH}/<file_id>"


class AttachFollowUpFile(Form):
    file = File(LARGEST, metadata={"description": KINDS})


class FollowUpFileRoutes:
    activity = remote("activity")

    @post(
        PATH, roles=EVERY_ROLE, body=AttachFollowUpFile,
        answer=Receipted("/v1/follow-ups/{follow_up_id}"), seconds=SECONDS,
    )  # fmt: skip
    def attach_follow_up_file(self, asked: Asked, follow_up_id: str) -> Any:
        """Attach a file to a follow-up; the id is the file's, the version the follow-up's."""
        where = {"follow_up_id": follow_up_id}
        send(self.activity, asked.body["file"], where)
        return self.activity.attach_file(**where)

    @get(ONE, roles=EVERY_ROLE, query=Query, answer=Download(), seconds=SECONDS)
    def download_follow_up_file(self, asked: Asked, follow_up_id: str, file_id: str) -> Any:
        """One file, for whoever may see the follow-up."""
        return parts(self.activity, follow_up_id=follow_up_id, file_id=file_id)

    @post(f"{ONE}/remove", roles=EVERY_ROLE)
    def remove_follow_up_file(self, asked: Asked, follow_up_id: str, file_id: str) -> Any:
        """Remove a file; what was in it is deleted."""
        return self.activity.remove_file(follow_up_id=follow_up_id, file_id=file_id)
