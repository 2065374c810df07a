"""How people are addressed."""

import pytest

from services.analytics.address_forms import addressed_as, surname


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("王芳", "王"), ("欧阳锋", "欧阳"), ("司马相如", "司马"), ("单于", "单于"), 
        ("歐陽修", "歐陽"),        ("𠮷田", "𠮷"), ("诸葛亮", "诸葛"),
    ],
)  # fmt: skip
def test_the_surname_is_the_first_character_or_a_compound_one(name: str, family: str) -> None:
    assert surname(name) == family


@pytest.mark.parametrize("name", ["Jaime Hayes", "王", "王芳 Fang", "杭州西湖茶业有限公司", ""])
def test_what_is_no_chinese_name_has_none(name: str) -> None:
    assert surname(name) is None


@pytest.mark.parametrize(
    ("name", "role", "form"),
    [
        ("王芳", "总经理", "王总"), ("王芳", "副总经理", "王总"), ("王芳", "CEO", "王总"),
        ("王芳", "王总", "王总"), ("李雷", "采购经理", "李经理"), ("欧阳锋", "主任", "欧阳主任"),
        ("李雷", "店长", "李老板"), ("李雷", "高级工程师", "李工"), ("李雷", "buyer", "李雷"),
        ("李雷", None, "李雷"), ("Jaime Hayes", "总经理", "Jaime Hayes"),
        ("李雷", "老板娘", "李老板"),
    ],
)  # fmt: skip
def test_people_are_addressed_by_surname_and_post(name: str, role: str | None, form: str) -> None:
    assert addressed_as(name, role) == form
