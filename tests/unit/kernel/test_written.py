"""What a rebuild has not written it need not look for; what it has written it always does."""

from kernel.written import Written


def test_what_was_written_is_always_found_and_by_its_own_projection_only() -> None:
    written = Written()
    keys = [f"customer-{number}" for number in range(1_000)]
    written.add("directory", keys)
    assert written.among("directory", keys) == keys
    assert len(written.among("ladder", keys)) < 5


def test_what_was_never_written_is_hardly_ever_looked_for() -> None:
    written = Written()
    assert written.among("directory", ["new"]) == []
    written.add("directory", (f"old-{number}" for number in range(20_000)))
    assert len(written.among("directory", [f"new-{number}" for number in range(1_000)])) < 5
