"""What a file is, by its content, and whether its name says so."""

import pytest

from services.media import LONGEST_SAMPLE, media_type, safe

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 30
DOCX = b"PK\x03\x04" + b"\0" * 26 + b"[Content_Types].xml ... word/document.xml"


@pytest.mark.parametrize(
    ("name", "sample", "kind"),
    [
        ("报价单.pdf", b"%PDF-1.7\n", "application/pdf"),
        ("门头.PNG", PNG, "image/png"),
        ("a.b.jpeg", b"\xff\xd8\xff\xe0", "image/jpeg"),
        ("x.webp", b"RIFF\0\0\0\0WEBPVP8 ", "image/webp"),
        ("录音.wav", b"RIFF\0\0\0\0WAVEfmt ", "audio/wav"),
        ("录音.amr", b"#!AMR\n", "audio/amr"),
        ("合同.doc", bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 9, "application/msword"),
        ("备注.txt", "中午休息".encode(), "text/plain"),
        ("备注.txt", "中午休息".encode("gb18030"), "text/plain"),
        ("客户.csv", b"\xef\xbb\xbfname\r\n", "text/csv"),
    ],
)
def test_a_file_is_what_its_content_says(name, sample, kind):
    assert media_type(name, sample) == kind


def test_office_documents_are_told_by_what_is_packed_in_them():
    assert media_type("合同.docx", DOCX).endswith("wordprocessingml.document")
    for name, sample in (("合同.xlsx", DOCX), ("合同.docx", b"PK\x03\x04" + b"\0" * 60)):
        with pytest.raises(ValueError, match="must be what its name says"):
            media_type(name, sample)


@pytest.mark.parametrize(
    ("name", "sample"),
    [
        ("x.pdf", PNG), ("x.png", b"%PDF-1.7"), ("x.exe", b"MZ\x90\0"), ("x.txt", b"MZ\x90\0"),
        ("x.html", b"<script>"), ("x.svg", b"<svg onload=alert(1)>"), ("x.zip", b"PK\x03\x04"),
        ("pdf", b"%PDF-1.7"), ("x", b"%PDF-1.7"), ("x.txt", b"\xff\xff\xff\xff\xff\xff"),
        ("x.txt", b"a\0b"),
    ],
)  # fmt: skip
def test_what_pretends_or_can_do_harm_is_refused(name, sample):
    with pytest.raises(ValueError, match="must be what its name says"):
        media_type(name, sample)


def test_a_sample_may_end_within_a_character():
    text = ("茶" * LONGEST_SAMPLE).encode()

    assert media_type("x.txt", text[:LONGEST_SAMPLE]) == "text/plain"


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("报价单.pdf", "报价单.pdf"), ("../../etc/passwd", "_.._etc_passwd"),
        ("a\u202eb.pdf", "a_b.pdf"),
        ('a"b:c*.txt', "a_b_c_.txt"), ("x" * 300 + ".pdf", "x" * 196 + ".pdf"), (" .. ", ""),
    ],
)  # fmt: skip
def test_a_name_is_one_on_every_system(name, kept):
    assert safe(name) == kept
