"""Files as people save them: read alike whatever they were saved as, or refused with a reason."""

import zipfile
from datetime import date

import pytest
import xlsxwriter

from kernel.sheets import Limits, Unreadable, open_sheet

ROWS = [["客户名称", "电话"], ["王伟", "138 0013 8000"], ["李,\n娜", '说"好"']]
QUOTED = '客户名称{0}电话\r\n王伟{0}138 0013 8000\r\n\r\n"李,\n娜"{0}"说""好"""\r\n'


@pytest.fixture
def file(tmp_path):
    def write(content, name="f"):
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return write


def workbook(tmp_path, *rows, sheet="客户"):
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet(sheet)
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
    return path


def read(path, limits=None):
    sheet = open_sheet(path, limits)
    return [sheet.header, *(line.cells for line in sheet.lines())]


def refused(path, limits=None):
    with pytest.raises(Unreadable) as caught:
        read(path, limits)
    assert caught.value.fields["errors"][0]["field"] == "file"
    return caught.value.slug


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_every_usual_spelling_of_a_csv_is_read_alike(file, encoding, delimiter):
    assert read(file(QUOTED.format(delimiter).encode(encoding))) == ROWS


def test_a_row_is_named_by_the_line_that_it_begins_in(file):
    sheet = open_sheet(file(QUOTED.format(",").encode() + b"x,1\r\n"))

    assert [line.number for line in sheet.lines()] == [2, 4, 6]


def test_lines_can_be_read_again(file):
    sheet = open_sheet(file(QUOTED.format(",").encode()))

    assert list(sheet.lines()) == list(sheet.lines())


def test_a_delimiter_amid_a_quoted_header_does_not_count(file):
    assert read(file(b'"a,b,c";d\r\n1;2\r\n')) == [["a,b,c", "d"], ["1", "2"]]


@pytest.mark.parametrize(
    ("content", "slug"),
    [
        (b"", "empty-file"),
        (b"\r\n\r\n", "empty-file"),
        (b'a,b\r\n1,"2\r\n', "malformed-csv"),
        (b'a,b\r\n1,"2"3\r\n', "malformed-csv"),
        (b"name\r\n\x00\x01\x02", "not-text"),
        (b"name\r\n\xff\xff\xff", "unknown-encoding"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 a password", "encrypted-file"),
        (b"PK\x03\x04 and nothing else", "malformed-xlsx"),
    ],
)
def test_what_cannot_be_read_is_refused_with_what_to_do(file, content, slug):
    assert refused(file(content)) == slug


@pytest.mark.parametrize(
    ("limits", "slug"),
    [
        (Limits(rows=1), "too-many-rows"),
        (Limits(columns=1), "too-many-columns"),
        (Limits(cell=5), "too-long-cell"),
    ],
)
def test_what_is_too_large_is_refused(file, limits, slug):
    assert refused(file(QUOTED.format(",").encode()), limits) == slug
    assert read(file(QUOTED.format(",").encode()), Limits(rows=2, columns=2, cell=13)) == ROWS


def test_a_workbook_is_read_as_a_csv_is(tmp_path):
    sheet = open_sheet(workbook(tmp_path, *ROWS))

    assert (sheet.kind, sheet.header) == ("xlsx", ROWS[0])
    assert [(line.number, line.cells) for line in sheet.lines()] == [(2, ROWS[1]), (3, ROWS[2])]


def test_cells_of_a_workbook_are_the_text_that_they_show(tmp_path):
    path = tmp_path / "kinds.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["a", "b", "c", "d", "e", "f"])
        page.write_number(1, 0, 13800138000)
        page.write_number(1, 1, 0.5)
        page.write_number(1, 2, 913301061234567890)  # Excel has lost its last digits
        page.write_datetime(1, 3, date(2018, 7, 18), book.add_format({"num_format": "d.m."}))
        page.write_formula(1, 4, '=HYPERLINK("http://x")', None, "click")
        page.write_boolean(1, 5, True)

    assert read(path)[1] == [
        "13800138000", "0.5", "9.13301061234568E+17", "2018-07-18", "click", "TRUE",
    ]  # fmt: skip


def test_the_first_sheet_with_rows_is_read(tmp_path):
    path = tmp_path / "two.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("empty")
        book.add_worksheet("full").write_row(4, 2, ["name"])

    assert read(path) == [["name"]]


def test_a_workbook_that_unpacks_to_far_more_is_not_unpacked(tmp_path):
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", "<workbook/>")
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * 30_000_000)

    assert refused(path) == "zip-bomb"


def test_a_sheet_of_billions_of_cells_is_refused_by_its_size(tmp_path):
    rows = [["a"] * 300]
    assert refused(workbook(tmp_path, *rows)) == "too-many-columns"


def test_another_zip_is_no_workbook(tmp_path):
    path = tmp_path / "other.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("readme.txt", "hello")

    assert refused(path) == "not-a-workbook"
