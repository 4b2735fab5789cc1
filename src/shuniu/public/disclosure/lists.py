"""The lists of what must be published (政府信息公开条例 arts. 20 and 21), item by item in the law's own words. Pure data.

Article 20 numbers its fifteen items; article 21 names seven subjects for cities and counties without numbering them, so
the product gives each a word. The keys stand in addresses and in the open data: they never change.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from shuniu.kernel.law.instruments import Article
from shuniu.kernel.law.registry import DISCLOSURE


@dataclass(frozen=True, slots=True)
class Item:
    """One item of the lists. ``short`` is what lists and tabs say, ``words`` what the article says."""

    key: str
    short: Promise
    words: Promise
    cites: Article


def _of_20(number: int, short: Promise, words: Promise) -> Item:
    return Item(f"20.{number}", short, words, DISCLOSURE.article(20, item=number))


def _of_21(word: str, short: Promise) -> Item:
    return Item(f"21.{word}", short, short, DISCLOSURE.article(21))


TWENTY = (
    _of_20(1, _("规章和规范性文件"), _("行政法规、规章和规范性文件")),
    _of_20(2, _("机构职能"), _("机关职能、机构设置、办公地址、办公时间、联系方式、负责人姓名")),
    _of_20(3, _("规划和政策"), _("国民经济和社会发展规划、专项规划、区域规划及相关政策")),
    _of_20(4, _("统计信息"), _("国民经济和社会发展统计信息")),
    _of_20(5, _("行政许可和服务"), _("办理行政许可和其他对外管理服务事项的依据、条件、程序以及办理结果")),
    _of_20(
        6,
        _("行政处罚和强制"),
        _("实施行政处罚、行政强制的依据、条件、程序以及本行政机关认为具有一定社会影响的行政处罚决定"),
    ),
    _of_20(7, _("预算和决算"), _("财政预算、决算信息")),
    _of_20(8, _("行政事业性收费"), _("行政事业性收费项目及其依据、标准")),
    _of_20(9, _("政府集中采购"), _("政府集中采购项目的目录、标准及实施情况")),
    _of_20(10, _("重大建设项目"), _("重大建设项目的批准和实施情况")),
    _of_20(11, _("民生保障"), _("扶贫、教育、医疗、社会保障、促进就业等方面的政策、措施及其实施情况")),
    _of_20(12, _("应急管理"), _("突发公共事件的应急预案、预警信息及应对情况")),
    _of_20(13, _("监督检查"), _("环境保护、公共卫生、安全生产、食品药品、产品质量的监督检查情况")),
    _of_20(14, _("公务员招考"), _("公务员招考的职位、名额、报考条件等事项以及录用结果")),
    _of_20(15, _("其他法定公开"), _("法律、法规、规章和国家有关规定规定应当主动公开的其他政府信息")),
)
TWENTY_ONE = (
    _of_21("works", _("市政建设")),
    _of_21("services", _("公共服务")),
    _of_21("welfare", _("公益事业")),
    _of_21("land", _("土地征收")),
    _of_21("housing", _("房屋征收")),
    _of_21("order", _("治安管理")),
    _of_21("relief", _("社会救助")),
)
ITEMS: dict[str, Item] = {one.key: one for one in (*TWENTY, *TWENTY_ONE)}


def short_of(key: str) -> str:
    """What lists say; a key of an older table is shown as it is."""
    return str(ITEMS[key].short) if key in ITEMS else key


def choices() -> list[tuple[Promise, list[tuple[str, Promise]]]]:
    """For a form: grouped by article, in the words of the law."""
    return [
        (_("第二十条：重点公开的信息"), [(one.key, one.words) for one in TWENTY]),
        (_("第二十一条：设区的市、县还应公开的信息"), [(one.key, one.words) for one in TWENTY_ONE]),
    ]


def index_code(key: str) -> str:
    """The item in an index number: four digits, article and place (2003 is item three of article 20)."""
    place = [one.key for one in (TWENTY if key.startswith("20.") else TWENTY_ONE)].index(key) + 1
    return f"{key[:2]}{place:02d}"
