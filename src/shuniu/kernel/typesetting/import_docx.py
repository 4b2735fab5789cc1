"""A Word document read into the notation: paragraphs with the numbers that Word gives them, tables, notes, text boxes.

What was inserted is there and what was deleted is gone, as if all changes were accepted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from shuniu.kernel.typesetting.import_lines import Grid, line
from shuniu.kernel.typesetting.labels import label_of, numeral, standard_label

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
GONE = {
    "del",
    "moveFrom",
    "Fallback",
    "instrText",
    "delText",
    "delInstrText",
    "rt",
    "pPr",
    "rPr",
    "annotationRef",
    "sectPr",
}
SIGNS = {"tab": " ", "ptab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
SYMBOLS = {"F0FC": "√", "F052": "☑", "F0FE": "☑", "F0A3": "□", "F06F": "□", "F0A8": "□", "F072": "□", "F0D8": "→"}
LEVELS = 9
_STYLE_DEPTH = 12


def name_of(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def value_of(parent: Element | None, path: str, key: str = "val") -> str:
    found = parent.find("/".join(W + step for step in path.split("/"))) if parent is not None else None
    return found.get(W + key, "") if found is not None else ""


@dataclass
class Level:
    form: str = "decimal"
    text: str = ""
    start: int = 1


@dataclass
class Numbering:
    """The lists of a document and how far each has counted."""

    levels: dict[str, list[Level]] = field(default_factory=dict)
    lists: dict[str, str] = field(default_factory=dict)
    starts: dict[tuple[str, int], int] = field(default_factory=dict)
    counts: dict[str, list[int]] = field(default_factory=dict)

    @classmethod
    def read(cls, root: Element | None) -> Numbering:
        made = cls()
        for abstract in root.iter(f"{W}abstractNum") if root is not None else ():
            made.levels[abstract.get(f"{W}abstractNumId", "")] = [
                Level(
                    value_of(one, "numFmt") or "decimal", value_of(one, "lvlText"), _number(value_of(one, "start"), 1)
                )
                for one in abstract.findall(f"{W}lvl")
            ]
        for number in root.iter(f"{W}num") if root is not None else ():
            key = number.get(f"{W}numId", "")
            made.lists[key] = value_of(number, "abstractNumId")
            for override in number.findall(f"{W}lvlOverride"):
                if start := value_of(override, "startOverride"):
                    made.starts[key, _number(override.get(f"{W}ilvl", ""), 0)] = _number(start, 1)
        return made

    def label(self, key: str, depth: int, heading: int) -> str:
        """The label of the next paragraph of a list at a depth, in the standard's form."""
        levels = self.levels.get(self.lists.get(key, ""), [])
        if not 0 <= depth < len(levels):
            return ""
        self._count(key, depth, levels)
        here = levels[depth]
        if here.form in ("bullet", "none") or not here.text:
            return ""
        several = here.text.count("%") > 1 or any(one.text.count("%") > 1 for one in levels[: depth + 2])
        if heading or several:
            return label_of(heading or depth + 1, self._counts(key)[depth])
        shown = re.sub(r"%(\d)", lambda match: self._shown(key, int(match[1]) - 1, levels), here.text)
        return standard_label(shown)

    def _counts(self, key: str) -> list[int]:
        """Lists that share a form go on counting together, unless one was told to begin anew."""
        shared = key if any(one == key for one, _ in self.starts) else self.lists.get(key, "")
        return self.counts.setdefault(shared, [0] * LEVELS)

    def _count(self, key: str, depth: int, levels: list[Level]) -> None:
        counts = self._counts(key)
        start = self.starts.get((key, depth), levels[depth].start)
        counts[depth] = counts[depth] + 1 if counts[depth] else start
        for above in range(depth):
            counts[above] = counts[above] or levels[above].start
        counts[depth + 1 :] = [0] * (LEVELS - depth - 1)

    def _shown(self, key: str, depth: int, levels: list[Level]) -> str:
        if not 0 <= depth < len(levels):
            return ""
        return numeral(self._counts(key)[depth] or levels[depth].start, levels[depth].form)


def _number(text: str, otherwise: int) -> int:
    return int(text) if text.lstrip("-").isdigit() else otherwise


