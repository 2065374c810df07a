from io import BytesIO
from re import findall
from typing import Any
from xml.etree import ElementTree

import pytest
from python_calamine import CalamineWorkbook

from gateway.chart import MOST, chart
from gateway.chart_style import BAD, GOOD, coloured
from gateway.drawing import FILES, font, raster, svg
from gateway.query_tables import query_csv, query_rows
from gateway.workbook import workbook
from kernel.refusal import Invalid, Unavailable

USD, CNY = {"currency": "USD"}, {"currency": "CNY"}
SVG = "{http://www.w3.org/2000/svg}"


def answer(keys: str, measures: str, *rows: list[Any], **more: Any) -> dict[str, Any]:
    """Columns as `owner:text`, several with blanks between."""
    columns = [
        dict(zip(("name", "kind"), one.split(":"), strict=True), role=role)
        for role, named in (("key", keys), ("measure", measures))
        for one in named.split()
    ]
    named = [{c["name"]: v for c, v in zip(columns, row, strict=True)} for row in rows]
    return {"columns": columns, "rows": named} | more


def texts(picture: bytes) -> list[str]:
    return [node.text or "" for node in ElementTree.fromstring(picture).iter(f"{SVG}text")]


BY_STAGE = answer("stage:text", "count:number", ["意向", 40], ["高意向", 25], ["成交", 12])
WON = answer(
    "owner:text currency:text",
    "sum_amount:money count:number",
    ["李明", "USD", {"amount": "10.50"} | USD, 3],
    [None, "USD", {"amount": "4.00"} | USD, 1],
)


def test_measures_of_one_kind_share_an_axis_and_money_names_its_currency():
    made = chart(WON, title="各人赢单")

    assert made.kind == "bar"
    assert made.title == "各人赢单 · USD"
    assert made.labels == ["李明", "—"]
    assert made.series == {"sum_amount": [10.5, 4.0]}


def test_large_sums_of_yuan_are_told_in_ten_thousands():
    rows = [
        ["李明", "CNY", {"amount": "1234500.00"} | CNY],
        ["王芳", "CNY", {"amount": "5000.00"} | CNY],
    ]
    made = chart(answer("owner:text currency:text", "sum_amount:money", *rows))
    assert (made.title, made.series) == ("sum_amount · CNY 万元", {"sum_amount": [123.45, 0.5]})

    report = chart(answer("key:text", "amounts_CNY:number", ["李明", 1_234_500]))
    assert report.series == {"amounts_CNY": [1234500.0]}
    columns = [
        {"name": "key", "kind": "text", "role": "key"},
        {"name": "amounts CNY", "kind": "number", "role": "measure"},
    ]
    told = chart({"columns": columns, "rows": [{"key": "李明", "amounts CNY": 1_234_500}]})
    assert told.series == {"amounts CNY": [123.45]}
    small = chart(answer("owner:text currency:text", "sum_amount:money", rows[1]))
    assert small.series == {"sum_amount": [5000.0]}


def test_sums_of_several_currencies_have_no_axis():
    mixed = answer(
        "currency:text", "sum_amount:money",
        ["USD", {"amount": "1.00"} | USD], ["CNY", {"amount": "1.00"} | CNY],
    )  # fmt: skip
    with pytest.raises(Invalid, match="CNY, USD") as refused:
        chart(mixed)
    assert refused.value.slug == "several-currencies"


def test_periods_are_a_line_and_a_second_key_is_its_series():
    made = chart(
        answer(
            "closed_at_month:period product:text", "count:number",
            ["2017-01", "GTX", 1], ["2017-02", "GTX", 2], ["2017-02", "MG", 3],
        )
    )  # fmt: skip

    assert made.kind == "line"
    assert made.labels == ["2017-01", "2017-02"]
    assert made.series == {"GTX": [1.0, 2.0], "MG": [0.0, 3.0]}


def test_time_runs_one_way_and_through_the_periods_without_anything():
    rows = [[None, "MG", 9], ["2017-11", "MG", 1], ["2018-02", "MG", 2], ["2017-12", "GTX", 3]]
    made = chart(answer("closed_at_month:period product:text", "count:number", *rows))

    assert made.labels == ["2017-11", "2017-12", "2018-01", "2018-02"]
    assert made.series == {"MG": [1.0, 0.0, 0.0, 2.0], "GTX": [0.0, 3.0, 0.0, 0.0]}
    assert made.title.endswith("undated left out")
    bars = chart(
        answer("at_year:period", "avg_days:number", [None, 4], ["2017", 2], ["2019", 3]), "bar"
    )
    assert (bars.labels, bars.title) == (["2017", "2018", "2019", "—"], "avg_days")
    assert bars.series == {"avg_days": [2.0, None, 3.0, 4.0]}


