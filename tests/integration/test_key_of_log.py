"""A log is not written with another key than it was begun with."""

import pytest

from kernel.key_of_log import WrongKey, confirm
from tests.integration.servers import throwaway_database


def test_the_first_key_is_kept_and_another_is_refused_by_the_name_of_its_setting():
    with throwaway_database() as database:
        confirm(database, "GUANXI_IDENTITY_KEY", b"first")
        confirm(database, "GUANXI_IDENTITY_KEY", b"first")
        with pytest.raises(WrongKey, match="GUANXI_IDENTITY_KEY"):
            confirm(database, "GUANXI_IDENTITY_KEY", b"second")
        confirm(database, "ANOTHER_KEY", b"second")


def test_the_key_itself_is_not_written_down():
    with throwaway_database() as database:
        confirm(database, "GUANXI_IDENTITY_KEY", b"first")
        assert b"first" not in repr(list(database["keys"].find())).encode()
