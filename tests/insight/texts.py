"""Invented messages of the city of 云州 for the tests of insight: no sentence comes from a real citizen."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from shuniu.kernel.insight.stream import Message
from shuniu.kernel.insight.table import CHINA

ESTATES = [
    first + last
    for last in ("花园", "家园", "小区", "公寓", "新村", "佳苑")
    for first in ["翠湖", "锦绣", "望江", "东篱", "云溪", "紫藤", "枫林", "银河", "柳岸", "长宁", "白鹭", "石榴"]
]
ROADS = [
    first + last
    for last in ("路", "大道", "街")
    for first in ["云岭", "青石", "文昌", "北门", "滨河", "松涛", "集贤", "百花", "槐荫", "长安", "朝晖", "南浦"]
]

SUBJECTS: dict[str, tuple[list[str], list[str]]] = {
    "城管": (
        [
            "夜宵摊占道经营",
            "流动摊贩占满人行道",
            "违章搭建的棚子没有拆",
            "小广告贴满楼道",
            "共享单车堆在路口",
            "渣土洒落路面",
        ],
        [
            "油烟熏得睡不着",
            "行人只能走机动车道",
            "垃圾和污水流了一地",
            "城管来过又摆出来",
            "消防车都进不去",
            "希望执法人员清理",
        ],
    ),
    "教育": (
        [
            "小学招生划片不公平",
            "幼儿园收费突然上涨",
            "老师在校外有偿补课",
            "中学食堂饭菜变质",
            "学校操场塑胶味刺鼻",
            "课后服务强制报名",
        ],
        [
            "家长都很着急",
            "孩子回来说肚子痛",
            "学生人数超过班额",
            "教育局一直没有说法",
            "开学前必须定下来",
            "老师说不交钱就不让上课",
        ],
    ),
    "社保": (
        [
            "养老保险转移办不下来",
            "医保卡在药店刷不了",
            "失业金申请被退回",
            "公司不给员工缴社保",
            "退休金少算了工龄",
            "工伤认定拖了半年",
        ],
        [
            "社保窗口说系统故障",
            "材料交了三次",
            "单位盖章也不认",
            "工资条上明明扣了钱",
            "住院费用报销不了",
            "经办人员让我回原籍办",
        ],
    ),
}


def labelled(per_class: int = 40, *, seed: int = 3) -> list[tuple[str, str]]:
    """(text, label) for three subjects, every text different."""
    chance = random.Random(seed)
    rows: list[tuple[str, str]] = []
    for label, (things, details) in SUBJECTS.items():
        for number in range(per_class):
            where = f"{chance.choice(ROADS)}{chance.choice(ESTATES)}"
            text = f"{where}，{chance.choice(things)}，{chance.choice(details)}，{chance.choice(details)}。第{number}次反映。"
            rows.append((text, label))
    chance.shuffle(rows)
    return rows


def at(day: float) -> datetime:
    return datetime(2026, 3, 1, 8, 0, tzinfo=CHINA) + timedelta(days=day)


def ordinary(days: int = 60, per_day: int = 6, *, seed: int = 5) -> list[Message]:
    """An ordinary stream: many matters in many places, each from another person."""
    chance = random.Random(seed)
    found: list[Message] = []
    for day in range(days):
        for number in range(per_day):
            things, details = SUBJECTS[chance.choice(list(SUBJECTS))]
            thing, where = chance.choice(things), f"{chance.choice(ROADS)}{chance.choice(ESTATES)}"
            text = f"您好，我住在{where}{chance.randrange(1, 40)}栋，{thing}，{chance.choice(details)}，请尽快解决。"
            moment = at(day + number / per_day)
            found.append(Message(f"o{day}-{number}", moment, f"{where}{thing}", text, f"person {day}-{number}"))
    return found


RISING = [
    ("鹤鸣苑旁边的混凝土搅拌站粉尘太大", "鹤鸣苑东侧新开的混凝土搅拌站日夜生产，粉尘落满阳台，窗户不敢开。"),
    ("投诉鹤鸣苑搅拌站半夜噪音", "我是鹤鸣苑的住户，搅拌站半夜还在轰鸣，罐车进进出出，老人睡不着。"),
    ("搅拌站离鹤鸣苑不到一百米，手续齐全吗", "请问鹤鸣苑旁这个搅拌站有没有环评手续？粉尘和噪音都超标了。"),
    ("鹤鸣苑的孩子都在咳嗽", "自从搅拌站开工，鹤鸣苑很多孩子咳嗽，空气里全是水泥粉尘，请环保部门来测。"),
    ("要求搬走鹤鸣苑搅拌站", "鹤鸣苑业主联名，要求混凝土搅拌站停产搬离，罐车把小区门口的路也压坏了。"),
]


def rising(start: float = 40, step: float = 1.5) -> list[Message]:
    """Five people about one concrete works beside one estate, within a week."""
    return [
        Message(f"r{number}", at(start + number * step + 0.01), title, text, f"neighbour {number}")
        for number, (title, text) in enumerate(RISING, start=1)
    ]
