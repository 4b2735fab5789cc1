"""A sample of each form, of the invented city 云州: for `shuniu typeset --sample`, for trials and for tests."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from shuniu.kernel.typesetting.paper import Annex, Form, Paper, Seal
from shuniu.kernel.typesetting.seals import demo_seal, demo_signature

OFFICE = "云州市人民政府办公室"
GOVERNMENT = "云州市人民政府"
JOINT = ("云州市城市管理局", "云州市财政局", "云州市住房和城乡建设局")
BODY = """为进一步规范全市政务服务工作，方便企业和群众办事，根据《中华人民共和国行政许可法》《优化营商环境条例》等规定，结合我市实际，现就有关事项通知如下。
一、总体要求
坚持以人民为中心的发展思想，把群众办事的难点作为改革的重点，统一标准、优化流程、公开承诺，做到同一事项在全市任何一个窗口按同一标准办理。到2026年底，市、县、乡三级政务服务事项全部实行清单管理，网上可办率不低于95%。
二、主要任务
（一）统一事项标准。各县（区）人民政府、市政府各部门要对照国家和省政务服务事项基本目录，逐项明确办理依据、申请条件、申报材料和办理时限，经司法行政部门审核后向社会公布。
1.编制事项清单。由市行政审批服务局牵头，各部门按照职责分工负责，于2026年9月30日前完成。清单实行动态管理，法律法规调整的，应当在20个工作日内更新。
2.编制办事指南。办事指南应当写明受理条件、所需材料、办理流程、收费依据、办理时限和救济渠道，用语应当通俗易懂，不得使用“其他材料”“有关证明”等兜底性表述。
（1）能够通过数据共享获取的材料，不得要求申请人重复提交。
（2）没有法律、法规和国务院决定依据的证明事项，一律取消。
（二）优化办事流程。推行告知承诺制和容缺受理，减环节、减材料、减时限、减跑动。对涉及多个部门的事项，由首个受理的窗口统一接收材料，有关部门并联办理，限时办结。
（三）公开服务承诺。各级政务服务大厅要在显著位置公布事项清单、办理时限和投诉电话，接受群众评价。群众对办理结果不满意的，应当在5个工作日内回访核实。
三、保障措施
（一）加强组织领导。各县（区）人民政府、市政府各部门主要负责同志是本地区、本部门政务服务工作第一责任人，要定期研究解决工作中的突出问题，确保各项任务落到实处。
（二）加强经费保障。各级财政部门要统筹现有资金，保障政务服务大厅运行和信息系统维护所需经费，严禁铺张浪费。
（三）加强监督检查。市政府办公室将会同有关部门对落实情况开展督查，重点查看事项清单是否完整、办事指南是否准确、承诺时限是否兑现。对工作不力、群众反映强烈的，予以通报并督促整改。
各县（区）、各部门在执行中遇到的问题，请及时向市行政审批服务局反映。"""
TABLE = """| 序号 | 重点任务 | 牵头单位 | 完成时限 |
| 1 | 编制政务服务事项清单，经审核后向社会公布 | 市行政审批服务局 | 2026年9月30日 |
| 2 | 编制办事指南，取消没有依据的证明事项 | 市司法局、市行政审批服务局 | 2026年10月31日 |
| 3 | 建设并联办理系统，实现一个窗口接收材料 | 市大数据管理局 | 2026年12月31日 |
| 4 | 开展落实情况督查，通报结果 | 市政府办公室 | 2027年1月31日 |"""
RECIPIENTS = "各县（区）人民政府，市政府各部门、各直属机构"
COPIES = "市委各部门，市人大常委会办公室，市政协办公室，市监察委员会，市中级人民法院，市人民检察院"
ISSUED = date(2026, 8, 14)


def ordinary() -> Paper:
    return Paper(
        title="云州市人民政府办公室关于进一步规范全市政务服务事项办理工作的通知",
        text=BODY,
        organs=(OFFICE,),
        number="云政办发〔2026〕21号",
        recipients=RECIPIENTS,
        annexes=(Annex("重点任务分工表", TABLE), Annex("政务服务事项办事指南编制要求", BODY.split("\n", 4)[4])),
        signed_on=date(2026, 8, 12),
        seals=(Seal(OFFICE, demo_seal(OFFICE)),),
        note="此件公开发布",
        copies=COPIES,
        issuer=OFFICE,
        issued_on=ISSUED,
    )


def upward() -> Paper:
    text = """为完善防洪排涝体系，保障城区安全度汛，我市拟实施云水河城区段综合治理工程。现将有关情况请示如下。
