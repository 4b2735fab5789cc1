"""Every instrument that a module may cite: the sources of the petitions, disclosure, services and hotline clocks.

Titles, numbers and dates are given only as far as they were verified; `mark` says how far. A module writes
`DISCLOSURE.article(33, 2)` and never spells a title itself.
"""

from datetime import date
from typing import Final

from shuniu.kernel.law.instruments import Instrument, Mark

_STATE_COUNCIL: Final = "国务院"
_STATE_COUNCIL_OFFICE: Final = "国务院办公厅"
_STANDING_COMMITTEE: Final = "全国人民代表大会常务委员会"
_REGULATIONS_TEXT: Final = "法规全文（LawRefBook/Laws，2025-04-19）"
_LAWS_TEXT: Final = "法律全文（ImCa0/just-laws，2026-07-17）"
_REPRINT: Final = "转载页面"

# --- Counting ------------------------------------------------------------
CIVIL_CODE: Final = Instrument(
    "civil_code",
    "中华人民共和国民法典",
    short="民法典",
    issued_by="全国人民代表大会",
    mark=Mark.VERIFIED,
    source=_LAWS_TEXT,
)
FESTIVALS: Final = Instrument(
    "festivals",
    "全国年节及纪念日放假办法",
    number="国务院令第795号",
    number_mark=Mark.RECALLED,
    issued_by=_STATE_COUNCIL,
    mark=Mark.VERIFIED,
    source=_REGULATIONS_TEXT,
    note="2024-11-10第四次修订，修订自2025-01-01起施行（施行日期见转载）",
)

# --- Petitions 信访 ------------------------------------------------------------
PETITIONS: Final = Instrument(
    "petitions",
    "信访工作条例",
    issued_by="中共中央、国务院",
    in_force=date(2022, 5, 1),
    mark=Mark.VERIFIED,
    source=_REGULATIONS_TEXT,
)
PETITIONS_SIMPLE: Final = Instrument(
    "petitions_simple",
    "信访事项简易办理办法",
    number="国信办发〔2022〕17号",
    issued_by="国家信访局",
    in_force=date(2022, 7, 17),
    mark=Mark.SECONDARY,
    source=_REPRINT,
)
PETITIONS_RATING: Final = Instrument(
    "petitions_rating",
    "信访事项办理群众满意度评价工作办法（试行）",
    number="国信发〔2022〕11号",
    issued_by="国家信访局",
    mark=Mark.SECONDARY,
    source=_REPRINT,
)

# --- Disclosure 政府信息公开 ------------------------------------------------------------
DISCLOSURE: Final = Instrument(
    "disclosure",
    "中华人民共和国政府信息公开条例",
    number="国务院令第711号",
    short="政府信息公开条例",
    issued_by=_STATE_COUNCIL,
    in_force=date(2019, 5, 15),
    mark=Mark.VERIFIED,
    source=_REGULATIONS_TEXT,
)
DISCLOSURE_FEES: Final = Instrument(
    "disclosure_fees",
    "政府信息公开信息处理费管理办法",
    number="国办函〔2020〕109号",
    issued_by=_STATE_COUNCIL_OFFICE,
    mark=Mark.SECONDARY,
    source=_REPRINT,
)
DISCLOSURE_REPORT: Final = Instrument(
    "disclosure_report",
    "政府信息公开工作年度报告格式",
    number="国办公开办函〔2021〕30号",
    issued_by="国务院办公厅政府信息与政务公开办公室",
    mark=Mark.SECONDARY,
    source=_REPRINT,
)
DISCLOSURE_DELIVERY: Final = Instrument(
    "disclosure_delivery",
    "国务院办公厅政府信息与政务公开办公室关于政府信息公开处理决定送达问题的解释",
    number="国办公开办函〔2016〕235号",
    issued_by="国务院办公厅政府信息与政务公开办公室",
    mark=Mark.VERIFIED,
    source="鄂州市政府网站所载全文",
)
RECONSIDERATION: Final = Instrument(
    "reconsideration",
    "中华人民共和国行政复议法",
    short="行政复议法",
    issued_by=_STANDING_COMMITTEE,
    in_force=date(2024, 1, 1),
    mark=Mark.VERIFIED,
    source=_LAWS_TEXT,
)

# --- Services 行政许可和政务服务 ------------------------------------------------------------
LICENSING: Final = Instrument(
    "licensing",
    "中华人民共和国行政许可法",
    short="行政许可法",
    issued_by=_STANDING_COMMITTEE,
    in_force=date(2004, 7, 1),
    mark=Mark.VERIFIED,
    source=_LAWS_TEXT,
)
BUSINESS_CLIMATE: Final = Instrument(
    "business_climate", "优化营商环境条例", issued_by=_STATE_COUNCIL, mark=Mark.VERIFIED, source=_REGULATIONS_TEXT
)
ONLINE_SERVICES: Final = Instrument(
    "online_services",
    "国务院关于在线政务服务的若干规定",
    number="国务院令第716号",
    number_mark=Mark.RECALLED,
    issued_by=_STATE_COUNCIL,
    mark=Mark.VERIFIED,
    source=_REGULATIONS_TEXT,
)
RATING: Final = Instrument(
    "rating",
    "国务院办公厅关于建立政务服务“好差评”制度提高政务服务水平的意见",
    number="国办发〔2019〕51号",
    issued_by=_STATE_COUNCIL_OFFICE,
    mark=Mark.VERIFIED,
    source="维基文库所载原文（开头部分）",
)
RATING_WORK: Final = Instrument(
    "rating_work",
    "政务服务“一次一评”“一事一评”工作规范",
    number="GB/T 39734-2020",
    in_force=date(2021, 1, 1),
    mark=Mark.SECONDARY,
    source=_REPRINT,
)
RATING_GUIDE: Final = Instrument(
    "rating_guide",
    "政务服务评价工作指南",
    number="GB/T 39735-2020",
    in_force=date(2021, 1, 1),
    mark=Mark.SECONDARY,
    source=_REPRINT,
)

