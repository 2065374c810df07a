import pytest

from kernel import Invalid
from kernel.form import Form
from services.customer import divisions
from services.customer.address import read, split


def address(**given):
    with Form() as form:
        return read(form, "addresses.0", given)


def wrong(given):
    with pytest.raises(Invalid) as caught, Form() as form:
        read(form, "addresses.0", given)
    return {error["field"] for error in caught.value.fields["errors"]}


@pytest.mark.parametrize(
    ("written", "code", "units", "street", "detail"),
    [
        (
            "浙江省杭州市西湖区北山街道曙光路1号",
            "330106",
            "浙江省/杭州市/西湖区",
            "北山街道",
            "曙光路1号",
        ),
        ("浙江 杭州 西湖区 龙井路1号", "330106", "浙江省/杭州市/西湖区", None, "龙井路1号"),
        ("中国浙江省温州市鹿城区", "330302", "浙江省/温州市/鹿城区", None, None),
        ("义乌市稠州北路1号", "330782", "浙江省/金华市/义乌市", None, "稠州北路1号"),
        ("浙江省义乌市稠州北路1号", "330782", "浙江省/金华市/义乌市", None, "稠州北路1号"),
        ("北京市朝阳区建国路88号", "110105", "北京市/北京市/朝阳区", None, "建国路88号"),
        ("北京市市辖区朝阳区建国路", "110105", "北京市/北京市/朝阳区", None, "建国路"),
        (
            "北京市北京市海淀区中关村大街1号",
            "110108",
            "北京市/北京市/海淀区",
            None,
            "中关村大街1号",
        ),
        (
            "上海浦东新区张江镇科苑路88号",
            "310115",
            "上海市/上海市/浦东新区",
            "张江镇",
            "科苑路88号",
        ),
        (
            "重庆市渝中区解放碑街道民权路28号",
            "500103",
            "重庆市/重庆市/渝中区",
            "解放碑街道",
            "民权路28号",
        ),
        ("天津市和平区南京路1号", "120101", "天津市/天津市/和平区", None, "南京路1号"),
        ("广东省东莞市虎门镇连升路1号", "441900", "广东省/东莞市/", "虎门镇", "连升路1号"),
        ("河南省济源市沁园路1号", "419001", "河南省//济源市", None, "沁园路1号"),
        ("吉林市昌邑区解放路", "220202", "吉林省/吉林市/昌邑区", None, "解放路"),
        ("吉林省吉林市昌邑区", "220202", "吉林省/吉林市/昌邑区", None, None),
        ("湘西吉首市人民路", "433101", "湖南省/湘西土家族苗族自治州/吉首市", None, "人民路"),
        ("内蒙古呼和浩特市新城区", "150102", "内蒙古自治区/呼和浩特市/新城区", None, None),
        ("香港特别行政区中环", "810000", "香港特别行政区//", None, "中环"),
        ("中山市古镇镇中兴大道", "442000", "广东省/中山市/", "古镇镇", "中兴大道"),
        ("乐清市柳市镇后街村12号", "330382", "浙江省/温州市/乐清市", "柳市镇", "后街村12号"),
        ("江苏镇江路1号", "320000", "江苏省//", None, "镇江路1号"),
    ],
)
def test_an_address_is_split_into_its_divisions(written, code, units, street, detail):
    found = split(written)

    names = (found.division.province, found.division.city, found.division.district)
    assert (found.division.code, "/".join(name or "" for name in names)) == (code, units)
    assert (found.street, found.detail) == (street, detail)


@pytest.mark.parametrize(
    "written", ["北京路12号", "上海大厦3楼", "南京东路100号", "朝阳区建国路1号", "Main Street 1"]
)
def test_what_only_sounds_like_a_division_is_none(written):
    assert (split(written).division, split(written).detail) == (None, written)