一、基本情况
云水河城区段全长12.6公里，现状防洪标准为20年一遇，部分堤段年久失修。2026年汛期，城区3处低洼地带出现积水，影响群众出行。
二、建设内容
工程包括堤防加固8.4公里、河道清淤12.6公里、排涝泵站2座，总投资4.8亿元，计划工期24个月。
三、请示事项
恳请省人民政府将该工程列入全省防洪能力提升工程年度计划，并在资金上予以支持。
妥否，请批示。"""
    return Paper(
        title="云州市人民政府关于将云水河城区段综合治理工程列入全省防洪能力提升工程年度计划的请示",
        text=text, organs=(GOVERNMENT,), form=Form.UPWARD, number="云政〔2026〕36号", signers=("周明远",), recipients="省人民政府",
        signed_on=date(2026, 8, 3), seals=(Seal(GOVERNMENT, demo_seal(GOVERNMENT)),), note="联系人：林晓，电话：0000-1234567",
        issuer=OFFICE, issued_on=date(2026, 8, 3),
    )  # fmt: skip


def joint() -> Paper:
    return replace(
        ordinary(),
        title="云州市城市管理局等三部门关于做好老旧小区生活垃圾分类设施改造工作的通知",
        organs=JOINT, number="云城管〔2026〕9号", recipients="各县（区）城市管理局、财政局、住房和城乡建设局",
        seals=tuple(Seal(organ, demo_seal(organ)) for organ in JOINT), issuer=JOINT[0], copies="市政府办公室",
        annexes=(Annex("重点任务分工表", TABLE),), note="",
    )  # fmt: skip


def letter() -> Paper:
    text = """你局《关于商请提供市民热线相关数据的函》（云统函〔2026〕7号）收悉。经研究，现函复如下。
一、同意提供2026年上半年市民热线受理量、办结量、满意率等汇总数据，用于全市公共服务满意度调查。
二、上述数据不含诉求人姓名、电话等个人信息。你局应当按照约定用途使用，不得向第三方提供。
三、数据由市民热线受理中心于收到本函之日起5个工作日内通过电子政务外网交换平台提供。
特此函复。"""
    return Paper(
        title="云州市人民政府办公室关于提供市民热线相关数据的复函", text=text, organs=(OFFICE,), form=Form.LETTER,
        number="云政办函〔2026〕45号", recipients="市统计局", signed_on=date(2026, 7, 9), seals=(Seal(OFFICE, demo_seal(OFFICE)),),
        copies="市大数据管理局",
    )  # fmt: skip


def order() -> Paper:
    text = (
        """《云州市城市绿化管理办法》已经2026年6月18日市人民政府第52次常务会议通过，现予公布，自2026年9月1日起施行。"""
    )
    return Paper(
        title="公布《云州市城市绿化管理办法》的命令", text=text, organs=(GOVERNMENT,), form=Form.ORDER, number="第27号", post="市长",
        name="周明远", signature=demo_signature("周明远"), signed_on=date(2026, 7, 1), issuer=OFFICE, issued_on=date(2026, 7, 2),
        annexes=(),
    )  # fmt: skip


def minutes() -> Paper:
    text = """2026年7月20日，市长周明远主持召开市人民政府第54次常务会议。现将会议议定事项纪要如下。
一、关于上半年经济运行情况
会议听取了市发展和改革委员会关于上半年经济运行情况的汇报。会议要求，各部门要紧盯全年目标任务，加强分析调度，及时解决企业反映的问题。
二、关于老旧小区改造工作
会议审议并原则通过《云州市老旧小区改造三年行动计划》，由市住房和城乡建设局根据会议意见修改后，按程序印发实施。
三、关于防汛工作
会议强调，当前正值主汛期，要严格落实24小时值班制度，确保人民群众生命财产安全。"""
    return Paper(
        title="市人民政府第54次常务会议纪要", text=text, organs=(OFFICE,), form=Form.MINUTES, mark="云州市人民政府常务会议纪要",
        number="〔2026〕14号", signed_on=date(2026, 7, 22), present="周明远、何静、孙志强、马丽、杨波、唐国华", absent="邓文斌（出差）",
        attending="市人大常委会郑玲，市政协曹建军，市发展和改革委员会彭涛，市财政局曾敏，市住房和城乡建设局萧伟，市水务局田野，市应急管理局董洁",
        copies="市委办公室，市人大常委会办公室，市政协办公室", issuer=OFFICE, issued_on=date(2026, 7, 22),
    )  # fmt: skip


SAMPLES = {"ordinary": ordinary, "upward": upward, "joint": joint, "letter": letter, "order": order, "minutes": minutes}