# --- Hotline 12345 ------------------------------------------------------------
HOTLINE_2020: Final = Instrument(
    "hotline_2020",
    "国务院办公厅关于进一步优化地方政务服务便民热线的指导意见",
    number="国办发〔2020〕53号",
    issued_by=_STATE_COUNCIL_OFFICE,
    mark=Mark.SECONDARY,
    source=_REPRINT,
)
HOTLINE_110: Final = Instrument(
    "hotline_110",
    "国务院办公厅关于推动12345政务服务便民热线与110报警服务台高效对接联动的意见",
    number="国办发〔2022〕12号",
    issued_by=_STATE_COUNCIL_OFFICE,
    mark=Mark.VERIFIED,
    source="北京市人民政府网站所载原文",
)
HOTLINE_2025: Final = Instrument(
    "hotline_2025",
    "关于进一步规范和提升12345热线服务的意见",
    number="国办函〔2025〕66号",
    issued_by=_STATE_COUNCIL_OFFICE,
    mark=Mark.SECONDARY,
    source=_REPRINT,
)
HOTLINE_SERVICE: Final = Instrument(
    "hotline_service",
    "政府热线服务规范",
    number="GB/T 33358-2016",
    in_force=date(2017, 7, 1),
    mark=Mark.SECONDARY,
    source=_REPRINT,
)
HOTLINE_APPRAISAL: Final = Instrument(
    "hotline_appraisal",
    "政府热线服务评价",
    number="GB/T 33357-2016",
    in_force=date(2017, 7, 1),
    mark=Mark.SECONDARY,
    source=_REPRINT,
)
# Regulations of other cities: never law here, only the source of a local default.
BEIJING: Final = Instrument(
    "beijing", "北京市接诉即办工作条例", in_force=date(2021, 9, 24), mark=Mark.VERIFIED, source=_REGULATIONS_TEXT
)
JINAN: Final = Instrument(
    "jinan", "济南市12345市民服务热线条例", in_force=date(2018, 9, 1), mark=Mark.VERIFIED, source=_REGULATIONS_TEXT
)
WEIFANG: Final = Instrument(
    "weifang",
    "潍坊市12345政务服务便民热线条例",
    in_force=date(2021, 12, 15),
    mark=Mark.VERIFIED,
    source=_REGULATIONS_TEXT,
)

# --- Supervision 督查 ------------------------------------------------------------
SUPERVISION: Final = Instrument(
    "supervision",
    "政府督查工作条例",
    number="国务院令第733号",
    number_mark=Mark.RECALLED,
    issued_by=_STATE_COUNCIL,
    in_force=date(2021, 2, 1),
    mark=Mark.VERIFIED,
    source=_REGULATIONS_TEXT,
    note="条例没有规定以工作日计算的办理节奏；各地“13710”等做法是本地规定",
)

# --- Personal data and logs ------------------------------------------------------------
PERSONAL_DATA: Final = Instrument(
    "personal_data",
    "中华人民共和国个人信息保护法",
    short="个人信息保护法",
    issued_by=_STANDING_COMMITTEE,
    in_force=date(2021, 11, 1),
    mark=Mark.VERIFIED,
    source=_REGULATIONS_TEXT,
)
CYBERSECURITY: Final = Instrument(
    "cybersecurity",
    "中华人民共和国网络安全法",
    short="网络安全法",
    issued_by=_STANDING_COMMITTEE,
    mark=Mark.VERIFIED,
    source=_LAWS_TEXT,
    note="2025-10-28修正；日志留存六个月现为第二十三条第（三）项，修正的施行日期待核实",
)

INSTRUMENTS: Final = {
    one.key: one
    for one in (
        CIVIL_CODE,
        FESTIVALS,
        PETITIONS,
        PETITIONS_SIMPLE,
        PETITIONS_RATING,
        DISCLOSURE,
        DISCLOSURE_FEES,
        DISCLOSURE_REPORT,
        DISCLOSURE_DELIVERY,
        RECONSIDERATION,
        LICENSING,
        BUSINESS_CLIMATE,
        ONLINE_SERVICES,
        RATING,
        RATING_WORK,
        RATING_GUIDE,
        HOTLINE_2020,
        HOTLINE_110,
        HOTLINE_2025,
        HOTLINE_SERVICE,
        HOTLINE_APPRAISAL,
        BEIJING,
        JINAN,
        WEIFANG,
        SUPERVISION,
        PERSONAL_DATA,
        CYBERSECURITY,
    )
}


def instrument(key: str) -> Instrument:
    """The instrument of this key. Raises KeyError."""
    return INSTRUMENTS[key]
