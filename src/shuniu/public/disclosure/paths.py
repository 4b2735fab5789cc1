"""Which path fits what a citizen wants, by the words they use: told before anything is typed twice. Pure.

A hint and no judgement: the words only bring a likely path to the top, and whoever knows better goes on. What each path is
for stands in the Regulations (arts. 36 and 39), so that it may be told as law.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from shuniu.kernel.law.instruments import Article
from shuniu.kernel.law.registry import DISCLOSURE


@dataclass(frozen=True, slots=True)
class Path:
    """One way to go. ``url_name`` is where it begins in this product; empty where that is another organ's door."""

    key: str
    title: Promise
    when: Promise
    go: Promise | str = ""
    url_name: str = ""
    carries: str = ""
    """The name under which the other form takes what was typed here; empty where it takes nothing."""
    cites: Article | None = None


APPLY = Path(
    "apply",
    _("要一份已有的文件、数据或者记录"),
    _("政府机关已经做出来或者保存着的信息，网上没有公开的，可以申请。"),
    _("填写申请"),
    "information:apply",
    "text",
    DISCLOSURE.article(27),
)
HOTLINE = Path(
    "hotline",
    _("想问政策、问怎么办，或者求助、投诉、举报"),
    _("这些不作为信息公开申请处理，走热线更快有人答复。"),
    _("去反映"),
    "citizens:report",
    "text",
    DISCLOSURE.article(39, 1),
)
PETITION = Path(
    "petition",
    _("对机关和工作人员的职务行为提意见、申诉、控告"),
    _("这些不作为信息公开申请处理，请走信访。"),
    _("去信访"),
    "petition:guide",
    "",
    DISCLOSURE.article(39, 1),
)
REGISTERS = Path(
    "registers",
    _("要查不动产登记、企业登记的资料"),
    _("法律、行政法规对怎样查有专门规定，请直接到登记机构查询，比申请信息公开快。"),
    cites=DISCLOSURE.article(36, item=7),
)
PRINTED = Path(
    "printed",
    _("要政府公报、报刊、书籍"),
    _("公开出版物可以到政府网站、档案馆和公共图书馆查阅，不用申请。"),
    cites=DISCLOSURE.article(39, 2),
)
OTHERS = Path(
    "others",
    _("要的信息是别的机关做的"),
    _("谁制作的向谁申请，例如省里的文件向省里申请。分不清的可以先向我们申请，我们会告诉您该找谁。"),
    cites=DISCLOSURE.article(10),
)
PATHS = (APPLY, HOTLINE, PETITION, REGISTERS, PRINTED, OTHERS)

_WORDS: tuple[tuple[Path, re.Pattern[str]], ...] = (
    (OTHERS, re.compile(r"国务院|省政府|省人民政府|省[\u4e00-\u9fff]{1,6}厅|外省|邻省|外市|邻市")),
    (REGISTERS, re.compile(r"不动产登记|房产证|房屋产权|查档|工商登记|企业档案|营业执照.{0,6}档案")),
    (PRINTED, re.compile(r"政府公报|年鉴|报纸|书籍")),
    (PETITION, re.compile(r"信访|上访|控告|申诉|不作为|乱作为|渎职")),
    (HOTLINE, re.compile(r"投诉|举报|求助|怎么办|怎样办|如何办|请问|咨询|什么时候.{0,12}[？?吗]|能不能|帮.{0,4}解决")),
)


def likely(text: str) -> Path | None:
    """The path that the words speak for, when it is not an application for information."""
    return next((path for path, pattern in _WORDS if pattern.search(text)), None)
