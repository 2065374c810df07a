"""Cards as telephones and mail programs write them, of every version, and as enemies do."""

import pytest

from gateway.vcard_lines import LONGEST, MOST_BREAKS, MOST_LINES, cards, lines
from gateway.vcard_reading import LONGEST_NOTE, people
from gateway.vcard_values import MOST_WAYS
from kernel.refusal import Invalid

NOKIA = (  # 2.1, quoted-printable in GBK, soft breaks, an attached picture without blanks before it
    b"BEGIN:VCARD\r\nVERSION:2.1\r\n"
    b"N;CHARSET=GB18030;ENCODING=QUOTED-PRINTABLE:=CD=F5;=CE=B0;;;\r\n"
    b"FN;CHARSET=GB18030;ENCODING=QUOTED-PRINTABLE:=CD=F5=CE=B0\r\n"
    b"TEL;CELL;VOICE:13800138000\r\nTEL;WORK;FAX:057188880000\r\n"
    b"ORG;CHARSET=GB2312;ENCODING=QUOTED-PRINTABLE:=BA=BC=D6=DD=B2=E8=D0=D0;=\r\n"
    b"=B2=C9=B9=BA=B2=BF\r\n"
    b"NOTE;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:=E7=AC=AC=E4=B8=80=E8=A1=8C=0D=0A=\r\n"
    b"=E7=AC=AC=E4=BA=8C=E8=A1=8C\r\n"
    b"PHOTO;ENCODING=BASE64;JPEG:/9j/4AAQSkZJRgABAQAAAQABAAD\r\n"
    b"TEL0000AAAAAAAAAAAAAA==\r\n\r\nX-WECHAT:wangwei88\r\nEND:VCARD\r\n"
)
ANDROID = """BEGIN:VCARD
VERSION:2.1
N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=E6=9D=8E;=E5=A8=9C;;;
TEL;CELL:+86 139-0013-9000
TEL;X-CUSTOM(CHARSET=UTF-8,ENCODING=QUOTED-PRINTABLE,=E5=BA=97):0571-88888888
EMAIL;HOME:lina@tea.example
X-QQ:10001000
END:VCARD
"""
IPHONE = """BEGIN:VCARD
VERSION:3.0
PRODID:-//Apple Inc.//iPhone OS 17.1//EN
N:陈;静;;;
FN:陈静
ORG:丝行\\, 苏州;销售;
TITLE:总经理
item1.EMAIL;type=INTERNET;type=pref:chen@silk.example
item1.X-ABLabel:_$!<Work>!$_
TEL;type=CELL;type=VOICE;type=pref:+86 137 0013 7000
item2.ADR;type=WORK;type=pref:;;观前街 1 号;苏州市;江苏省;215000;中国
BDAY;value=date;X-APPLE-OMIT-YEAR=1604:1604-05-02
IMPP;X-SERVICE-TYPE=WeChat;type=pref:x-apple:chenjing_88
NOTE:先打电话\\n再来\\; 别带样品
PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQSkZJRgABAQAAAQABAAD
 TEL;CELL:13900000000
END:VCARD
"""
RFC = """BEGIN:VCARD
VERSION:4.0
FN;PREF=1:Zoë O'Neill
N:O'Neill;Zoë;;Dr.;
TEL;VALUE=uri;PREF=1;TYPE="voice,work":tel:+1-418-656-9254;ext=102
TEL;VALUE=uri;TYPE="cell,fax":tel:+1-418-262-6501
EMAIL;TYPE=work:zoe@example.com
IMPP;PREF=1:wechat:zoe_oneill
IMPP:xmpp:zoe@example.com
BDAY:19850412
ORG:Great Tea;Import
ADR;GEO="geo:12.3457,78.910";LABEL="Suite: 100":;Suite 100;2 Rue;Québec;QC;G1V 2M2;Canada
URL:http://zoe.example
END:VCARD
"""


def only(content):
    [found] = people(content if isinstance(content, bytes) else content.encode(), 10)
    return found


def test_an_old_telephone_writes_quoted_printable_in_gbk():
    found = only(NOKIA)

    assert found["given"] == {
        "name": "王伟", "company": "杭州茶行", "department": "采购部", "phones": ["13800138000"],
        "messaging": [{"kind": "wechat", "id": "wangwei88"}], "remark": "第一行\n第二行",
    }  # fmt: skip
    assert found["warnings"] == ["a fax or pager number is left out"]


