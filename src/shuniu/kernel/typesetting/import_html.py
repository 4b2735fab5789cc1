"""Text pasted from Word, WPS or a web page, as the HTML that the clipboard gives, read into the notation.

The page's program and looks are dropped; what they say about structure (lists, headings, tables, hidden text) is kept.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from shuniu.kernel.typesetting.import_lines import SOFT, Grid, collapsed, line, settled
from shuniu.kernel.typesetting.labels import label_of, numeral, standard_label

SILENT = {
    "script", "style", "head", "title", "template", "noscript", "iframe", "object", "svg", "xml", "del", "select", "button",
    "textarea", "audio", "video", "canvas", "nav", "rt", "rp",
}  # fmt: skip
"""What nobody reads as text; ``del`` is what a reviser struck out."""
BLOCKS = {
    "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "blockquote", "section", "article", "header", "footer", "main",
    "ul", "ol", "dl", "dt", "dd", "pre", "hr", "address", "figure", "figcaption", "center", "aside", "form", "body", "caption",
}  # fmt: skip
EMPTY = {"br", "hr", "img", "input", "meta", "link", "col", "wbr", "area", "base", "source", "embed", "param", "track"}
FENCES = {"td", "th", "table", "ul", "ol", "li", "div", "blockquote", "section", "article"}
CHINESE = re.compile(
    r"list-style(?:-type)?\s*:[^;]*(cjk-ideographic|simp-chinese-informal|trad-chinese-informal|cjk-decimal)", re.I
)
STYLE_TYPE = re.compile(r"list-style(?:-type)?\s*:\s*([a-z-]+)", re.I)
OLD_TYPES = {"a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.I)
_LABEL = re.compile(r"mso-list\s*:\s*ignore", re.I)
_PICTORIAL = re.compile(r"wingdings|webdings|symbol", re.I)
_FRAGMENT = re.compile(r"<!--\s*StartFragment\s*-->(.*?)(?:<!--\s*EndFragment\s*-->|$)", re.I | re.S)


@dataclass
class List:
    form: str = ""
    count: int = 0


@dataclass
class Table:
    grid: Grid = field(default_factory=Grid)
    cells: list[tuple[str, int, int]] = field(default_factory=list)
    spans: tuple[int, int] = (0, 0)
    """Columns and rows of the cell that is open; none when none is."""
    outer: tuple[list[str], str] = field(default_factory=lambda: ([], ""))


class Reader(HTMLParser):
    """Reads a page; ``finished`` gives its lines."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = []
        self.text = ""
        self.label = ""
        self.open: list[tuple[str, str]] = []
        """Elements that are open, each with what it means: ``silent``, ``label``, ``bullet``, ``pre`` or nothing."""
        self.lists: list[List] = []
        self.tables: list[Table] = []
        self.heading = 0

    def finished(self) -> list[str]:
        self.close()
        self._end_line()
        while self.tables:
            self._end_table()
        return self.lines

    # --- What the parser calls -------------------------------------------------------------------------------------
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "br":
            self.text += "\n"
        if tag in EMPTY:
            self._end_line(tag == "hr")
            return
        self._close_implied(tag)
        self.open.append((tag, self._meaning(tag, given)))
        if self._in("silent"):
            return
        if tag in BLOCKS:
            self._end_line()
        self._begin(tag, given)

    def _close_implied(self, tag: str) -> None:
        """A paragraph ends where a block begins, an item where the next one does; a page may leave out their ends."""
        if tag not in BLOCKS and tag not in ("table", "tr", "td", "th"):
            return
        self.open = [one for one in self.open if one[0] != "head"]
        for name, _ in reversed(self.open):
            if name == "p" or (name == tag == "li"):
                self.handle_endtag(name)
                return
            if name in FENCES:
                return

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in EMPTY:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if not any(name == tag for name, _ in self.open):
            return
        while self.open:
            name, meaning = self.open.pop()
            if not self._in("silent") and meaning != "silent":
                self._end(name)
            if name == tag:
                return

    def handle_data(self, data: str) -> None:
        if self._in("silent"):
            return
        if self._in("label"):
            self.label += "" if self._in("bullet") else data
        else:
            self.text += data if self._in("pre") else _joined(self.text, collapsed(data.replace("\r", "")))

    # --- What elements mean -------------------------------------------------------------------------------------------
    def _in(self, meaning: str) -> bool:
        return any(found == meaning for _, found in self.open)

    def _meaning(self, tag: str, given: dict[str, str]) -> str:
        style = given.get("style", "")
        if tag in SILENT or "hidden" in given or _HIDDEN.search(style):
            return "silent"
        if _LABEL.search(style):
            return "label"
        if self._in("label") and _PICTORIAL.search(style + given.get("face", "")):
            return "bullet"
        return "pre" if tag == "pre" or "white-space:pre" in style.replace(" ", "") else ""

    def _begin(self, tag: str, given: dict[str, str]) -> None:
        if tag in ("ol", "ul"):
            self.lists.append(List(_form(tag, given), _whole(given.get("start"), 1) - 1))
        elif tag == "li" and self.lists:
            here = self.lists[-1]
            here.count = _whole(given.get("value"), here.count + 1)
            self.label = self._list_label(here)
        elif tag == "table":
            self._end_line()
            self.tables.append(Table(outer=(self.lines, self.label)))
            self.lines, self.label = [], ""
        elif tag in ("td", "th") and self.tables:
            self._end_cell()
            self.tables[-1].spans = _whole(given.get("colspan"), 1), _whole(given.get("rowspan"), 1)
        elif re.fullmatch(r"h[1-4]", tag):
            self.heading = int(tag[1])

    def _list_label(self, here: List) -> str:
        """Lists of a web page: figures of the first list are 1., of one inside another （1）; Chinese ones 一、and （一）."""
        if not here.form:
            return ""
        inner = sum(bool(one.form) for one in self.lists) > 1
        if here.form in ("decimal", "cjk"):
            return label_of((2 if inner else 1) if here.form == "cjk" else (4 if inner else 3), here.count)
        return f"{numeral(here.count, here.form)}."

    def _end(self, tag: str) -> None:
        if tag in ("td", "th") and self.tables:
            self._end_cell()
        elif tag == "tr" and self.tables:
            self._end_row()
        elif tag == "table" and self.tables:
            self._end_table()
        elif tag in BLOCKS:
            self._end_line()
        if tag in ("ol", "ul", "li"):
            self.label = ""
        if tag in ("ol", "ul") and self.lists:
            self.lists.pop()
        elif re.fullmatch(r"h[1-4]", tag):
            self.heading = 0

    # --- Lines and cells ------------------------------------------------------------------------------------------------
    def _end_line(self, really: bool = True) -> None:
        if not really or not self.text.strip():
            self.text = "" if really else self.text
            return
        pieces = [one for one in map(line, settled(self.text).split("\n")) if one]
        if pieces:
            pieces[0] = standard_label(self.label, self.heading) + pieces[0]
            self.label = ""
        self.lines += pieces
        self.text = ""

    def _end_cell(self) -> None:
        self._end_line()
        table = self.tables[-1]
        if table.spans != (0, 0) or self.lines:
            table.cells.append(("\n".join(self.lines), max(table.spans[0], 1), max(table.spans[1], 1)))
        self.lines, table.spans = [], (0, 0)

    def _end_row(self) -> None:
        table = self.tables[-1]
        if self.lines or self.text.strip():
            self._end_cell()
        if table.cells:
            table.grid.add(table.cells)
        table.cells = []

    def _end_table(self) -> None:
        self._end_row()
        table = self.tables.pop()
        before, self.label = table.outer
        if self.tables:  # A table in a cell: its words belong to the cell.
            words = (" ".join(filter(None, row)) for row in table.grid.rows)
            self.lines = [*before, *self.lines, *words]
        else:
            self.lines = [*before, *self.lines, *table.grid.lines()]


def _joined(before: str, data: str) -> str:
    """Blanks of several elements are one."""
    return data.lstrip(f" {SOFT}") if before.endswith((" ", "\n", SOFT)) or not before else data


def _form(tag: str, given: dict[str, str]) -> str:
    style = given.get("style", "")
    if CHINESE.search(style):
        return "cjk"
    named = STYLE_TYPE.search(style)
    if tag == "ul" or (named and named[1].lower() in ("none", "disc", "circle", "square")):
        return ""
    found = named[1].lower() if named else OLD_TYPES.get(given.get("type", ""), "decimal")
    return "decimal" if found.startswith("decimal") else found


def _whole(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.strip().isdigit() and len(text) < 6 else otherwise


def fragment(html: str) -> str:
    """The part of the clipboard's HTML that was copied."""
    found = _FRAGMENT.search(html)
    return found[1] if found else html