@pytest.mark.parametrize(
    ("written", "postcode"),
    [
        ("浙江省杭州市西湖区龙井路1号 310007", "310007"),
        ("310007 浙江省杭州市西湖区龙井路1号", "310007"),
        ("浙江省杭州市西湖区龙井路1号(邮编:310007)", "310007"),
        ("浙江省杭州市西湖区龙井路1号 邮编 310007", "310007"),
        ("浙江省杭州市西湖区龙井路100001号", None),
        ("浙江省杭州市西湖区龙井路1号 13800138000", None),
    ],
)
def test_a_postcode_is_six_digits_by_themselves(written, postcode):
    assert split(written).postcode == postcode
    assert split(written).division.code == "330106"


def test_an_address_keeps_what_was_typed_beside_its_parts():
    found = address(written=" 杭州西湖区龙井路1号 ", postcode="310007")

    assert found.written == "杭州西湖区龙井路1号"
    assert (found.province, found.city, found.district) == ("浙江省", "杭州市", "西湖区")
    assert (found.detail, found.division, found.postcode) == ("龙井路1号", "330106", "310007")


def test_parts_can_be_given_one_by_one_and_make_the_text():
    found = address(province="浙江省", city="杭州市", district="余杭区", detail="文一西路969号")

    assert found.written == "浙江省杭州市余杭区文一西路969号"
    assert (found.division, found.detail) == ("330110", "文一西路969号")


def test_a_part_that_is_given_counts_more_than_the_text():
    found = address(
        written="杭州西湖区龙井路1号", district="余杭区", city="杭州市", street="五常街道"
    )

    assert (found.district, found.division, found.street) == ("余杭区", "330110", "五常街道")


def test_a_code_says_where_the_address_is_and_the_text_the_rest():
    found = address(written="西湖区龙井路1号", division="330106")

    assert (found.city, found.district, found.division) == ("杭州市", "西湖区", "330106")


def test_an_address_abroad_stays_as_it_is():
    found = address(written="1 Main Street, Berlin", city="Berlin")

    assert (found.city, found.division, found.detail) == ("Berlin", None, "1 Main Street, Berlin")


def test_what_was_read_can_be_sent_again():
    once = address(written="浙江省杭州市西湖区龙井路1号 310007", latitude=30.2, longitude=120.1,
                   datum="GCJ-02")  # fmt: skip
    again = vars(once) | {"latitude": once.given_latitude, "longitude": once.given_longitude}

    assert address(**again) == once


@pytest.mark.parametrize(
    ("given", "fields"),
    [
        ("西湖区", {"addresses.0"}),
        ({}, {"addresses.0"}),
        ({"written": " "}, {"addresses.0"}),
        ({"written": 7}, {"addresses.0.written"}),
        ({"written": "x", "division": "999999"}, {"addresses.0.division"}),
        ({"written": "x", "division": 330106}, {"addresses.0.division"}),
        ({"written": "x", "postcode": "31000"}, {"addresses.0.postcode"}),
        ({"written": "x", "planet": "Earth"}, {"addresses.0.planet"}),
        ({"written": "x", "latitude": 30.0}, {"addresses.0.latitude"}),
        ({"written": "x", "latitude": 30, "longitude": 181, "datum": "WGS-84"},
         {"addresses.0.latitude"}),
        ({"written": "x", "latitude": 30, "longitude": 120}, {"addresses.0.datum"}),
        ({"written": "x", "latitude": True, "longitude": 1, "datum": "WGS-84"},
         {"addresses.0.latitude"}),
        ({"written": "x", "latitude": float("nan"), "longitude": 1, "datum": "WGS-84"},
         {"addresses.0.latitude"}),
    ],
)  # fmt: skip
def test_a_wrong_address_is_refused_by_its_part(given, fields):
    assert wrong(given) == fields


def test_every_division_of_the_table_is_found_by_its_full_name():
    for division in divisions.coded().values():
        units = dict.fromkeys((division.province, division.city, division.district))
        text = "".join(name for name in units if name)
        assert split(text).division == division, text
