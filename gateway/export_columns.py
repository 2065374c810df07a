"""The columns of a list that is taken away as a table, headed in Chinese and by their names."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

Row = Mapping[str, Any]
Read = Callable[[Row], Any]

TIMES = frozenset({
    "at", "entered_at", "amended_at", "next_contact_at", "last_follow_up_at", "registered_at",
    "touched_at", "opened_at", "engaged_at", "stage_since", "stuck_at", "closed_at", "promised_at",
})  # fmt: skip
CUSTOMERS = (
    "编号 id", "名称 name", "公司 company", "简称 short_name", "招牌 sign", "电话 phones",
    "邮箱 emails", "即时通讯 messaging", "地址 addresses", "联系人 contacts", "行业 industry",
    "来源 source", "级别 level", "业务状态 business_status", "地段 locality",
    "统一社会信用代码 credit_code", "营业执照号 licence_number", "跟进人 owner",
    "第二跟进人 second_owner", "公海 pool", "阶段 stage", "跟进状态 contact_status",
    "登记人 registered_by", "登记时间 registered_at", "最近变动 touched_at",
    "最近跟进 last_follow_up_at", "下次联系 next_contact_at", "合同到期 contract_ends_on",
    "完整度 completeness", "备注 remark",
)  # fmt: skip
FOLLOW_UPS = (
    "时间 at", "客户 customer", "客户编号 customer_id", "跟进人 author", "方式 channel",
    "结果 outcome", "接通 reached", "内容 note", "客户需求 needs", "洽谈要点 discussed",
    "承诺事项 promises", "市场信息 market_info", "下次联系 next_contact_at",
    "商机 opportunity_id", "录入时间 entered_at", "修改时间 amended_at", "修改人 amended_by",
    "编号 id",
)  # fmt: skip
OPPORTUNITIES = (
    "编号 id", "名称 name", "客户编号 customer_id", "产品 product", "负责人 owner",
    "销售管线 pipeline_id", "阶段 stage", "赢率 probability", "金额 amount", "币种 currency",
    "预计成交 expected_close", "优先级 priority", "预测 forecast", "重点 key",
    "竞争对手 competitors", "丢单原因 lost_reason", "丢给 lost_to", "开始时间 opened_at",
    "洽谈时间 engaged_at", "进入阶段 stage_since", "停滞时间 stuck_at", "结束时间 closed_at",
    "最近变动 touched_at", "说明 description",
)  # fmt: skip
COMMITMENTS = (
    "编号 id", "承诺 text", "到期 due_on", "负责人 owner", "状态 status", "客户 customer",
    "客户编号 customer_id", "跟进 follow_up_id", "承诺时间 promised_at", "延期次数 postponed",
    "兑现日期 kept_on", "结束时间 closed_at", "结束人 closed_by", "说明 note", "原因 reason",
)  # fmt: skip


@dataclass(frozen=True)
class Column:
    heading: str
    read: Read  # from a row as the list shows it


def columns(headings: Sequence[str], zone: ZoneInfo) -> list[Column]:
    return [Column(heading, reading(heading.rpartition(" ")[2], zone)) for heading in headings]


def own_fields(definitions: Sequence[Row]) -> list[Column]:
    """Those that the company has defined, under the names it has given them."""
    return [Column(one["name"], own(one["id"])) for one in definitions if not one["built_in"]]


def own(id: str) -> Read:
    return lambda row: "\n".join(
        shown for one in row.get("fields", ()) if one["field"] == id for shown in one["shown"]
    )


def reading(name: str, zone: ZoneInfo) -> Read:
    """What is hidden from the asker is not in the row: its cell is empty."""
    if name in TIMES:
        return lambda row: local(row.get(name), zone)
    told = TOLD.get(name, plainly)
    return lambda row: told(row, name)


def plainly(row: Row, name: str) -> Any:
    value = row.get(name)
    if isinstance(value, bool):
        return str(value).lower()
    return "\n".join(map(str, value)) if isinstance(value, list) else value


def local(at: str | None, zone: ZoneInfo) -> str:
    """By the clock on the wall, as 2018-07-18 09:30."""
    return datetime.fromisoformat(at).astimezone(zone).strftime("%Y-%m-%d %H:%M") if at else ""


def each(show: Callable[[Row], str]) -> Callable[[Row, str], str]:
    return lambda row, name: "\n".join(show(one) for one in row.get(name) or ())


def person(contact: Row) -> str:
    role = f" ({contact['role']})" if contact["role"] else ""
    return " ".join([f"{contact['name']}{role}", *(one["shown"] for one in contact["phones"])])


def promised(one: Row) -> str:
    return f"{one['text']} ({one['due_on']}, {one['owner']}, {one['status']})"


ANSWERED = {True: "是", False: "否", None: ""}

TOLD: Mapping[str, Callable[[Row, str], Any]] = {
    "reached": lambda row, name: ANSWERED[row.get(name)],
    "phones": each(lambda phone: str(phone["shown"])),
    "messaging": each(lambda one: f"{one['kind']} {one['id']}"),
    "addresses": each(lambda one: str(one["written"])),
    "contacts": each(person),
    "promises": each(promised),
    "amount": lambda row, name: (row.get("amount") or {}).get("amount"),
    "currency": lambda row, name: (row.get("amount") or {}).get("currency"),
}
