"""How numbers are written where they are compared as text: 12.5 and 12.50 are one number."""

from decimal import Decimal, InvalidOperation

LONGEST = 40


def parsed(written: str) -> Decimal:
    """Raises ValueError."""
    try:
        found = Decimal(written.strip()[:LONGEST])
    except InvalidOperation:
        raise ValueError("is no number") from None
    if not found.is_finite() or abs(found.adjusted()) > LONGEST:  # as 1e-99999999 is, written out
        raise ValueError("is no number")
    return found


def number(found: Decimal) -> str:
    return f"{found.normalize() + 0:f}"


def money(amount: Decimal, currency: str) -> str:
    exact = Decimal(number(amount))
    places = max(2, -int(exact.as_tuple().exponent))
    return f"{exact:.{places}f} {currency}"