def test_what_was_won_is_green_and_what_was_lost_is_red():
    assert coloured(["won", "lost", "engaging"]).colors == (GOOD, BAD, "#4c78a8")
    rows = [["ann", "won", 3], ["ann", "lost", 2]]
    made = chart(answer("owner:text stage:text", "count:number", *rows))

    assert {GOOD.encode(), BAD.encode()} <= set(findall(b"#[0-9a-f]{6}", svg(made)))
    assert BAD.encode() not in svg(chart(BY_STAGE))


def test_without_a_key_the_measures_are_the_labels():
    made = chart(answer("", "count:number avg_days:number", [5, 7.25]))

    assert (made.labels, made.series) == (["count", "avg_days"], {"": [5.0, 7.25]})


def test_what_is_left_out_is_said():
    assert chart(BY_STAGE | {"truncated": True, "groups": 30}).title == "count (3/30)"


@pytest.mark.parametrize("kind", MOST)
def test_too_much_for_a_chart_is_refused_with_advice(kind):
    many = answer("owner:text", "count:number", *[[f"p{n}", n] for n in range(MOST[kind] + 1)])

    with pytest.raises(Invalid, match="limit"):
        chart(many, kind)


@pytest.mark.parametrize("kind", ["bar", "line", "pie", "funnel"])
def test_an_svg_keeps_text_as_text_and_runs_nothing(kind):
    drawn = svg(chart(BY_STAGE, kind, "漏斗 <b>&"))

    written = [one.partition(" · ")[0] for one in texts(drawn)]
    assert {"意向", "高意向", "成交"} <= set(written)
    assert "漏斗 <b>&" in texts(drawn)
    assert {"40", "25", "12"} <= set(texts(drawn))
    assert b"<script" not in drawn
    assert b"<!--" not in drawn


@pytest.mark.parametrize("kind", ["bar", "line", "pie", "funnel"])
def test_nothing_is_drawn_as_nothing(kind):
    empty = answer("stage:text", "count:number")

    assert b"no data" in svg(chart(empty, kind)) or "0" in texts(svg(chart(empty, kind)))


def test_a_funnel_begins_as_broad_as_its_first_stage():
    polygons = [
        [tuple(map(float, pair.split())) for pair in chunks(node.attrib["points"])]
        for node in ElementTree.fromstring(svg(chart(BY_STAGE, "funnel"))).iter(f"{SVG}polygon")
    ]
    left, right = sorted({x for x, _ in polygons[0]})
    heights = [max(y for x, y in polygons[0] if x == side) for side in (left, right)]

    assert heights[0] == heights[1]


def chunks(points: str) -> list[str]:
    numbers = points.replace(",", " ").split()
    return [" ".join(numbers[n : n + 2]) for n in range(0, len(numbers), 2)]


def test_many_bars_lie_so_that_their_names_can_be_read():
    many = answer("owner:text", "count:number", *[[f"Darcel Schlecht {n}", n] for n in range(40)])
    few = answer("owner:text", "count:number", ["ann", 1])

    def height(picture: bytes) -> int:
        return int(ElementTree.fromstring(picture).attrib["viewBox"].split()[3])

    assert height(svg(chart(many))) > height(svg(chart(few)))


def test_what_xml_cannot_hold_is_left_out():
    odd = answer("owner:text", "count:number", ["a\x0bb\uffff", 1])

    assert "a b " in texts(svg(chart(odd)))


def test_a_png_is_made_of_it():
    dots = raster(svg(chart(BY_STAGE)), [])

    assert dots.startswith(b"\x89PNG")
    assert int.from_bytes(dots[16:20]) == 1920


def test_without_a_font_for_chinese_no_name_is_left_out(tmp_path):
    with pytest.raises(Unavailable, match="fonts-wqy-microhei"):
        font(tmp_path)

    there = tmp_path / FILES[1]
    there.parent.mkdir(parents=True)
    there.touch()
    assert font(tmp_path) == str(there)


def test_a_table_has_an_amount_and_its_currency_in_columns_of_their_own():
    assert query_csv(WON).decode("utf-8-sig").splitlines() == [
        '"owner","currency","sum_amount","count"',
        '"李明","USD","10.50","3"',
        '"","USD","4.00","1"',
    ]


def test_an_empty_table_has_its_headings():
    assert b'"stage","count"' in query_csv(answer("stage:text", "count:number"))


def test_a_workbook_has_numbers_and_runs_nothing():
    sums = {"amount": "99999999999999.9999"} | USD
    hostile = answer(
        "owner:text", "sum_amount:money count:number",
        ["=1+1", {"amount": "10.50"} | USD, 3], ["@x", sums, 2], ["2017", None, 1],
    )  # fmt: skip
    made = workbook(query_rows(hostile))
    rows = CalamineWorkbook.from_filelike(BytesIO(made)).get_sheet_by_index(0).to_python()

    assert rows == [
        ["owner", "sum_amount", "count"],
        ["=1+1", 10.5, 3.0],
        ["@x", "99999999999999.9999", 2.0],
        ["2017", "", 1.0],
    ]
    assert b"<f>" not in made
