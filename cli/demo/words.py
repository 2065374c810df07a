"""Words the sample is made of. People, firms and numbers are invented; so is any likeness."""

PEOPLE = ("王芳", "李强", "陈静", "赵磊", "Ann Baker", "Tom Reed")
POOL = "public"
DORMANT = "dormant"  # what somebody has given up lies there, under rules of its own

LEVELS = "ABBCCCD"  # as often as a sales team has them
ROADS = ("中山", "解放", "人民", "建设", "和平", "文化", "新华")
LOCALITIES = ("商业街", "写字楼", "工业园", "市场")
DISTRICTS = {
    "杭州": "西湖区",
    "上海": "浦东新区",
    "北京": "海淀区",
    "深圳": "南山区",
    "成都": "武侯区",
    "武汉": "江汉区",
    "南京": "鼓楼区",
    "苏州": "姑苏区",
    "宁波": "鄞州区",
    "青岛": "市南区",
}
ROLES_ZH = ("总经理", "采购经理", "店长", "行政主管", "工程师")
ROLES_EN = ("owner", "buyer", "office manager")
CITIES = (
    ("杭州", "hangzhou", "0571"), ("上海", "shanghai", "021"), ("北京", "beijing", "010"),
    ("深圳", "shenzhen", "0755"), ("成都", "chengdu", "028"), ("武汉", "wuhan", "027"),
    ("南京", "nanjing", "025"), ("苏州", "suzhou", "0512"), ("宁波", "ningbo", "0574"),
    ("青岛", "qingdao", "0532"),
)  # fmt: skip
MARKS = (
    ("云帆", "yunfan"), ("瑞丰", "ruifeng"), ("天和", "tianhe"), ("启明", "qiming"),
    ("鼎盛", "dingsheng"), ("恒源", "hengyuan"), ("东篱", "dongli"), ("百川", "baichuan"),
    ("锦程", "jincheng"), ("海纳", "haina"), ("清源", "qingyuan"), ("松鹤", "songhe"),
    ("金禾", "jinhe"), ("晨曦", "chenxi"), ("墨竹", "mozhu"), ("远航", "yuanhang"),
)  # fmt: skip
TRADES = (
    ("科技", "有限公司", "信息技术"), ("商贸", "有限公司", "批发"), ("物流", "有限公司", "物流"),
    ("餐饮", "管理有限公司", "餐饮"), ("机械", "制造有限公司", "制造"),
    ("医疗器械", "有限公司", "医疗"), ("超市", "连锁有限公司", "零售"),
    ("教育", "咨询有限公司", "教育"),
)  # fmt: skip
SURNAMES = "张刘杨黄周吴徐孙马朱胡林郭何高罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余叶蒋杜苏"
GIVEN = ("伟", "娜", "敏", "洋", "艳", "勇", "军", "杰", "丽", "涛", "秀英", "志强", "晓明", "雪梅")
LANDMARKS = (
    "Harbour", "Maple", "Summit", "Cedar", "Lakeside", "Granite", "Willow", "Redwood", "Beacon",
    "Prairie", "Coral", "Juniper", "Orchard", "Silver Creek", "Northgate",
)  # fmt: skip
BRANCHES = (
    ("Foods", "food"), ("Clinics", "medical"), ("Logistics", "logistics"), ("Tools", "retail"),
    ("Software", "technology"), ("Dental", "medical"), ("Hotels", "hospitality"),
)  # fmt: skip
FIRST = ("Grace", "Oliver", "Maya", "Henry", "Chloe", "Daniel", "Ruth", "Samuel", "Ivy", "Leo")
LAST = ("Carter", "Nguyen", "Patel", "Morris", "Diaz", "Fisher", "Kim", "Walsh", "Stone", "Hughes")
AREAS = ("212", "415", "312", "206", "617", "713", "303")

SOURCES_ZH = ("转介绍", "展会", "官网", "电话拜访", "黄页", "抖音")
SOURCES_EN = ("Referral", "Trade show", "Website", "Cold call", "Partner")

# channel, outcome, note
TALKS_ZH = (
    ("phone", "有兴趣", "电话沟通，对方想了解报价和上线周期。"),
    ("phone", "未接通", "无人接听，改天上午再打。"),
    ("phone", "暂不考虑", "今年预算已用完，明年一季度再联系。"),
    ("visit", "有兴趣", "上门拜访，看了仓库和收银台，老板关心盘点。"),
    ("visit", "需要方案", "与采购和财务一起开会，要求下周给出方案。"),
    ("wechat", "已发资料", "微信发送产品手册和案例，对方说会看。"),
    ("wechat", "约见", "微信约好下次到店演示。"),
    ("email", "已报价", "邮件发送报价单，含三年维护。"),
    ("message", "已提醒", "短信提醒演示时间，对方确认。"),
)
TALKS_EN = (
    ("phone", "interested", "Wants prices and a date for going live."),
    ("phone", "no answer", "Nobody picked up; try again in the morning."),
    ("phone", "not now", "Budget is spent; call again next quarter."),
    ("visit", "interested", "Walked through the store room; stock-taking is what hurts."),
    ("visit", "proposal wanted", "Met purchasing and finance; they expect a proposal next week."),
    ("email", "quoted", "Sent the quotation with three years of maintenance."),
    ("email", "material sent", "Sent the brochure and two references."),
    ("message", "reminded", "Reminded them of the demo; they confirmed."),
)
GIVE_UPS = ("多次联系无果", "业务方向不符", "客户已停业", "已选用其他产品")
REASONS_LOST = ("价格", "竞争对手", "预算取消", "暂无需求", "price", "competitor")
# name, list price in CNY
PRODUCTS = (
    ("收银套装", 3_800), ("门店版", 6_800), ("进销存", 12_800), ("标准版", 19_800),
    ("专业版", 48_000), ("集团版", 128_000),
)  # fmt: skip
