"""The words by which cells name units, say who leads and who helps, and refer elsewhere."""

from __future__ import annotations

import re
from typing import Final

SUFFIX: Final = (
    r"(?:局|委|办|部|厅|院|所|队|站|处|科|室|公司|集团|银行|街道|镇|乡|区|园|会|协会|商会|学会|单位|部门|政府|机构|中心|企业|"
    r"学校|医院|联社|残联|侨联|文联|社科联|工商联|科协|工会|妇联|团委|专班|组|党委|委员会|街办|市|县|旗|社区|村|人员|\)|）)"
)
PREFIX: Final = r"(?:各|有关|相关|其他|市|区|县|省|州|旗|镇|街道|国家|中共|团|总工会|崇川)"
PARTY: Final = re.compile(r"(?:区|县|市|省|镇|州|党)委$")
OF_PARTY: Final = re.compile(r"^(?:组织部|宣传部|统战部|政法委|办公室|编办|网信办|社工部|老干部局|党校|督查室)")
LEAD: Final = (
    r"(?:为|是)(?:总)?(?:牵头|主办)(?:责任)?(?:单位|部门)|(?:总)?牵头(?:负责|组织|实施|抓总)?|主办|抓总"
    r"|负责(?!人)(?:本(?:辖区|行业|领域|单位|系统)(?:内)?(?:工作)?)?"
)
HELP: Final = (
    r"(?:为|是)(?:配合|协助|协办|参与)(?:单位|部门)"
    r"|(?:积极|协同|具体)?(?:配合|协助|协办|参与|参加|支持)(?:实施|落实|做好|完成)?"
)
AFTER: Final = re.compile(rf"(?:(?P<lead>(?:分别|共同|具体)?(?:{LEAD}))|(?P<help>{HELP}))[。.]?$")
HEAD: Final = re.compile(
    r"^(?:(?P<lead>(?:牵头|主办|主要责任|牵头责任|承办|第一责任)(?:单位|部门|科室|处室)?|牵头)|(?P<plain>责任(?:单位|部门|科室|处室)?)|"
    r"(?P<other>(?:责任|分管|牵头|包保|联系|主管)[市县区]?(?:级)?(?:领导|人)|(?:完成|办理|整改)?(?:时限|时间|期限))|"
    r"(?P<help>(?:(?:配合|协办|协助|参与|参加|协同|协作)(?:责任)?|(?:其他|其它|相关)责任)(?:单位|部门|科室|处室)?))[:：]"
)
STRONG: Final = re.compile(r"(?:牵头|主办|主要责任|第一责任)(?:责任)?(?:单位|部门)?[:：]")
WITH: Final = "会同"
HELD: Final = re.compile(
    r"[(（](?=(?:配合|协办|协助|参与)(?:单位|部门)?[:：]|[^()（）]{3,}(?:配合|协办|协助|参与)[)）])[^()（）]+[)）]"
)
"""Those who help, in brackets after who leads."""
PERSON: Final = re.compile(r"[(（](?:局长|主任|书记|镇长|联系|负责人|责任人|分管|组长|电话)[^()（）]*[)）]")
ONE_GROUP: Final = re.compile(r"^\s*各[市县区镇乡]$")
ONE_GROUP_ON: Final = re.compile(r"[市县区乡镇](?:人民政府|政府|街道|$|[，。；、）)\s])|街道")
"""各市、区人民政府 is one group, not two."""
CIRCLED: Final = re.compile(r"[①-⑳]")
NUMBER: Final = re.compile(r"(?:\d{1,2}[.．)）]|[①-⑳])\s*")
STARS: Final = "★☆▲△*＊"
SHARED: Final = re.compile(
    r"(?:等)?(?:有关单位|各单位|各部门)?(?:根据|按照?|依据)?(?:各自)?(?:职责|职能)(?:分工|分别)?(?:各负其责|负责|落实|抓好落实|做好工作)?[。.]?$|各负其责[。.]?$"
)
OPEN: Final = re.compile(
    r"等(?P<kind>(?:有关|相关|区级|市级|县级)?(?:部门|单位|成员单位|地|\d+个?(?:部门|单位)|[一二三四五六七八九十]+个?(?:部门|单位))?)[。.]?$"
)
OF_OTHERS: Final = re.compile(r"(?<=[一-龥]{2})等(?:有关|相关)?(?:部门|单位)$")
SEE: Final = re.compile(
    r"[(（](?P<see>(?:详见|具体见|见|名单见|另见|附)[^()（）]*)[)）]|(?P<bare>(?:详见|名单见|具体见|^见)[^，。；;、()（）\n]*)"
)
APART: Final = re.compile(rf"(?P<first>[^，,；;。:：()（）]+)[，,](?P<rest>[^，,；;。:：()（）]+?(?:{HELP})[。.]?\s*)")
"""区教体局，区卫健委参与: who stands before the comma leads."""
DONE: Final = re.compile(r"(?:组织|抓好|推进)?(?:实施|落实)[。.]?$")
MARK: Final = re.compile(
    r"[(（【\[](?:(?P<lead>牵头|主办|负责|牵头单位|主要责任单位|牵头负责)|(?P<help>配合|协办|协助|参与|配合单位|协办单位))[)）】\]]"
)
GROUP: Final = re.compile(
    r"^(?:[一-龥]{0,8}各(?!自)|[市区县省]?[直级]?(?:有关|相关)|其他|其它|全体|所有|全[市区县省]各?)|(?:有关|相关|成员)(?:单位|部门)$"
)
NEAR: Final = 32
"""No unit's name is longer: so far is looked to either side."""
NOBODY: Final = re.compile(r"^(?:[\-—–/\\无—\s.。]*|\d{1,2}|分别)$")
