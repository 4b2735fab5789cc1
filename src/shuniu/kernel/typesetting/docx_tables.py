"""Tables of a paper in Word, as ``tables`` has decided: size and widths, upright or on a turned page, whole or in parts."""

from __future__ import annotations

from shuniu.kernel.typesetting.docx_marks import paragraph, run, sized, w
from shuniu.kernel.typesetting.docx_styles import FLUSH, exact
from shuniu.kernel.typesetting.tables import INSET, Setting

LINE, PAD = 1.36, 0.1
"""Height of a line and the space above and below a cell's text, in sizes of type: a row is as high as in the PDF."""
SHORT = 12
"""So many characters stand in the middle of their cell; a longer text begins at its left."""


def table(one: Setting) -> str:
    columns = [round(width * 20) for width in one.widths]
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    lines = w("tblBorders", *(w(side, val="single", sz=4, space=0, color="000000") for side in sides))
    pads = (("top", PAD * one.size), ("left", INSET), ("bottom", PAD * one.size), ("right", INSET))
    margins = w("tblCellMar", *(w(side, w=round(20 * pad), type="dxa") for side, pad in pads))
    return w(
        "tbl",
        w(
            "tblPr",
            w("tblW", w=sum(columns), type="dxa"),
            w("jc", val="center"),
            lines,
            w("tblLayout", type="fixed"),
            margins,
        ),
        w("tblGrid", *(w("gridCol", w=width) for width in columns)),
        *(_row(one, row, columns, head=number == 0) for number, row in enumerate(one.rows)),
    )


def _row(one: Setting, row: list[str], columns: list[int], *, head: bool) -> str:
    style = "TableHead" if head else "TableCell"
    repeated = [w("tblHeader")] if head and one.repeat and len(one.rows) > 1 else []
    cells = []
    for text, width in zip(row, columns, strict=True):
        place = {} if head or len(text) <= SHORT else {"jc": FLUSH}
        inside = paragraph(style, run(text, looks=sized(one.size)), spacing=exact(round(LINE * one.size * 20)), **place)
        cells.append(w("tc", w("tcPr", w("tcW", w=width, type="dxa"), w("vAlign", val="center")), inside))
    return w("tr", w("trPr", w("cantSplit"), *repeated), *cells)
