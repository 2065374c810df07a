"""E-mail addresses: how they are written, and when two of them are the same."""

import unicodedata

from email_validator import EmailNotValidError, validate_email

from services.customer import plain_email


def parse(written: str) -> str:
    """The address, its domain in lower case; ValueError when it cannot be one.

    Nothing is asked of the network: whether a letter arrives is another question.
    """
    return plain_email.plain(written) or thorough(written)


def thorough(written: str) -> str:
    try:
        found = validate_email(written, check_deliverability=False, test_environment=True)
    except EmailNotValidError as error:
        raise ValueError(f"must be an e-mail address: {error}") from None
    return found.normalized


def identity(address: str) -> str:
    """Equal for what reaches the same mailbox: hardly a server minds the case or the width."""
    plain = address if address.isascii() else unicodedata.normalize("NFKC", address)
    return plain.casefold()
