"""How a Chinese is addressed: the surname, which may have two characters, and what they are."""

import re

HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003fffd]{2,4}")
COMPOUND_SURNAMES = """
欧阳 上官 司马 诸葛 夏侯 皇甫 尉迟 公孙 令狐 慕容 长孙 宇文 东方 司徒 司空 端木 独孤 南宫 西门
轩辕 澹台 公冶 宗政 濮阳 淳于 单于 太叔 申屠 仲孙 钟离 鲜于 闾丘 亓官 司寇 巫马 公西 颛孙 壤驷
公良 漆雕 乐正 宰父 谷梁 拓跋 夹谷 呼延 百里 东郭 南门 羊舌 微生 左丘 东门 第五 赫连 完颜 纳兰
万俟 闻人 梁丘 歐陽 司馬 諸葛 尉遲 長孫 東方 獨孤 南宮 軒轅 鍾離
"""
COMPOUND = frozenset(COMPOUND_SURNAMES.split())
# Who has such a post is called by it, the highest first; the post alone goes behind the surname.
POSTS = (
    (re.compile("店长|店主|老板娘"), "老板"),
    (
        re.compile("副总|总经理|总裁|总监|董事长|创始人|老板|CEO|CFO|CTO|COO|总$", re.IGNORECASE),
        "总",
    ),
    (re.compile("经理"), "经理"),
    (re.compile("主任"), "主任"),
    (re.compile("主管"), "主管"),
    (re.compile("科长"), "科长"),
    (re.compile("处长"), "处长"),
    (re.compile("局长"), "局长"),
    (re.compile("厂长"), "厂长"),
    (re.compile("院长"), "院长"),
    (re.compile("校长"), "校长"),
    (re.compile("工程师|技术员|工艺"), "工"),
    (re.compile("会计"), "会计"),
    (re.compile("教授"), "教授"),
    (re.compile("老师|教师"), "老师"),
    (re.compile("医生|大夫|医师"), "医生"),
    (re.compile("律师"), "律师"),
    (re.compile("师傅|司机"), "师傅"),
)


def surname(name: str) -> str | None:
    """None for a name that is not a person's, written in Chinese."""
    if not HAN.fullmatch(name):
        return None
    return name[:2] if name[:2] in COMPOUND else name[0]


def addressed_as(name: str, role: str | None) -> str:
    """王总, 李经理; by the name, where no form is known."""
    family = surname(name)
    form = next((form for post, form in POSTS if post.search(role or "")), None)
    return family + form if family and form else name
