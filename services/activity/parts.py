"""Values that several forms of this service read."""

from typing import Any

from kernel.form import Form


def whole(form: Form, field: str, value: Any, least: int, most: int) -> int | None:
    """None for what is not given."""
    if value is None:
        return None
    if isinstance(value, int) and value is not True and least <= value <= most:
        return value
    form.wrong(field, f"must be a whole number from {least} to {most}")
    return None
