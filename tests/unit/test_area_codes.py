import pytest
from phonenumbers.geodata import GEOCODE_DATA

from services.area_codes import area_code, cities, places


@pytest.mark.parametrize(
    ("city", "province", "code"),
    [
        ("杭州市", "浙江省", "0571"),
        ("杭州", None, "0571"),
        ("恩施土家族苗族自治州", "湖北省", "0718"),
        (None, "上海市", "021"),
        ("市辖区", "北京市", "010"),
        ("五指山市", "海南省", "0898"),
        ("海南藏族自治州", "青海省", "0974"),
        (None, "浙江省", None),
        ("Springfield", None, None),
        (None, None, None),
    ],
)
def test_the_area_code_of_a_city(city, province, code):
    assert area_code(city, province) == code


@pytest.mark.parametrize(("city", "code"), cities().items())
def test_the_code_is_what_libphonenumber_says(city, code):
    """It names a number's place by its longest known beginning; some share another one's code."""
    digits = f"86{code[1:]}"
    known = next(
        (GEOCODE_DATA[digits[:end]]["zh"] for end in (len(digits), len(digits) - 1)
         if "zh" in GEOCODE_DATA.get(digits[:end], {})),
        "",
    )  # fmt: skip

    assert city in known or city in SHARING


SHARING = frozenset(
    {"迪庆", "德宏", "嘉峪关", "金昌", "来宾", "贺州", "贵港", "济源", "儋州", "三沙", "株洲"}
)


def test_places_have_both_names():
    assert {"杭州", "杭州市", "浙江", "浙江省"} <= places()
