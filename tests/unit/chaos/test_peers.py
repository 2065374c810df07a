"""Which connection of the operating system's table is meant: one of both ends, not of one."""

from tests.chaos.peers import inode_of

TABLE = """\
  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:B3D8 0100007F:1F90 06 00000000:00000000 03:00000A1C 00000000     0        0 0 3
   1: 0100007F:58F4 0100007F:B3D8 01 00000000:00000000 00:00000000 00000000     0        0 41 1
   2: 0100007F:B3D8 0100007F:58F4 01 00000000:00000000 00:00000000 00000000     0        0 42 1
"""


def test_one_port_may_be_the_end_of_several_connections():
    assert inode_of(0xB3D8, 0x58F4, TABLE) == "42"


def test_the_servers_own_end_is_not_the_clients():
    assert inode_of(0x58F4, 0xB3D8, TABLE) == "41"


def test_who_has_gone_is_nobody():
    assert inode_of(0xB3D9, 0x58F4, TABLE) is None
