"""In which encoding a card was written: as it says itself, or as it can only be."""

CHINESE = "gb18030"  # reads GBK and GB 2312 as well
CHARSETS = {"GBK": CHINESE, "GB2312": CHINESE, "CP936": CHINESE, "BIG5": "big5hkscs",
            "ISO-8859-1": "cp1252", "SHIFT_JIS": "cp932", "EUC-KR": "cp949",
            "GB18030": CHINESE}  # fmt: skip
MARKS = ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"), (b"\xef\xbb\xbf", "utf-8"))


def in_eights(content: bytes) -> bytes:
    """As bytes that a line break can be looked for in, whatever mark they begin with."""
    for mark, encoding in MARKS:
        if content.startswith(mark):
            return content.removeprefix(mark).decode(encoding, "replace").encode()
    return content


def decoded(value: bytes, charset: str) -> str:
    """As it says, or else as it can only be: what is no UTF-8 was written in China."""
    named = CHARSETS.get(charset.upper())
    for encoding in filter(None, (named, "utf-8")):
        try:
            return value.decode(encoding)
        except UnicodeDecodeError:
            continue
    return value.decode(CHINESE, "replace")
