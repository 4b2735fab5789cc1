"""The title: 发文机关 + 关于 + 事由 + 的 + 文种, without a mark at its end."""

from __future__ import annotations

import re
from collections.abc import Iterator

from shuniu.office.documents.proofing.finding import ERROR, HINT, USAGE, WARNING, Hit, Rule
from shuniu.office.documents.proofing.paper import Line, Paper

TYPES = (
    "决议",
    "决定",
    "命令",
    "令",
    "公报",
    "公告",
    "通告",
    "意见",
    "通知",
    "通报",
    "报告",
    "请示",
    "批复",
    "议案",
    "函",
    "纪要",
)
REGULATION = "党政机关公文处理工作条例"
_TYPE = "|".join(TYPES)
_END = re.compile(r"[。．.！!；;：:，,、？?]+$")
_MIXED = re.compile(
    r"(?:请示报告|报告请示|申请报告|请求报告|请示函|通知函|批复函|申请函|公告通知|通知通告|通告公告|请示的?申请|申请的?请示)$"
)
_NOT_A_TYPE = re.compile(r"(?:的申请|的请求|的汇报|的汇报材料|的情况说明|的答复意见函|的告知书)$")
_WITHOUT_DE = re.compile(r"^.*关于.{2,}[^的之](?P<type>通知|请示|通报|批复)$")
_TWICE = re.compile(r"关于(?=关于)|的(?=的)|(?:的通知(?=的通知))|(?:的请示(?=的请示))|(?:的意见(?=的意见))")
_MARKED = re.compile(r"《[^《》]*(?:的)?(?:通知|请示|批复|报告|通报|函)》(?=的)")
_LOOKS = re.compile(
    rf"^在.{{2,60}}上的(?:讲话|致辞|发言|报告|总结讲话)(?:提纲)?[。．.！!；;：:，,、？?]*$|关于.+(?:{_TYPE}|申请|请求|汇报|方案|说明|告知书|汇报材料)[。．.！!；;：:，,、？?]*$"
)
_HEAD = 14
_MOST = 120


def title_of(paper: Paper) -> tuple[int, str] | None:
    """Where the title begins, and the title; its lines joined. None for a text without one."""
    if paper.title:
        found = next((line for line in paper.paragraphs[:_HEAD] if line.body == paper.title.strip()), None)
        return (found.body_start, found.body) if found else None
    lines = paper.paragraphs[:_HEAD]
    if len(lines) < 2:
        return None  # one sentence is no document
    for number, line in enumerate(lines):
        if re.search(r"[，。；]", line.body[:-1]) or len(line.body) > _MOST:
            return None
        if _LOOKS.search(line.body):
            return line.body_start, line.body
        if joined := _over_lines(paper, lines[number : number + 4]):
            return joined
    return None


def _over_lines(paper: Paper, lines: list[Line]) -> tuple[int, str] | None:
    """A title that is broken over two to four short lines."""
    for count in range(2, len(lines) + 1):
        part = lines[:count]
        whole = "".join(line.body for line in part)
        if any(len(line.body) > 40 or re.search(r"[，。；：]", line.body[:-1]) for line in part) or "关于" not in whole:
            continue
        text = paper.text[part[0].body_start : part[-1].body_end]
        if _LOOKS.search(whole) and "关于" not in "".join(line.body for line in part[2:]):
            return part[0].body_start, text
    return None


def _titled(paper: Paper) -> Iterator[tuple[int, str, bool]]:
    """The title, where it begins, and whether its places are places of the text."""
    if found := title_of(paper):
        yield (*found, True)
    elif paper.title:
        yield 0, paper.title.strip(), False


def _hit(start: int, begin: int, end: int, inside: bool, message: str, suggestion: str | None, severity: str) -> Hit:
    if inside:
        return Hit(start + begin, start + end, message, suggestion, severity)
    return Hit(0, 0, message, None, severity)


def check_end(paper: Paper) -> Iterator[Hit]:
    for start, title, inside in _titled(paper):
        if match := _END.search(title):
            yield _hit(start, match.start(), match.end(), inside, "标题末尾不用标点", "", WARNING)


def check_type(paper: Paper) -> Iterator[Hit]:
    for start, title, inside in _titled(paper):
        name = _END.sub("", title)
        begin = max(0, len(name) - 4)
        if match := _MIXED.search(name):
            yield _hit(start, match.start(), len(name), inside, "文种混用，只能用一个法定文种", None, ERROR)
        elif match := _NOT_A_TYPE.search(name):
            yield _hit(start, match.start(), len(name), inside, "不是十五种法定文种之一", None, WARNING)
        elif paper.kind in TYPES and not name.endswith((paper.kind, "令" if paper.kind == "命令" else paper.kind)):
            yield _hit(start, begin, len(name), inside, f"标题的文种与所选的“{paper.kind}”不一致", None, ERROR)


def check_form(paper: Paper) -> Iterator[Hit]:
    for start, title, inside in _titled(paper):
        name = _END.sub("", title)
        for match in _TWICE.finditer(name):
            yield _hit(start, match.start(), match.end(), inside, f"“{match.group()}”重复", "", ERROR)
        if bare := _WITHOUT_DE.match(name):
            kind = bare["type"]
            at = bare.start("type")
            yield _hit(start, at, at + len(kind), inside, f"“{kind}”前缺“的”", f"的{kind}", WARNING)


def check_marks(paper: Paper) -> Iterator[Hit]:
    for start, title, inside in _titled(paper):
        for match in _MARKED.finditer(title):
            message = "标题中书名号只用于法规、规章等名称，转发的公文名称一般不加"
            yield _hit(start, match.start(), match.end(), inside, message, None, HINT)


RULES = (
    Rule("title-type", "标题文种", f"{REGULATION}第八条", ERROR, check_type),
    Rule("title-form", "标题结构", USAGE, ERROR, check_form),
    Rule("title-end", "标题末尾标点", USAGE, WARNING, check_end),
    Rule("title-marks", "标题书名号", USAGE, HINT, check_marks),
)
