"""What was pasted in and does not belong: broken encodings, web pages' furniture, markup, invisible characters."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from shuniu.office.documents.proofing.finding import ERROR, HINT, USAGE, WARNING, Hit, Rule
from shuniu.office.documents.proofing.lists import lines
from shuniu.office.documents.proofing.paper import HAN, Paper

_LOST = re.compile(
    r"\ufffd+|锟斤拷[锟斤拷]*|(?:烫烫|屯屯){2,}|锘[縱挎縲]?|(?<=[\u4e00-\u9fff])\?{2,}|\?{3,}(?=[\u4e00-\u9fff])"
)
_LATIN = re.compile(
    r"(?:[\u00c2-\u00c3\u00e2-\u00ef][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc"
    r"\u2013\u2014\u2018-\u201e\u2020-\u2022\u2026\u2030\u2039\u203a\u20ac\u2122]{1,2}){1,400}"
)
_GBK_AS_LATIN = re.compile(r"[\u00a1-\u00ff]{4,400}")
_WIDE_RUN = re.compile(r"[^\x00-\x7f\s]{3,400}")
_UTF8 = re.compile(rb"(?:[\xe4-\xe9][\x80-\xbf]{2}|\xef\xbc[\x80-\xbf]|\xe3\x80[\x80-\xbf]){2,}")
_SECOND_LEVEL = 0xD8
"""Where the less common characters of GB 2312 begin."""
_PRIVATE = re.compile(r"[\ue000-\uf8ff]+")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f]+")
_INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u206a-\u206f\ufeff\u00ad]+")
_ENTITY = re.compile(r"&(?:[a-zA-Z]{2,8}|#\d{2,6}|#[xX][0-9a-fA-F]{2,5});")
_TAG = re.compile(
    r"</?(?:p|br|div|span|a|font|strong|b|i|em|u|img|table|tbody|tr|td|th|li|ul|ol|h[1-6]|script|style|section|o:p|center)"
    r"(?:\s[^<>\n]{0,300})?/?>",
    re.I,
)
_ESCAPE = re.compile(r"(?:\\u[0-9a-fA-F]{4})+|\\[nrt](?![a-zA-Z:\\])|(?:%[0-9A-Fa-f]{2}){3,}|\\x[0-9a-fA-F]{2}")
_MARKDOWN = re.compile(
    r"\*\*(?=\S)|(?<=\S)\*\*|^#{1,6} |^```.*$|^>\s(?=\S)|\[[^\[\]\n]{1,60}\]\(https?:[^)\s]{1,200}\)", re.M
)
_ADDRESS = re.compile(r"(?:https?://|www\.)[\x21-\x7e]{3,300}")
_MEANT = re.compile(r"(?:网址|网站|登录|链接|地址|平台|系统|邮箱|官网|访问)[^。\n]{0,24}$")
_PAGE = re.compile(
    r"[-—–·\s]*第?\s*\d{1,4}\s*页[\s,，/／]*(?:[（(]?\s*共\s*\d{1,4}\s*页\s*[）)]?)?[-—–·\s]*|[-—–]\s*\d{1,4}\s*[-—–]|Page\s+\d+(?:\s+of\s+\d+)?",
    re.I,
)
_INLINE_PAGE = re.compile(r"第\s*\d{1,4}\s*页\s*[,，/／]?\s*[（(]?共\s*\d{1,4}\s*页[）)]?")
_BOX = re.compile(f"(?<=[{HAN}])[□■◆●◇\u25af](?=[{HAN}])")


def _slogans() -> re.Pattern[str]:
    return re.compile("|".join(lines("slogans.txt")), re.M)


_SLOGANS = _slogans()


def _decoded(words: str, wrong: str, right: str) -> str | None:
    """The words that were meant; None when the bytes do not say so."""
    try:
        found = words.encode(wrong).decode(right)
    except UnicodeError:
        return None
    return found if re.search(f"[{HAN}，。、“”…—·]", found) and found.isprintable() else None


def check_encoding(paper: Paper) -> Iterator[Hit]:
    for match in _LOST.finditer(paper.text):
        yield Hit(match.start(), match.end(), "乱码，原来的字已经丢失")
    for match in _LATIN.finditer(paper.text):
        meant = _decoded(match.group(), "cp1252", "utf-8") or _decoded(match.group(), "latin-1", "utf-8")
        if meant or len(match.group()) >= 6 or match.group()[0] in "ÃÂ":
            yield Hit(match.start(), match.end(), "乱码（编码弄错）", meant)
    for match in _GBK_AS_LATIN.finditer(paper.text):
        if not _LATIN.fullmatch(match.group()) and (meant := _decoded(match.group(), "latin-1", "gb18030")):
            yield Hit(match.start(), match.end(), "乱码（编码弄错）", meant)
    yield from _utf8_as_gbk(paper)


def _utf8_as_gbk(paper: Paper) -> Iterator[Hit]:
    """鐨勫伐浣 for 的工作: the bytes of one encoding read as the other."""
    for run in _WIDE_RUN.finditer(paper.text):
        data = run.group().encode("gb18030", "replace")
        for match in _UTF8.finditer(data):
            size = match.end() - match.start()
            meant = match.group().decode("utf-8", "replace")
            if match.start() % 2 or not _is_plain(meant):
                continue
            words = data[match.start() : match.end() + size % 2].decode("gb18030", "replace")
            start = run.start() + len(data[: match.start()].decode("gb18030", "replace"))
            yield Hit(start, start + len(words), "乱码（编码弄错）", meant if size % 2 == 0 else None)


def _is_plain(words: str) -> bool:
    """Common characters only: what two unlucky neighbours decode to is not."""
    try:
        return all(char in "，。、；：“”（）《》" or char.encode("gb2312")[0] < _SECOND_LEVEL for char in words)
    except UnicodeEncodeError:
        return False


def check_characters(paper: Paper) -> Iterator[Hit]:
    for match in _PRIVATE.finditer(paper.text):
        yield Hit(match.start(), match.end(), "专用区字符，别的电脑上显示不出来")
    for match in _CONTROL.finditer(paper.text):
        yield Hit(match.start(), match.end(), "控制字符", "")
    for match in _INVISIBLE.finditer(paper.text):
        if match.start() or match.group() != "\ufeff":
            yield Hit(match.start(), match.end(), "看不见的字符", "", WARNING)
    for match in _BOX.finditer(paper.text):
        if paper.text[match.start() - 1] not in "是否有无":
            yield Hit(match.start(), match.end(), "可能是没有显示出来的字", None, WARNING)


def check_markup(paper: Paper) -> Iterator[Hit]:
    for match in _ENTITY.finditer(paper.text):
        meant = html.unescape(match.group())
        if meant != match.group():
            yield Hit(match.start(), match.end(), "网页代码", " " if meant == "\xa0" else meant)
    for match in _TAG.finditer(paper.text):
        yield Hit(match.start(), match.end(), "网页代码", "")
    for match in _ESCAPE.finditer(paper.text):
        yield Hit(match.start(), match.end(), "转义代码", None)
    for match in _MARKDOWN.finditer(paper.text):
        yield Hit(match.start(), match.end(), "排版记号", "", WARNING)


def check_pasted(paper: Paper) -> Iterator[Hit]:
    for match in _SLOGANS.finditer(paper.text):
        if match.group():
            yield Hit(match.start(), match.end(), "像是从网页带进来的文字", "")
    for match in _ADDRESS.finditer(paper.text):
        meant = _MEANT.search(paper.text, max(0, match.start() - 40), match.start())
        yield Hit(match.start(), match.end(), "网址，请核对是否应有", None, HINT if meant else WARNING)


def check_pages(paper: Paper) -> Iterator[Hit]:
    """The numbers of pages among the text. In a PDF they stand where they belong."""
    if paper.context.get("source") == "pdf":
        return
    for line in paper.paragraphs:
        if _PAGE.fullmatch(line.body):
            yield Hit(line.body_start, line.body_end, "混入正文的页码", "")
    for match in _INLINE_PAGE.finditer(paper.text):
        yield Hit(match.start(), match.end(), "混入正文的页码", "")


RULES = (
    Rule("fragment-encoding", "乱码", USAGE, ERROR, check_encoding),
    Rule("fragment-character", "异常字符", USAGE, ERROR, check_characters),
    Rule("fragment-markup", "网页和转义代码", USAGE, ERROR, check_markup),
    Rule("fragment-pasted", "网页带入的文字", USAGE, ERROR, check_pasted),
    Rule("fragment-page", "混入的页码", USAGE, ERROR, check_pages),
)
