"""What many passwords are made of, here and elsewhere."""

TEXT = """
password passwort passw0rd pass pwd qwerty qwertyuiop qwertyuiopasdfghjkl asdfghjkl asdfgh asdf
zxcvbnm qwer qweasd qweasdzxc qazwsx qazwsxedc qazwsxedcrfv zaqwsx abc admin administrator root
user guest test testing tester demo login welcome hello letmein changeme changeit default secret
master super superman batman spiderman pokemon starwars dragon monkey football baseball basketball
soccer hockey liverpool chelsea arsenal sunshine princess flower iloveyou ilovejesus loveyou love
lovely trustno whatever freedom computer internet samsung google facebook michael jordan ashley
jennifer charlie daniel jessica thomas summer winter spring autumn monday friday january december
company office business sales manager customer service support crm guanxi erp sap china chinese
beijing shanghai shenzhen guangzhou hangzhou taobao alibaba tencent baidu huawei weixin wechat
woaini woainima woaiwojia aini woshishui woshi nihao nihaoma zhongguo mima wodemima laoban laopo
baobei zhang wang li liu chen yang huang zhao wu zhou xu sun ma longpassword mypassword
thepassword newpassword oldpassword yourpassword passwordpassword correcthorsebatterystaple
thequickbrownfox tobeornottobe opensesame opensesam letmeinplease onetwothree
"""
WORDS = frozenset(TEXT.split())
