"""Chinese surnames: those of two characters, and those that are read otherwise than the word.

After 现代汉语词典 (7th edition), entries marked 姓: only what differs from the common reading.
"""

COMPOUND = {
    "欧阳": "ou yang", "司马": "si ma", "上官": "shang guan", "诸葛": "zhu ge",
    "东方": "dong fang", "皇甫": "huang fu", "尉迟": "yu chi", "公孙": "gong sun",
    "慕容": "mu rong", "司徒": "si tu", "司空": "si kong", "司寇": "si kou",
    "夏侯": "xia hou", "令狐": "ling hu", "长孙": "zhang sun", "宇文": "yu wen",
    "轩辕": "xuan yuan", "钟离": "zhong li", "闾丘": "lü qiu", "鲜于": "xian yu",
    "万俟": "mo qi", "单于": "chan yu", "澹台": "tan tai", "淳于": "chun yu",
    "公冶": "gong ye", "公羊": "gong yang", "公西": "gong xi", "公良": "gong liang",
    "赫连": "he lian", "濮阳": "pu yang", "太叔": "tai shu", "申屠": "shen tu",
    "仲孙": "zhong sun", "颛孙": "zhuan sun", "端木": "duan mu", "巫马": "wu ma",
    "漆雕": "qi diao", "乐正": "yue zheng", "壤驷": "rang si", "拓跋": "tuo ba",
    "夹谷": "jia gu", "宰父": "zai fu", "谷梁": "gu liang", "段干": "duan gan",
    "百里": "bai li", "呼延": "hu yan", "东郭": "dong guo", "南宫": "nan gong",
    "南门": "nan men", "西门": "xi men", "羊舌": "yang she", "微生": "wei sheng",
    "梁丘": "liang qiu", "左丘": "zuo qiu", "亓官": "qi guan", "子车": "zi ju",
    "闻人": "wen ren", "独孤": "du gu", "第五": "di wu", "宗政": "zong zheng",
    "褚师": "chu shi", "公乘": "gong sheng", "哥舒": "ge shu", "完颜": "wan yan",
    "耶律": "ye lü", "纳兰": "na lan", "叶赫": "ye he", "爱新": "ai xin",
}  # fmt: skip
READ = {
    "单": "shan", "曾": "zeng", "解": "xie", "仇": "qiu", "查": "zha", "区": "ou",
    "盖": "ge", "朴": "piao", "乐": "yue", "覃": "qin", "翟": "zhai", "洗": "xian",
    "员": "yun", "秘": "bi", "缪": "miao", "种": "chong", "重": "chong", "祭": "zhai",
    "黑": "he", "折": "she", "佴": "nai", "能": "nai", "召": "shao", "隗": "wei",
    "阚": "kan", "适": "kuo", "卜": "bu", "句": "gou", "都": "du", "粘": "nian",
    "会": "gui", "长": "zhang", "行": "xing",
}  # fmt: skip
