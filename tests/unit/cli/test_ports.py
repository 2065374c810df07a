"""Ports are remembered while they are free, and never given twice."""

import socket
from pathlib import Path

from cli.ports import assign, free_port, is_free, remember, remembered


def test_a_remembered_port_is_used_again() -> None:
    port = free_port()
    assert assign(["mongo"], {"mongo": port}) == {"mongo": port}


def test_a_remembered_port_that_somebody_took_is_replaced() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert not is_free(port)
        assert assign(["mongo"], {"mongo": port})["mongo"] != port


def test_no_two_names_get_the_same_port() -> None:
    ports = assign([str(number) for number in range(50)], {})
    assert len(set(ports.values())) == 50


def test_what_is_remembered_comes_back(tmp_path: Path) -> None:
    remember(tmp_path / "state.json", {"gateway": 8000})
    assert remembered(tmp_path / "state.json") == {"gateway": 8000}


def test_a_damaged_state_file_means_the_first_day(tmp_path: Path) -> None:
    damaged = tmp_path / "state.json"
    for text in ("", "{", "[]", '{"ports": 1}', '{"ports": {"gateway": "x"}}'):
        damaged.write_text(text)
        assert remembered(damaged) == {}
    assert remembered(tmp_path / "missing.json") == {}