def test_android_writes_2_1_in_utf_8():
    assert only(ANDROID.replace("\n", "\r\n"))["given"] == {
        "name": "李娜", "phones": ["+86 139-0013-9000", "0571-88888888"],
        "emails": ["lina@tea.example"], "messaging": [{"kind": "qq", "id": "10001000"}],
    }  # fmt: skip


def test_an_iphone_writes_3_0_and_groups_what_has_a_label():
    found = only(IPHONE)

    assert found["given"] == {
        "name": "陈静", "company": "丝行, 苏州", "department": "销售", "role": "总经理",
        "phones": ["+86 137 0013 7000"], "emails": ["chen@silk.example"],
        "messaging": [{"kind": "wechat", "id": "chenjing_88"}],
        "addresses": [{"written": "江苏省苏州市观前街 1 号"}],
        "remark": "先打电话\n再来; 别带样品",
    }  # fmt: skip
    assert found["warnings"] == ["the birthday is left out: it is no day with its year"]


def test_4_0_writes_numbers_as_addresses_and_several_types_in_quotes():
    assert only(RFC)["given"] == {
        "name": "Zoë O'Neill", "company": "Great Tea", "department": "Import",
        "birthday": "1985-04-12", "phones": ["+1-418-656-9254 ext. 102", "+1-418-262-6501"],
        "emails": ["zoe@example.com"], "messaging": [{"kind": "wechat", "id": "zoe_oneill"}],
        "addresses": [{"written": "Suite 100, 2 Rue, Québec, QC, G1V 2M2, Canada"}],
    }  # fmt: skip


def test_a_line_is_folded_amid_a_character():
    text = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:王伟\r\nEND:VCARD\r\n".encode()
    cut = text.index("伟".encode()) + 1
    for blank in (b" ", b"\t"):
        assert only(text[:cut] + b"\r\n" + blank + text[cut:])["name"] == "王伟"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_file_says_nothing_of_its_encoding(encoding):
    card = "BEGIN:VCARD\nVERSION:3.0\nFN:王伟\nEND:VCARD\n"

    assert only(card.encode(encoding))["name"] == "王伟"


@pytest.mark.parametrize(("card", "name"), [
    ("N:王;小明;;;", "王小明"), ("N:Smith;John;Q.;;", "John Q. Smith"), ("FN:\nN:王;;;;", "王"),
    ("FN:  王   伟 ", "王 伟"), ("NICKNAME:老王", "老王"), ("ORG:茶行;采购", "茶行"),
    ("FN:\u200b\nORG:茶行", "茶行"), ("TEL:13800138000", ""),
])  # fmt: skip
def test_what_somebody_is_called(card, name):
    found = only(f"BEGIN:VCARD\nVERSION:3.0\n{card}\nEND:VCARD\n")

    assert found["name"] == name
    assert ("error" in found) == (not name)


@pytest.mark.parametrize(("written", "day"), [
    ("1990-01-31", "1990-01-31"), ("19900131", "1990-01-31"),
    ("1990-01-31T00:00:00Z", "1990-01-31"), ("--0131", None), ("1990-02-31", None), ("x", None),
])  # fmt: skip
def test_a_birthday_has_its_year_or_is_left_out(written, day):
    found = only(f"BEGIN:VCARD\nFN:a\nBDAY:{written}\nEND:VCARD")

    assert found["given"].get("birthday") == day
    assert bool(found["warnings"]) == (day is None)


def test_nothing_in_a_name_breaks_a_line_or_turns_it_around():
    card = "BEGIN:VCARD\nFN:王\\nTEL:110\u2028\u202e伟\x00\x1b[31m\nEND:VCARD"

    assert only(card)["name"] == "王 TEL:110 伟 [31m"


def test_several_cards_keep_their_numbers_and_one_without_a_name_says_so():
    found = people("".join(
        f"BEGIN:VCARD\nVERSION:3.0\n{one}\nEND:VCARD\n" for one in ("FN:a", "TEL:1", "FN:c")
    ).encode(), 3)  # fmt: skip

    assert [(one["card"], one["name"], "error" in one) for one in found] == [
        (1, "a", False), (2, "", True), (3, "c", False),
    ]  # fmt: skip


