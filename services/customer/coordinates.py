"""Coordinates: Chinese maps shift them (GCJ-02); kept are the given ones and those of WGS-84."""

from collections.abc import Sequence
from math import cos, isfinite, pi, sin, sqrt
from typing import Any

from kernel.form import Form

DATUMS = ("WGS-84", "GCJ-02")
AXIS = 6_378_245.0  # metres, of the ellipsoid of Krassowsky
ECCENTRICITY = 0.006_693_421_622_965_943  # squared
ROUNDS = 5  # each leaves about a thousandth of the error before
PLACES = 7  # a centimetre
SOUTH, NORTH, WEST, EAST = 0.8293, 55.8271, 72.004, 137.8347  # where the maps are shifted


def read(form: Form, field: str, given: Sequence[Any]) -> dict[str, Any]:
    """The fields of an address that say where it is; {} when nothing is said."""
    latitude, longitude, datum = given
    if latitude is None and longitude is None:
        return {}
    if not (degrees(latitude, 90) and degrees(longitude, 180)):
        form.wrong(f"{field}.latitude", "must come with a longitude, both in degrees")
        return {}
    if not form.choice(f"{field}.datum", datum, DATUMS):
        return {}
    at = wgs84(latitude, longitude) if datum == "GCJ-02" else (latitude, longitude)
    return {
        "latitude": round(at[0], PLACES), "longitude": round(at[1], PLACES), "datum": datum,
        "given_latitude": float(latitude), "given_longitude": float(longitude),
    }  # fmt: skip


def degrees(value: Any, most: int) -> bool:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return number and isfinite(value) and -most <= value <= most


def wgs84(latitude: float, longitude: float) -> tuple[float, float]:
    """Where the maps shift to these coordinates; nobody has published the way back."""
    lat, lon = latitude, longitude
    for _ in range(ROUNDS):
        there = gcj02(lat, lon)
        lat, lon = lat - (there[0] - latitude), lon - (there[1] - longitude)
    return lat, lon


def gcj02(latitude: float, longitude: float) -> tuple[float, float]:
    """As a Chinese map shows it; outside of China nothing is shifted."""
    if not (SOUTH <= latitude <= NORTH and WEST <= longitude <= EAST):
        return latitude, longitude
    radians = latitude / 180 * pi
    flat = 1 - ECCENTRICITY * sin(radians) ** 2
    north = AXIS * (1 - ECCENTRICITY) / (flat * sqrt(flat)) * pi / 180
    east = AXIS / sqrt(flat) * cos(radians) * pi / 180
    x, y = longitude - 105, latitude - 35
    return latitude + northwards(x, y) / north, longitude + eastwards(x, y) / east


def northwards(x: float, y: float) -> float:
    """Metres."""
    smooth = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x))
    return smooth + waves(x) + (
        20 * sin(y * pi) + 40 * sin(y / 3 * pi) + 160 * sin(y / 12 * pi) + 320 * sin(y * pi / 30)
    ) * 2 / 3  # fmt: skip


def eastwards(x: float, y: float) -> float:
    smooth = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x))
    return smooth + waves(x) + (
        20 * sin(x * pi) + 40 * sin(x / 3 * pi) + 150 * sin(x / 12 * pi) + 300 * sin(x / 30 * pi)
    ) * 2 / 3  # fmt: skip


def waves(x: float) -> float:
    return (20 * sin(6 * x * pi) + 20 * sin(2 * x * pi)) * 2 / 3
