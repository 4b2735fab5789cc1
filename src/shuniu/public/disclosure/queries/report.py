"""The annual report in its six parts, each table as it is printed (国办公开办函〔2021〕30号 as a secondary text shows it)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from shuniu.public.disclosure.models import AnnualWords, Remedy
from shuniu.public.disclosure.queries import annual

FIGURES: dict[str, Any] = {
    "rules_issued": _l("规章：本年制发件数"),
    "rules_repealed": _l("规章：本年废止件数"),
    "rules_in_force": _l("规章：现行有效件数"),
    "licences": _l("行政许可：本年处理决定数量"),
    "penalties": _l("行政处罚：本年处理决定数量"),
    "compulsion": _l("行政强制：本年处理决定数量"),
    "fees": _l("行政事业性收费：本年收费金额（万元）"),
}
"""What part two needs and other systems count."""
TEXTS: dict[str, Any] = {
    "overview": _l("一、总体情况"),
    "problems": _l("五、存在的主要问题及改进情况"),
    "others": _l("六、其他需要报告的事项"),
}


@dataclass(frozen=True, slots=True)
class TextPart:
    key: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Printed:
    """A table as it is printed: heads and rows of cells, the first of each row its name."""

    title: str
    head: tuple[str, ...]
    rows: list[list[Any]]
    group: str = ""
    """What the columns between the second and the last are together: 法人或其他组织."""


@dataclass(frozen=True, slots=True)
class Tables:
    title: str
    tables: list[Printed]


@dataclass(frozen=True, slots=True)
class Report:
    """All six parts of a year, with the verdict of the cross-check."""

    year: int
    texts: list[TextPart]
    two: Tables
    three: Printed
    four: Printed
    keys: list[str]
    """The keys of part three's rows, in the order of ``three.rows``."""
    columns: list[str]
    unbalanced: tuple[str, ...]

    @property
    def balanced(self) -> bool:
        return not self.unbalanced

    @property
    def check(self) -> str:
        if self.balanced:
            return _("勾稽关系校验：一＋二＝三（七）＋四，各列均平衡。")
        names = "、".join(str(annual.COLUMNS[one]) for one in self.unbalanced)
        return _("勾稽关系校验：下列各列不平衡，请核对：%(names)s。") % {"names": names}


def report_of(year: int) -> Report:
    words = AnnualWords.objects.filter(year=year).first() or AnnualWords(year=year)
    three = annual.part_three(year)
    return Report(
        year,
        [TextPart(key, str(title), getattr(words, key)) for key, title in TEXTS.items()],
        _two(annual.part_two(year), words.figures),
        _three(three),
        _four(annual.part_four(year)),
        list(annual.ROWS),
        list(annual.COLUMNS),
        three.unbalanced,
    )


def words_of(year: int) -> AnnualWords:
    """The kept words of a year, or an empty sheet."""
    return AnnualWords.objects.filter(year=year).first() or AnnualWords(year=year)


def _two(counted: annual.PartTwo, figures: Mapping[str, Any]) -> Tables:
    def given(key: str) -> Any:
        value = figures.get(key)
        return "—" if value in (None, "") else value

    def one(item: str, head: tuple[str, ...], rows: list[list[Any]]) -> Printed:
        return Printed(item, head, rows)

    content, count = _("信息内容"), _("本年处理决定数量")
    return Tables(
        _("二、主动公开政府信息情况"),
        [
            one(_("第二十条第（一）项"), (content, _("本年制发件数"), _("本年废止件数"), _("现行有效件数")), [
                [_("规章"), given("rules_issued"), given("rules_repealed"), given("rules_in_force")],
                [_("行政规范性文件"), counted.issued, counted.repealed, counted.in_force],
            ]),
            one(_("第二十条第（五）项"), (content, count), [[_("行政许可"), given("licences")]]),
            one(_("第二十条第（六）项"), (content, count), [
                [_("行政处罚"), given("penalties")], [_("行政强制"), given("compulsion")],
            ]),
            one(_("第二十条第（八）项"), (content, _("本年收费金额（单位：万元）")), [[_("行政事业性收费"), given("fees")]]),
        ],
    )  # fmt: skip


def _three(part: annual.PartThree) -> Printed:
    rows = [[str(label), *part.counts[key].values()] for key, label in annual.ROWS.items()]
    head = (_("本列数据的勾稽关系：一＋二＝三（七）＋四"), *(str(one) for one in annual.COLUMNS.values()))
    return Printed(_("三、收到和处理政府信息公开申请情况"), head, rows, _("法人或其他组织"))


def _four(part: annual.PartFour) -> Printed:
    results = ("upheld", "corrected", "other", "pending")
    head = (_("途径"), *(str(Remedy.Result(one).label) for one in results), _("总计"))
    rows = [
        [str(Remedy.Path(path).label), *(counts[one] for one in results), counts["total"]]
        for path, counts in part.counts.items()
    ]
    return Printed(_("四、政府信息公开行政复议、行政诉讼情况"), head, rows)
