"""What comes of a demand: nothing, or the kind of its refusal."""

from collections.abc import Callable

from kernel import Refusal

DONE = None


def outcome(require: Callable[..., object], *args: object) -> type[Refusal] | None:
    try:
        require(*args)
    except Refusal as refusal:
        return type(refusal)
    return DONE
