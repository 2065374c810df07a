"""Fields that the company defines: what they are called, what they hold, whom they are asked of.

An id never changes its meaning: a field or choice that is renamed keeps its id, one that is retired
is not offered any more, and what was recorded with either stays as it was recorded.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

KINDS = ("text", "number", "date", "choice", "multi-choice", "money")
CLASSES: Mapping[str, str] = {  # of every profile; any text, until the company names choices
    "level": "客户级别", "industry": "行业类别", "source": "客户来源",
    "business_status": "业务状态", "locality": "地段",
}  # fmt: skip
BUILT_IN: Mapping[str, str] = {  # of every profile; what they are called and asked of may change
    **CLASSES,
    "company": "公司名称", "short_name": "简称", "sign": "招牌名", "phones": "电话",
    "emails": "邮箱", "messaging": "即时通讯", "addresses": "地址",
    "credit_code": "统一社会信用代码", "licence_number": "营业执照号", "shop": "店铺信息",
    "contract_ends_on": "合同到期日",
    "remark": "备注", "contacts": "联系人",
}  # fmt: skip


@dataclass(frozen=True)
class FieldChoice:
    id: str
    name: str


@dataclass(frozen=True)
class FieldDefined:
    field_id: str
    name: str
    kind: str  # one of KINDS
    choices: tuple[FieldChoice, ...]
    by: str
    at: datetime


@dataclass(frozen=True)
class FieldRenamed:
    field_id: str
    name: str
    name_before: str
    by: str
    at: datetime


@dataclass(frozen=True)
class FieldRequired:
    """Asked of customers of these levels, of all when none is named; or not asked any more."""

    field_id: str
    required: bool
    levels: tuple[str, ...]
    by: str
    at: datetime


@dataclass(frozen=True)
class FieldsOrdered:
    """Those that are not named follow as they stood."""

    order: tuple[str, ...]
    by: str
    at: datetime


@dataclass(frozen=True)
class FieldRetired:
    field_id: str
    by: str
    at: datetime


@dataclass(frozen=True)
class ChoiceAdded:
    field_id: str
    choice_id: str
    name: str
    by: str
    at: datetime


@dataclass(frozen=True)
class ChoiceRenamed:
    field_id: str
    choice_id: str
    name: str
    name_before: str
    by: str
    at: datetime


@dataclass(frozen=True)
class ChoiceRetired:
    field_id: str
    choice_id: str
    by: str
    at: datetime


ChoiceEvent = ChoiceAdded | ChoiceRenamed | ChoiceRetired
OneFieldEvent = FieldDefined | FieldRenamed | FieldRequired | FieldRetired | ChoiceEvent
FieldEvent = OneFieldEvent | FieldsOrdered
