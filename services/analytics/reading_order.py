"""The order of names: by pinyin, as in every Chinese list of people; of equal ones by character."""

from services import pinyin
from services.analytics.search_keys import words


def spoken(name: str) -> str:
    """Each character behind its syllable: 王芳 stands as `wang 王 fang 芳`, after 万 and 汪."""
    plain = " ".join(words(name))
    if plain.isascii():
        return plain
    return "".join(map(placed, pinyin.name_syllables(plain), plain))


def placed(syllable: str, char: str) -> str:
    return char if syllable == char else f"{syllable} {char} "
