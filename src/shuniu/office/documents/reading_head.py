"""What stands above the text of a paper: mark, number, urgency, 签发人, title, recipients."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from shuniu.office.documents.reading_lines import Confidence, Found, Line, apart, joined, part_of
from shuniu.office.documents.reading_words import (
    BARE_NUMBER,
    DATE,
    ISSUE,
    LEVEL,
    NAME,
    NUMBER,
    is_organ,
    is_title,
    kind_of_title,
)

SURE, LIKELY, UNSURE = Confidence.SURE, Confidence.LIKELY, Confidence.UNSURE
HEAD_LINES = 40
TITLE_LINES, RECIPIENT_LINES = 8, 12
LONGEST_TITLE = 200
SHORT = 30
"""A line of so many characters before a colon names whom a paper goes to, even by no word that organs have."""
_COPY_NUMBER = re.compile(r"^(?:№|No\.?)?\d{6}$")
_URGENCY = re.compile(r"^(?:紧急程度[:：]?)?[【（(]?(?P<word>特急|加急|特提|平急|急件|急)[】）)]?$")
_SIGNERS = re.compile(r"签发人[:：]?(?:会签人[:：])?")
_RECIPIENT = re.compile(
    r"政府|部门|单位|委|局|办|厅|公司|院|校|企业|中心|各|集团|街道|镇|乡|协会|银行|代表|同志|全体|社会|支队|机关|党组|团体|学院"
)
_NO_RECIPIENT = re.compile(r"如下|通知|决定|公告|经研究|现将|根据|为了?|。|报告如|附件|联系|电话|签发人|抄送|主题词")
_KIND_MARK = re.compile(r".{2,40}(?:命令|令|纪要|公告|通告|公报)")
_KIND_END = re.compile(r"(?:常务|办公|专题|全体)?(?:会议)?(?:命令|令|纪要|公告|通告|公报)$")
_NO_MARK = re.compile(r"关于|[。；，：:]")
_SECRECY = re.compile(r"^(?:绝密|机密|秘密|内部)(?:[★☆].*)?$")


@dataclass(frozen=True, slots=True)
class Head:
    """What was found, and at which line the text begins."""

    organs: tuple[Found, ...]
    number: Found | None
    urgency: Found | None
    signers: tuple[Found, ...]
    title: Found | None
    kind: Found | None
    recipients: Found | None
    body: int


def head_of(lines: Sequence[Line], text: str) -> Head:
    number_at, number = _number(lines)
    mark = _mark(lines, number_at)
    first = _title_start(lines, number_at, mark)
    title_end, title_line = _title(lines, first)
    if title_line is None:
        title_end, title_line = _title_above(lines, number_at, first)
    recipients_end, recipients = _recipients(lines, title_end)
    title, kind = _titled(title_line, mark, recipients is not None, lines)
    signers = _signers(lines[: max(title_end, first + 1)], text)
    urgency = next((_urgency(one) for one in lines[: max(first, 6)] if _URGENCY.match(one.text)), None)
    body = recipients_end if recipients else title_end
    return Head(mark.organs, number or _issue(lines, mark, first), urgency, signers, title, kind, recipients, body)


def _stands_above(text: str) -> bool:
    """份号, 密级, 紧急程度."""
    return bool(_COPY_NUMBER.match(text) or _URGENCY.match(text) or _SECRECY.match(text))


@dataclass(frozen=True, slots=True)
class _Mark:
    organs: tuple[Found, ...] = ()
    kind: Found | None = None
    line: Found | None = None
    """The mark itself where it names the type: an order has no other title."""
    end: int = 0


def _urgency(line: Line) -> Found:
    match = _URGENCY.match(line.text)
    assert match
    word = match["word"]
    return line.found(word, match.span("word"), SURE if word in ("特急", "加急") else LIKELY)


# --- Number ----------------------------------------------------------------------------------------------------------
def _number(lines: Sequence[Line]) -> tuple[int, Found | None]:
    """The paper's own number: alone on a line of the head. One inside a sentence is another paper's."""
    for at, line in enumerate(lines[:HEAD_LINES]):
        match = NUMBER.search(line.text)
        if match and not line.tabular:
            before, after = line.text[: match.start()], line.text[match.end() :]
            alone = not before or re.fullmatch(r"(?:发文)?(?:字号|文号|编号)[:：]", before)
            if alone and (not after or after.startswith("签发人") or NAME.match(after)):
                return at, _numbered(line, match)
        elif bare := BARE_NUMBER.match(line.text):
            value = f"〔{bare['year']}〕{int(bare['number'])}{bare['end'] or ''}"
            return at, line.whole(LIKELY, value)
    return -1, None


def _numbered(line: Line, match: re.Match[str]) -> Found:
    value = f"{match['code']}〔{match['year']}〕{int(match['number'])}号"
    as_asked = value == match.group()
    return line.found(value, match.span(), SURE if as_asked else LIKELY)


def _issue(lines: Sequence[Line], mark: _Mark, first: int) -> Found | None:
    """第18号 of an order, 第12期 of minutes: only below such a mark."""
    for line in lines[mark.end : max(first, mark.end + 3)]:
        match = ISSUE.match(line.text)
        if match and mark.end:
            value = f"{match['year'] or ''}第{match['number']}{match['end']}"
            return line.whole(SURE if match["nth"] else LIKELY, value)
    return None


# --- Mark ------------------------------------------------------------------------------------------------------------
def _mark(lines: Sequence[Line], number_at: int) -> _Mark:
    """发文机关标志: above the number; several organs' lines with 文件 beside one of them."""
    organs: list[Found] = []
    end, marked, kind, line = 0, number_at >= 0, None, None
    for at, one in enumerate(lines[: number_at if number_at >= 0 else 6]):
        if _NO_MARK.search(one.text):
            break
        name, word, names_kind = _mark_of(lines, at)
        if names_kind:
            kind, line = _kind(one), one.whole(LIKELY)
        if name or word:
            marked, end = marked or word or names_kind, at + 1
            sure = SURE if marked else LIKELY
            organs += [part.whole(sure) for part in apart(part_of(one, 0, len(name)), is_organ) if name]
    return _Mark(tuple(organs), kind, line, end) if marked else _Mark()


