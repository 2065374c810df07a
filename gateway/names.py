"""Names, which people tell apart by looking at them: nothing unseen may make two out of one."""

import unicodedata
from typing import Any

from gateway.fields import Text, says
from kernel import visible

JOINERS = "\u200c\u200d"  # Persian names and some pictures are written with them
IDEOGRAPHS = range(0x20000, 0x3FFFE)  # our tables lag behind the rare characters in Chinese names
UNSEEN = frozenset({"Cf", "Cn", "Co", "Cs"})


class Title(Text):
    """What something is called. It is seen, and it reads as it is written."""

    default_error_messages = says(
        blank="Please give a name that can be seen.",
        unseen="Please take out the characters that cannot be seen or that turn the text around.",
    )

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:
        text = super()._deserialize(value, attr, data, **kwargs)
        if text and any(map(unseen, text)):
            raise self.make_error("unseen")
        if text and not visible.some_seen(text):
            raise self.make_error("blank")
        return text


class Person(Text):
    """The name that somebody signs in with."""

    default_error_messages = says(
        unseen="Please take out the characters that cannot be seen; nobody signs in with them."
    )

    def __init__(self, **options: Any) -> None:
        super().__init__(200, **options)

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:
        text = super()._deserialize(value, attr, data, **kwargs)
        if text and not visible.all_seen(text):
            raise self.make_error("unseen")
        return text


def unseen(char: str) -> bool:
    known = char in JOINERS or ord(char) in IDEOGRAPHS
    return not known and unicodedata.category(char) in UNSEEN
