"""Papers of the invented city of 云州, one of each form, for whatever sets, reads or compares them."""

from __future__ import annotations

import io
from datetime import date
from functools import cache

from PIL import Image, ImageDraw

from shuniu.kernel.typesetting.paper import Annex, Form, Paper, Seal

SOLID = "各县区人民政府和市政府各部门要把防汛备汛作为当前头等大事来抓逐级压实责任逐项排查隐患逐点落实措施确保人员物资队伍预案四到位"
"""Sixty full-width characters without any punctuation: what a line holds can be counted with it."""
MEASURES = f"""为切实做好今冬明春城市供热保障工作，现将有关事项通知如下：
一、总体要求
坚持以人民为中心，按照“统一调度、分级负责、保障民生”的原则，确保全市供热系统安全平稳运行。{SOLID}。
二、重点任务
（一）抓好检修。各供热单位须于10月20日前完成管网、换热站检修。{SOLID}。
1.建立隐患清单。逐项登记、逐项销号。
2.更换老旧管道。对运行超过15年的管道，应当优先更换。
（1）主城区由市城管局组织实施。
（2）各县（市）由当地人民政府组织实施。
（二）做好储备。煤炭储备不得低于20天用量，应急抢修队伍不少于12支。
| 单位 | 储煤量（万吨） | 抢修队伍（支） |
| 城东热力公司 | 12.5 | 4 |
| 城西热力公司 | 9.8 | 3 |
| 开发区热电厂 | 21 | 5 |
三、工作要求
{SOLID}。{SOLID}。
请各单位于2026年12月5日前将落实情况报市政府办公室。"""


@cache
def seal(words: str = "印") -> bytes:
    """A red ring with a star, transparent around: an invented seal."""
    image = Image.new("RGBA", (496, 496))
    pen = ImageDraw.Draw(image)
    pen.ellipse((8, 8, 488, 488), outline=(230, 0, 18, 255), width=14)
    pen.regular_polygon((248, 248, 70), 3, fill=(230, 0, 18, 255))
    pen.regular_polygon((248, 248, 70), 3, rotation=180, fill=(230, 0, 18, 255))
    pen.rectangle((248 - 5 * len(words), 380, 248 + 5 * len(words), 390), fill=(230, 0, 18, 255))
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def ordinary() -> Paper:
    return Paper(
        title="云州市人民政府办公室关于做好2026年冬季供热保障工作的通知",
        text=MEASURES,
        organs=("云州市人民政府办公室",),
        number="云政办发〔2026〕12号",
        urgency="特急",
        recipients="各县（市、区）人民政府，市政府各部门、各直属单位",
        annexes=(
            Annex("云州市2026年冬季供热保障任务分解表", "一、检修\n按附表执行。\n| 序号 | 任务 |\n| 1 | 检修管网 |"),
            Annex("联络员名单", "联络员由各单位报送。"),
        ),
        signed_on=date(2026, 10, 8),
        seals=(Seal("云州市人民政府办公室", seal()),),
        note="联系人：周明；联系电话：0000-1234567",
        copies="市委办公室，市人大常委会办公室，市政协办公室，云州军分区",
        issuer="云州市人民政府办公室",
        issued_on=date(2026, 10, 9),
    )  # fmt: skip


def upward() -> Paper:
    return Paper(
        title="云州市人民政府关于申请青河防洪治理工程补助资金的请示",
        text=f"青河是我市主要行洪河道。{SOLID}。\n一、基本情况\n{SOLID}。\n二、请示事项\n恳请省政府安排补助资金3200万元。\n妥否，请批示。",
        organs=("云州市人民政府",),
        form=Form.UPWARD,
        number="云政〔2026〕31号",
        signers=("陈立群",),
        recipients="省人民政府",
        annexes=(Annex("青河防洪治理工程可行性研究报告摘要", SOLID),),
        signed_on=date(2026, 7, 3),
        seals=(Seal("云州市人民政府", seal()),),
        note="联系人：李岩；联系电话：0000-7654321",
        issuer="云州市人民政府办公室",
        issued_on=date(2026, 7, 3),
    )


def joint() -> Paper:
    organs = ("云州市发展和改革委员会", "云州市财政局", "云州市住房和城乡建设局")
    return Paper(
        title="关于印发《云州市老旧小区改造资金管理办法》的通知",
        text=f"现将《云州市老旧小区改造资金管理办法》印发给你们，请认真贯彻执行。\n{SOLID}。",
        organs=organs,
        number="云发改〔2026〕88号",
        recipients="各县（市、区）人民政府",
        signed_on=date(2026, 5, 20),
        seals=tuple(Seal(organ, seal(organ)) for organ in organs),
        copies="市政府办公室，市审计局",
        issuer="云州市发展和改革委员会办公室",
        issued_on=date(2026, 5, 21),
    )


def letter() -> Paper:
    return Paper(
        title="云州市人民政府办公室关于商请支持跨江大桥前期工作的函",
        text=f"{SOLID}。\n一、关于选址\n{SOLID}。\n专此函达，请予支持。",
        organs=("云州市人民政府办公室",),
        form=Form.LETTER,
        number="云政办函〔2026〕7号",
        recipients="江州市人民政府办公室",
        signed_on=date(2026, 3, 2),
        seals=(Seal("云州市人民政府办公室"),),
        copies="省交通运输厅",
    )


def order() -> Paper:
    return Paper(
        title="云州市人民政府令",
        text=f"《云州市城市绿线管理办法》已经2026年4月15日市政府第12次常务会议通过，现予公布，自2026年7月1日起施行。\n{SOLID}。",
        organs=("云州市人民政府",),
        form=Form.ORDER,
        number="第18号",
        signed_on=date(2026, 4, 20),
        post="市　长",
        name="陈立群",
        issuer="云州市人民政府办公室",
        issued_on=date(2026, 4, 22),
    )


def minutes() -> Paper:
    return Paper(
        title="市政府第20次常务会议纪要",
        text=f"2026年8月6日，市长陈立群主持召开市政府第20次常务会议。现纪要如下：\n一、关于防汛工作\n{SOLID}。\n二、关于就业工作\n{SOLID}。",
        organs=("云州市人民政府",),
        form=Form.MINUTES,
        mark="云州市人民政府常务会议纪要",
        number="〔2026〕20号",
        signed_on=date(2026, 8, 8),
        present="陈立群、周明、李岩、王思远、赵启文、孙毅",
        absent="何伟",
        attending="市发展改革委、市财政局、市应急局主要负责人",
        copies="市委常委，市人大常委会、市政协领导",
        issuer="云州市人民政府办公室",
        issued_on=date(2026, 8, 9),
    )


EVERY = {made.__name__: made for made in (ordinary, upward, joint, letter, order, minutes)}
