import pytest

from services.customer.email import identity, parse


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Li.Na@Example.CN", "Li.Na@example.cn"),
        ("sales@茶叶.中国", "sales@茶叶.中国"),
        ("ann@acme.test", "ann@acme.test"),
    ],
)
def test_an_address_keeps_its_name_and_loses_the_case_of_its_domain(written, kept):
    assert parse(written) == kept


@pytest.mark.parametrize(
    "written", ["", "li", "li@", "@example.cn", "li@example", "li na@example.cn", "a@b@c.cn"]
)
def test_what_cannot_be_an_address_is_refused(written):
    with pytest.raises(ValueError, match="must be an e-mail address"):
        parse(written)


def test_addresses_that_differ_in_case_only_are_the_same():
    assert identity(parse("Li.Na@Example.CN")) == identity(parse("li.na@EXAMPLE.cn"))
    assert identity("li@example.cn") != identity("lina@example.cn")


def test_addresses_typed_in_full_width_are_the_same():
    assert identity(parse("ＡＮＮ.lee@example.com")) == identity(parse("ann.lee@example.com"))
