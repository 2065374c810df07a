"""Which column of a file means which field: what may be mapped, and what its header suggests."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kernel.form import Form
from services.customer import import_fields
from services.customer.catalogue import EMPTY, Catalogue
from services.customer.events import ImportedColumn


@dataclass(frozen=True)
class Field:
    name: str
    chinese: str  # its header in the template
    headers: str  # what else a column of it is called
    example: str
    text: bool = False  # digits that a spreadsheet must not take for a number


FIELDS = (
    Field("name", "客户名称", "姓名 客户 客户姓名 联系人 名称 name customer customername fullname "
          "contact contactname firstname lastname leadname", "王伟"),
    Field("company", "公司名称", "公司 企业 企业名称 单位 单位名称 company companyname "
          "organization organisation account accountname employer", "杭州西湖茶业有限公司"),
    Field("short_name", "简称", "客户简称 公司简称 shortname", "西湖茶业"),
    Field("phones", "电话", "手机 手机号 手机号码 电话号码 联系电话 联系方式 座机 固话 phone "
          "phonenumber mobile mobilephone tel telephone cell", "138 0013 8000", text=True),
    Field("emails", "邮箱", "邮箱地址 电子邮箱 电子邮箱地址 电子邮件 电子邮件地址 邮件 邮件地址 "
          "email mail emailaddress", "wang@example.cn"),
    Field("wechat", "微信", "微信号 wechat weixin wechatid", "wang_wei", text=True),
    Field("qq", "QQ", "qq号 qq号码", "10001", text=True),
    Field("addresses", "地址", "联系地址 详细地址 公司地址 address street", "杭州市文三路 1 号"),
    Field("industry", "行业", "所属行业 industry sector", "零售"),
    Field("source", "来源", "客户来源 线索来源 渠道 source leadsource channel", "展会"),
    Field("level", "级别", "客户级别 等级 客户等级 level grade rating", "A"),
    Field("business_status", "经营状态", "状态 businessstatus status", "营业"),
    Field("credit_code", "统一社会信用代码", "信用代码 税号 纳税人识别号 creditcode taxid",
          "91350100M000100Y43", text=True),
    Field("remark", "备注", "说明 描述 remark remarks note notes comment comments description",
          "周一以后再联系"),
    Field("contact.name", "联系人姓名", "主要联系人 联系人名称 contactperson primarycontact",
          "李娜"),
    Field("contact.role", "联系人职务", "职务 职位 jobtitle contactrole contacttitle", "采购经理"),
    Field("contact.phones", "联系人电话", "联系人手机 联系人手机号 contactphone contactmobile",
          "139 0013 9000", text=True),
    Field("owner", "跟单人", "负责人 归属人 所有者 销售 业务员 跟进人 owner leadowner "
          "salesperson assignedto accountmanager", ""),
    Field("pool", "公海", "公海池 客户池 所属公海 pool", ""),
)  # fmt: skip
IDENTIFYING = ("name", "company")


def plain(header: str) -> str:
    """Width, case, blanks, marks and a number at the end tell no two headers apart."""
    folded = unicodedata.normalize("NFKC", header).casefold()
    letters = "".join(char for char in folded if char.isalnum())
    return re.sub(r"\d+$", "", letters)


MEANT = {
    plain(spelled): field.name
    for field in FIELDS
    for spelled in (field.name, field.chinese, *field.headers.split())
}


def offered(catalogue: Catalogue = EMPTY) -> tuple[Field, ...]:
    """Ours, and those that the company has defined."""
    custom = (
        Field(import_fields.BEFORE_ID + one.id, one.name, "", import_fields.example(one),
              text=one.kind == "text")
        for one in import_fields.in_use(catalogue)
    )  # fmt: skip
    return (*FIELDS, *custom)


def suggested(header: Sequence[str], catalogue: Catalogue = EMPTY) -> dict[str, str]:
    """The field that each header means, as far as we know it; the company's own words first."""
    own = {plain(one.chinese): one.name for one in offered(catalogue)[len(FIELDS) :]}
    meant = {**MEANT, **own}
    return {name: meant[plain(name)] for name in header if plain(name) in meant}


def read(
    form: Form,
    given: Mapping[str, str] | None,
    header: Sequence[str],
    catalogue: Catalogue = EMPTY,
) -> tuple[ImportedColumn, ...]:
    """What is mapped, or else what is suggested; what is wrong with it is noted in the form."""
    mapping = suggested(header, catalogue) if given is None else given
    names = [field.name for field in offered(catalogue)]
    for name, field in mapping.items():
        if name not in header:
            form.wrong(f"mapping.{name[:50]}", f"the file has no such column, but {listed(header)}")
        elif field not in names:
            form.wrong(f"mapping.{name[:50]}", "must be one of " + ", ".join(names))
    if not set(IDENTIFYING) & set(mapping.values()):
        form.wrong(
            "mapping", f"say which column has the name or the company; there are {listed(header)}"
        )
    mapped = dict.fromkeys(name for name in header if name in mapping)
    return tuple(ImportedColumn(name, mapping[name]) for name in mapped)


def listed(header: Sequence[str]) -> str:
    named = ", ".join(name[:50] for name in header[:20] if name)
    return named + (", …" if len(header) > 20 else "")