def _mark_of(lines: Sequence[Line], at: int) -> tuple[str, bool, bool]:
    """Of a line of the mark the organ that it names, whether it has the word 文件, whether it names its type."""
    text = lines[at].text
    if _stands_above(text):
        return "", False, False
    if _names_its_kind(lines, at):
        return _KIND_END.sub("", text), False, True
    name = text.removesuffix("文件")
    return (name if is_organ(name) else ""), name != text and (not name or is_organ(name)), False


def _names_its_kind(lines: Sequence[Line], at: int) -> bool:
    """×××令, ×××纪要; and ×××公告 when a number of the year stands below."""
    text = lines[at].text
    if not _KIND_MARK.fullmatch(text) or "关于" in text:
        return False
    following = lines[at + 1].text if at + 1 < len(lines) else ""
    return text.endswith(("令", "纪要")) or bool(ISSUE.match(following) or BARE_NUMBER.match(following))


def _kind(line: Line) -> Found:
    name, start, end = kind_of_title(line.text)
    return line.found(name, (start, end), SURE)


# --- Title -----------------------------------------------------------------------------------------------------------
def _title_start(lines: Sequence[Line], number_at: int, mark: _Mark) -> int:
    at = max(number_at + 1, mark.end)
    around = [None, *lines, None]
    while at < min(len(lines), HEAD_LINES) and _is_no_title(lines[at], around[at], around[at + 2]):
        at += 1
    return at


def _is_no_title(line: Line, before: Line | None, after: Line | None) -> bool:
    """Numbers of copies, urgency, signers' names, numbers: what may stand between the mark and the title."""
    text = line.text
    if _stands_above(text) or ISSUE.match(text):
        return True
    if _SIGNERS.search(text) or re.fullmatch(r"(?:签批盖章|等级|发往|收文.*|来文.*)", text):
        return True
    if DATE.fullmatch(text) or (after is not None and after.row == line.row and DATE.fullmatch(after.text)):
        return True
    if not NAME.match(text) or before is None or is_title(text):
        return False
    return bool(_SIGNERS.search(before.text) or (before.row == line.row and NUMBER.match(before.text)))


def _title(lines: Sequence[Line], first: int) -> tuple[int, Line | None]:
    """The lines of the title: up to the recipients, or to the first that ends with a type and is followed by text."""
    for count in range(1, TITLE_LINES + 1):
        part = lines[first : first + count]
        if len(part) < count or len(joined(part).text) > LONGEST_TITLE or _ends_title(part[-1], count):
            break
        following = lines[first + count] if first + count < len(lines) else None
        if is_title(joined(part).text) and not _goes_on(lines, first + count, following):
            return first + count, joined(part)
    return first, None