class Styles:
    """What paragraph styles say about lists and levels of headings."""

    def __init__(self, root: Element | None) -> None:
        found = root.iter(f"{W}style") if root is not None else ()
        self.styles = {one.get(f"{W}styleId", ""): one for one in found}

    def chain(self, key: str) -> Iterator[Element]:
        """A style and those it is based on."""
        for _ in range(_STYLE_DEPTH):
            style = self.styles.get(key)
            if style is None:
                return
            yield style
            key = value_of(style, "basedOn")

    def heading(self, key: str) -> int:
        """1 to 4 for a style that heads a part of the text."""
        for style in self.chain(key):
            match = re.match(r"(?:heading|标题)\s*([1-4])$", value_of(style, "name"), re.I)
            if match:
                return int(match[1])
        return 0

    def numbered(self, key: str) -> tuple[str, int]:
        for style in self.chain(key):
            if number := value_of(style, "pPr/numPr/numId"):
                return number, _number(value_of(style, "pPr/numPr/ilvl"), 0)
        return "", 0


@dataclass
class Reader:
    """Reads one document; ``notes`` are the footnotes and endnotes that its text names, in their order."""

    styles: Styles
    numbering: Numbering
    texts_of_notes: dict[tuple[str, str], Element]
    notes: list[str] = field(default_factory=list)

    def lines(self, parent: Element) -> Iterator[str]:
        for child in parent:
            name = name_of(child)
            if name == "p":
                yield from self._paragraph(child)
            elif name == "tbl":
                yield from self._table(child)
            elif name not in GONE:
                yield from self.lines(child)

    def end(self) -> Iterator[str]:
        for number, text in enumerate(self.notes, 1):
            yield line(f"注{number}：{text}")

    def _paragraph(self, element: Element) -> Iterator[str]:
        pieces = [one for one in map(line, self._words(element).split("\n")) if one]
        if pieces:
            pieces[0] = self._label(element) + pieces[0]
        yield from pieces
        yield from self._boxes(element)

    def _label(self, element: Element) -> str:
        properties = element.find(f"{W}pPr")
        style = value_of(properties, "pStyle")
        key, depth = value_of(properties, "numPr/numId"), _number(value_of(properties, "numPr/ilvl"), 0)
        if not key:
            key, own = self.styles.numbered(style)
            depth = depth or own
        return self.numbering.label(key, depth, self.styles.heading(style)) if key not in ("", "0") else ""

    def _words(self, element: Element) -> str:
        made = ""
        for child in element:
            name = name_of(child)
            if name == "t":
                made += child.text or ""
            elif name in SIGNS:
                made += "" if child.get(f"{W}type") in ("page", "column") else SIGNS[name]
            elif name == "sym":
                made += SYMBOLS.get(child.get(f"{W}char", "").upper(), "")
            elif name in ("footnoteReference", "endnoteReference"):
                made += self._note(name.removesuffix("Reference"), child.get(f"{W}id", ""))
            elif name not in GONE and name != "txbxContent" and not _hidden(child):
                made += self._words(child)
        return made

    def _note(self, kind: str, key: str) -> str:
        note = self.texts_of_notes.get((kind, key))
        if note is None:
            return ""
        self.notes.append(" ".join(" ".join(self.lines(note)).split()))
        return f"［注{len(self.notes)}］"

    def _boxes(self, element: Element) -> Iterator[str]:
        for child in element:
            if name_of(child) == "txbxContent":
                yield from self.lines(child)
            elif name_of(child) not in GONE:
                yield from self._boxes(child)

    def _table(self, element: Element) -> Iterator[str]:
        grid = Grid()
        for row in _inside(element, "tr"):
            grid.add([self._cell(cell) for cell in _inside(row, "tc")])
        yield from grid.lines()

    def _cell(self, cell: Element) -> tuple[str, int, int]:
        merged = cell.find(f"{W}tcPr/{W}vMerge")
        goes_on = merged is not None and merged.get(f"{W}val", "continue") == "continue"
        text = "" if goes_on else "\n".join(self.lines(cell))
        return text, _number(value_of(cell, "tcPr/gridSpan"), 1), 1


def _hidden(run: Element) -> bool:
    vanish = run.find(f"{W}rPr/{W}vanish")
    return vanish is not None and vanish.get(f"{W}val", "1") not in ("0", "false")


def _inside(parent: Element, wanted: str) -> Iterator[Element]:
    """The rows of a table or the cells of a row, also where a control or a change is around them."""
    for child in parent:
        if name_of(child) == wanted:
            yield child
        elif name_of(child) in ("sdt", "sdtContent", "ins", "customXml", "moveTo"):
            yield from _inside(child, wanted)
