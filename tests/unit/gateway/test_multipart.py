"""Forms with a file: read within limits, refused by name, the same when they are the same."""

from io import BytesIO

import pytest
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from gateway.fields import Flag, Text
from gateway.fingerprints import canonical
from gateway.import_shapes import Mapping
from gateway.multipart import File, Upload, read_form, takes_files
from gateway.problems import UnsupportedMedia
from gateway.shape import Shape
from kernel.nameko.uploads import Body
from kernel.refusal import Invalid
from kernel.web import TooLarge


class Form(Shape):
    file = File(100)
    note = Text(10)
    sure = Flag()
    mapping = Mapping()


def request(**data):
    builder = EnvironBuilder(method="POST", data=data, content_type="multipart/form-data")
    return Request(builder.get_environ())


def sent(content=b"a,b", name="f.csv"):
    return (BytesIO(content), name)


def refused(**data):
    with pytest.raises(Invalid) as caught:
        read_form(Form(), request(**data))
    return [error["field"] for error in caught.value.fields["errors"]]


def test_fields_are_what_they_mean_and_the_file_is_there_to_be_read():
    found = read_form(
        Form(),
        request(file=sent(), note=" x ", sure="true", mapping='{"电话": "phones"}'),
    )

    upload = found.pop("file")
    with upload.file as file:
        assert (upload.name, upload.size, file.read()) == ("f.csv", 3, b"a,b")
    assert found == {"note": "x", "sure": True, "mapping": {"电话": "phones"}}


@pytest.mark.parametrize(
    ("data", "fields"),
    [
        ({}, ["file"]),
        ({"file": "a text, no file"}, ["file"]),
        ({"file": sent(name="")}, ["file"]),
        ({"file": sent(), "other": sent()}, ["other"]),
        ({"file": sent(), "note": "x" * 11}, ["note"]),
        ({"file": sent(), "sure": '"true"'}, ["sure"]),
        ({"file": sent(), "mapping": '{"a": 1}'}, ["mapping"]),
        ({"file": sent(), "mapping": "{"}, ["mapping"]),
        ({"file": sent(), "sure": "maybe"}, ["sure"]),
        ({"file": sent(), "note": ["a", "b"]}, ["note"]),
        ({"file": [sent(), sent()]}, ["file"]),
    ],
)
def test_what_is_wrong_is_named(data, fields):
    assert refused(**({"note": "x"} | data)) == fields


def test_a_file_that_is_too_large_is_refused():
    with pytest.raises(TooLarge):
        read_form(Form(), request(file=sent(b"x" * 101)))
    upload = read_form(Form(), request(file=sent(b"x" * 100)))["file"]
    upload.file.close()
    assert upload.size == 100


@pytest.mark.parametrize("kind", ["application/json", "multipart/form-data", "text/csv"])
def test_what_is_no_form_is_another_kind(kind):
    environ = EnvironBuilder(method="POST", data=b"{}", content_type=kind).get_environ()

    with pytest.raises(UnsupportedMedia):
        read_form(Form(), Request(environ))


def test_a_form_that_breaks_off_is_refused():
    builder = EnvironBuilder(method="POST", data={"file": sent()})
    environ = builder.get_environ()
    whole = environ["wsgi.input"].read()
    environ["wsgi.input"] = BytesIO(whole[:-20])

    with pytest.raises(Invalid, match="malformed-body"):
        read_form(Form(), Request(environ))


def test_a_body_is_no_longer_than_it_says_or_may_be():
    environ = EnvironBuilder(method="POST", data=b"x" * 50).get_environ()

    with pytest.raises(TooLarge):
        Body(Request(environ), 49)
    del environ["CONTENT_LENGTH"]
    body = Body(Request(environ), 49)
    taken = [body.read(10) for _ in range(4)]
    with pytest.raises(TooLarge):
        body.read(10)
    assert b"".join(taken) == b"x" * 40


def test_the_folder_that_a_browser_tells_is_left_out():
    upload = read_form(Form(), request(file=sent(name="home/li/客户.csv")))["file"]
    upload.file.close()
    assert upload.name == "客户.csv"


def test_the_same_file_is_the_same_request():
    first, second = (Upload("f", BytesIO(), 3, "ab") for _ in range(2))
    other = Upload("f", BytesIO(), 3, "cd")

    assert canonical({"file": first}) == canonical({"file": second})
    assert canonical({"file": first}) != canonical({"file": other})


def test_a_shape_says_whether_it_takes_files():
    assert takes_files(Form())
    assert not takes_files(Shape())