def _title_above(lines: Sequence[Line], number_at: int, first: int) -> tuple[int, Line | None]:
    """A public notice may have its number below its title."""
    for start in range(max(number_at, 0)):
        end, line = _title(lines[:number_at], start)
        if line is not None:
            return max(end, first), line
    return first, None


def _ends_title(last: Line, count: int) -> bool:
    return bool(
        re.search(r"[。；]", last.text) or LEVEL.match(last.text) or (last.text.endswith(("：", ":")) and count > 1)
    )


def _goes_on(lines: Sequence[Line], at: int, following: Line | None) -> bool:
    """Whether the next line still belongs to the title: it is short, has no stop, and ends the title itself."""
    if following is None or re.search(r"[。；，：:]", following.text) or LEVEL.match(following.text):
        return False
    if not is_title(following.text) or len(following.text) > 30 or _is_no_title(following, None, None):
        return False
    after = lines[at + 1].text if at + 1 < len(lines) else ""
    return bool(re.search(r"[：:。]", after))


def _titled(
    line: Line | None, mark: _Mark, addressed: bool, lines: Sequence[Line]
) -> tuple[Found | None, Found | None]:
    """Title and type, each as sure as the rest of the head makes it."""
    if line is None:
        return mark.line, mark.kind
    name, start, end = kind_of_title(line.text)
    proper = bool(name) and ("关于" in line.text or mark.kind is not None)
    sure = SURE if proper and (addressed or mark.end) else LIKELY if name else UNSURE
    kind = line.found(name, (start, end), sure) if name else None
    return line.whole(sure), kind or mark.kind


# --- Recipients ------------------------------------------------------------------------------------------------------
def _recipients(lines: Sequence[Line], at: int) -> tuple[int, Found | None]:
    """主送机关: the lines below the title up to a colon."""
    for count in range(1, RECIPIENT_LINES + 1):
        part = lines[at : at + count]
        if len(part) < count or any(one.tabular for one in part):
            return at, None
        line = joined(part)
        place = max(line.text.find("："), line.text.find(":"))
        names = line.text[:place] if place >= 0 else line.text
        if _NO_RECIPIENT.search(names) or LEVEL.match(names):
            return at, None
        if place >= 0:
            return _addressed(line, names, at + count)
    return at, None


def _addressed(line: Line, names: str, after: int) -> tuple[int, Found | None]:
    """Recipients that a colon ends: sure when nothing follows it and they read as organs."""
    ends, organs = len(names) == len(line.text) - 1, bool(_RECIPIENT.search(names))
    if not names or not (organs or (ends and len(names) <= SHORT)):
        return after, None
    return (after if ends else after - 1), line.found(names, (0, len(names)), SURE if ends and organs else LIKELY)


# --- 签发人 -----------------------------------------------------------------------------------------------------------
def _signers(lines: Sequence[Line], text: str) -> tuple[Found, ...]:
    """Names behind 签发人：, and those on the next lines as long as they are nothing but names."""
    made: list[Found] = []
    for at, line in enumerate(lines):
        match = _SIGNERS.search(line.text)
        if match is None:
            continue
        start = line.places[match.end()] if match.end() < len(line.text) else line.places[-1] + 1
        made += _names(text, start, line.places[-1] + 1)
        for following in lines[at + 1 : at + 5]:
            number = NUMBER.search(following.text)
            rest = part_of(following, number.end() if number else 0, len(following.text))
            more = _names(text, rest.places[0], rest.places[-1] + 1) if rest.text else []
            if not number and not _are_names(following, more):
                break
            made += more
        break
    return tuple(made)


def _are_names(line: Line, names: list[Found]) -> bool:
    proper = bool(names) and all(NAME.match(one.value) for one in names)
    return proper and not is_title(line.text) and not is_organ(line.text)


def _names(text: str, start: int, end: int) -> list[Found]:
    """Names between spaces; a name of two characters may have one inside."""
    pieces = list(re.finditer(r"[\u4e00-\u9fff·]+", text[start:end]))
    made: list[Found] = []
    waiting: re.Match[str] | None = None
    for piece in pieces:
        if len(piece.group()) == 1 and waiting is None:
            waiting = piece
            continue
        first = waiting or piece
        value = (waiting.group() if waiting else "") + piece.group()
        sure = SURE if 2 <= len(value) <= 4 else UNSURE
        made.append(Found(value, start + first.start(), start + piece.end(), sure))
        waiting = None
    return made
