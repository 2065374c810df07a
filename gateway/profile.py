"""A customer's profile over HTTP: what may be told of it, and how it is shown."""

from marshmallow import fields as marshmallow

from gateway.answers import Shown
from gateway.definitions import FieldMissing, FieldValuesGiven, FieldValueShown
from gateway.fields import Choice, Flag, Several, Text
from gateway.names import Title
from gateway.parts import Number, Part, Patch
from gateway.shape import Shape
from gateway.times import Day

MESSENGERS = ("wechat", "wecom", "qq", "dingtalk")
DATUMS = ("WGS-84", "GCJ-02")
WORLD = {"description": "WGS-84"}
SEXES = ("female", "male")


class MessagingGiven(Shape):
    kind = Choice(*MESSENGERS, required=True)
    id = Text(64, required=True)


class AddressGiven(Shape):
    written = Text(300, metadata={"description": "free text; it is split into what follows"})
    province = Text(300)
    city = Text(300)
    district = Text(300)
    street = Text(300)
    detail = Text(300)
    division = Text(6, metadata={"description": "code of GB/T 2260, as 330106"})
    postcode = Text(6)
    latitude = Number(-90, 90)
    longitude = Number(-180, 180)
    datum = Choice(*DATUMS, says="of the coordinates; Chinese maps show GCJ-02")


class ShopGiven(Patch):
    owner_name = Title(100)
    owner_sex = Choice(*SEXES)
    owner_birth_year = Number(1900, 2100, whole=True)
    floor_area = Text(10, metadata={"description": 'square metres, as "86.5"'})
    location_kind = Text(100)


class Described(Shape):
    """The profile without the name."""

    company = Title(200, metadata={"description": "the registered, licensed name"})
    short_name = Title(100)
    sign = Title(200, metadata={"description": "over a shop's door"})
    phones = Several(Text(64, required=True), most=20)
    emails = Several(Text(254, required=True), most=20)
    messaging = Several(Part(MessagingGiven, required=True), most=20)
    addresses = Several(Part(AddressGiven, required=True), most=10)
    industry = Text(100)
    source = Text(100)
    level = Text(50)
    business_status = Text(100)
    locality = Text(100)
    credit_code = Text(64, metadata={"description": "18 characters, checked by GB 32100"})
    licence_number = Text(64, metadata={"description": "15 digits, as before 2015"})
    shop = Part(ShopGiven)
    contract_ends_on = Day()
    remark = Text(10_000, lines=True)
    fields = FieldValuesGiven()  # type: ignore[assignment]  # Schema.fields is another
    region = Text(2, metadata={"description": "where a number without + is rung: CN, US, …"})
    keep_invalid_phones = Flag()


class PhoneShown(Shown):
    written = marshmallow.String(required=True)
    e164 = marshmallow.String(required=True, allow_none=True)
    extension = marshmallow.String(required=True, allow_none=True)
    valid = marshmallow.Boolean(required=True)
    shown = marshmallow.String(required=True, metadata={"example": "138 0013 8000"})


class MessagingShown(Shown):
    kind = marshmallow.String(required=True, metadata={"enum": list(MESSENGERS)})
    id = marshmallow.String(required=True)


class AddressShown(Shown):
    written = marshmallow.String(required=True)
    province = marshmallow.String(required=True, allow_none=True)
    city = marshmallow.String(required=True, allow_none=True)
    district = marshmallow.String(required=True, allow_none=True)
    street = marshmallow.String(required=True, allow_none=True)
    detail = marshmallow.String(required=True, allow_none=True)
    division = marshmallow.String(required=True, allow_none=True)
    postcode = marshmallow.String(required=True, allow_none=True)
    latitude = marshmallow.Float(required=True, allow_none=True, metadata=WORLD)
    longitude = marshmallow.Float(required=True, allow_none=True, metadata=WORLD)
    datum = marshmallow.String(required=True, allow_none=True)
    given_latitude = marshmallow.Float(required=True, allow_none=True)
    given_longitude = marshmallow.Float(required=True, allow_none=True)


class ShopShown(Shown):
    owner_name = marshmallow.String(required=True, allow_none=True)
    owner_sex = marshmallow.String(required=True, allow_none=True)
    owner_birth_year = marshmallow.Integer(required=True, allow_none=True)
    floor_area = marshmallow.String(required=True, allow_none=True)
    location_kind = marshmallow.String(required=True, allow_none=True)


class ProfileShown(Shown):
    name = marshmallow.String(required=True)
    company = marshmallow.String(required=True, allow_none=True)
    short_name = marshmallow.String(required=True, allow_none=True)
    sign = marshmallow.String(required=True, allow_none=True)
    phones = marshmallow.List(marshmallow.Nested(PhoneShown), required=True)
    emails = marshmallow.List(marshmallow.String(), required=True)
    messaging = marshmallow.List(marshmallow.Nested(MessagingShown), required=True)
    addresses = marshmallow.List(marshmallow.Nested(AddressShown), required=True)
    industry = marshmallow.String(required=True, allow_none=True)
    source = marshmallow.String(required=True, allow_none=True)
    level = marshmallow.String(required=True, allow_none=True)
    business_status = marshmallow.String(required=True, allow_none=True)
    locality = marshmallow.String(required=True, allow_none=True)
    credit_code = marshmallow.String(required=True, allow_none=True)
    licence_number = marshmallow.String(required=True, allow_none=True)
    shop = marshmallow.Nested(ShopShown, required=True, allow_none=True)
    contract_ends_on = marshmallow.Date(required=True, allow_none=True)
    remark = marshmallow.String(required=True, allow_none=True)
    fields = marshmallow.List(  # type: ignore[assignment]
        marshmallow.Nested(FieldValueShown), required=True
    )
    completeness = marshmallow.Integer(
        required=True, metadata={"description": "per cent of what its level requires"}
    )
    missing = marshmallow.List(marshmallow.Nested(FieldMissing), required=True)
