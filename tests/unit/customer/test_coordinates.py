"""Coordinates of Chinese maps and of the world's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.form import Form
from services.customer.coordinates import gcj02, read, wgs84

METRE = 1e-5  # of a degree, roughly


def test_a_chinese_map_shows_the_gate_of_heavenly_peace_half_a_kilometre_off():
    latitude, longitude = gcj02(39.9087, 116.3975)

    assert latitude == pytest.approx(39.91010, abs=METRE)
    assert longitude == pytest.approx(116.40374, abs=METRE)


@given(st.floats(18, 53), st.floats(74, 134))
def test_the_way_back_leads_to_where_it_began(latitude, longitude):
    back = wgs84(*gcj02(latitude, longitude))

    assert back == pytest.approx((latitude, longitude), abs=METRE / 10)


@pytest.mark.parametrize("place", [(52.5, 13.4), (-33.9, 151.2), (40.7, -74.0)])
def test_outside_of_china_nothing_is_shifted(place):
    assert gcj02(*place) == wgs84(*place) == place


def test_both_are_kept_the_given_ones_and_those_of_the_world():
    with Form() as form:
        placed = read(form, "addresses.0", [39.9101, 116.40374, "GCJ-02"])

    assert (placed["given_latitude"], placed["given_longitude"]) == (39.9101, 116.40374)
    assert placed["latitude"] == pytest.approx(39.9087, abs=METRE)
    assert placed["longitude"] == pytest.approx(116.3975, abs=METRE)
    assert placed["datum"] == "GCJ-02"


def test_those_of_the_world_stay_as_they_are():
    with Form() as form:
        placed = read(form, "", [39.9087, 116.3975, "WGS-84"])

    assert (placed["latitude"], placed["longitude"]) == (39.9087, 116.3975)