def test_a_card_in_a_card_is_somebody_elses_and_one_that_was_cut_off_ends_with_the_next():
    agent = b"BEGIN:VCARD\nFN:a\nAGENT:\nBEGIN:VCARD\nFN:b\nEND:VCARD\nTEL:1\nEND:VCARD\n"
    cut_off = b"BEGIN:VCARD\nFN:a\nBEGIN:VCARD\nFN:b\nEND:VCARD\nFN:nobody's\n"

    assert [len(card) for card in cards(agent, 9)] == [3]
    assert [card[0].value for card in cards(cut_off, 9)] == ["a", "b"]


@pytest.mark.parametrize("content", [
    b"", b"name,phone\nann,1\n", b"\x00" * 1000, b"\xff\xfe", b"END:VCARD\n" * 9,
    b"BEGIN:VCALENDAR",
    b"BEGIN:VCARD\nFN:a\nEND:VCARD\nBEGIN:VCARD\nFN:b\n",
    b"PK\x03\x04" + bytes(range(256)) * 50, b":" * 1000, b"BEGIN", b'BEGIN;"' * 999 + b":VCARD",
])  # fmt: skip
def test_what_is_no_card_is_refused(content):
    with pytest.raises(Invalid) as refused:
        people(content, 10)
    assert refused.value.fields["errors"][0]["field"] == "file"


def test_there_are_not_too_many_cards():
    card = b"BEGIN:VCARD\nFN:a\nEND:VCARD\n"
    assert len(cards(card * 10, 10)) == 10
    for many in (card * 11, b"BEGIN:VCARD\n" * 11):
        with pytest.raises(Invalid) as refused:
            cards(many, 10)
        assert "at most 10 cards" in refused.value.fields["errors"][0]["message"]


@pytest.mark.parametrize("ends", [b"\n", b"\r\n", b"\r"])
def test_a_file_has_not_too_many_lines(ends):
    with pytest.raises(Invalid) as refused:
        people(b"BEGIN:VCARD\nFN:a\n" + b"A:" + ends * (MOST_BREAKS + 1), 1)
    assert "too many lines" in refused.value.fields["errors"][0]["message"]


def test_what_is_too_much_in_a_card_is_left_out():
    phones = "\n".join(f"TEL:138001380{n:02}" for n in range(MOST_WAYS + 5))
    long = f"NOTE:{'x' * (LONGEST_NOTE + 9)}\nORG:{'y' * 300}\nTITLE:{'z' * LONGEST}"
    found = only(f"BEGIN:VCARD\nFN:a\n{phones}\n{long}\nEND:VCARD")

    assert len(found["given"]["phones"]) == MOST_WAYS
    assert len(found["given"]["remark"]) == LONGEST_NOTE
    assert "role" not in found["given"]
    assert len(found["warnings"]) == 3
    lines = b"TEL:1\n" * (MOST_LINES + 9)
    assert len(cards(b"BEGIN:VCARD\n" + lines + b"END:VCARD\n", 1)[0]) == MOST_LINES


def test_a_number_is_told_once_however_often_it_is_written():
    assert only("BEGIN:VCARD\nFN:a\nTEL:1\nTEL:1\nEND:VCARD")["given"]["phones"] == ["1"]


@pytest.mark.parametrize("hostile", [
    b"FN" + b";A" * 30_000 + b":x", b'FN;A="' + b'"' * 60_000 + b":x",
    b"FN;ENCODING=QUOTED-PRINTABLE:" + b"=\n" * 100_000, b"FN:" + b"\\" * 60_000,
    b"N:" + b";" * 60_000, b"FN:a\n" + b" \n" * 200_000, b"TEL:" + b"1" * 60_000,
])  # fmt: skip
def test_no_line_takes_long(hostile):
    """Each of them took milliseconds; what grows with the square of its length takes minutes."""
    assert len(people(b"BEGIN:VCARD\n" + hostile + b"\nEND:VCARD\n", 1)) == 1


def test_a_line_says_what_it_is():
    [line] = lines(b'item1.tel;TYPE="voice,work";Pref=1;CELL: 138\r\n')

    assert (line.name, line.value, line.params) == ("TEL", " 138", {"PREF": "1"})
    assert line.types == {"VOICE", "WORK", "CELL"}
