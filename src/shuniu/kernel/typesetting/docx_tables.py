"""Tables of a paper in Word: as broad as the 版心, head repeated on each page, rows never torn."""

from __future__ import annotations

from shuniu.kernel.typesetting.docx_marks import paragraph, run, w
from shuniu.kernel.typesetting.docx_styles import WIDTH
from shuniu.kernel.typesetting.notation import Table

NARROWEST = 2
"""Characters that a column has at least, when it has room."""
MOST_WEIGHT = 16
"""A column with long sentences takes no more room than one with so many characters; its cells have more lines."""
CROWDED = 8
"""Above so many columns the text becomes smaller, so that a table wider than the page still stands on it."""


def widths(table: Table) -> list[int]:
    """The columns' widths in twips, after what is in them."""
    columns = list(zip(*table.rows, strict=True))
    weights = [min(max(NARROWEST, *map(len, column)), MOST_WEIGHT) for column in columns]
    shares = [weight * WIDTH // sum(weights) for weight in weights]
    shares[-1] += WIDTH - sum(shares)
    return shares


def table(found: Table) -> str:
    columns = widths(found)
    small = 18 if len(columns) > CROWDED else 0
    lines = w(
        "tblBorders",
        *(
            w(side, val="single", sz=4, space=0, color="000000")
            for side in ("top", "left", "bottom", "right", "insideH", "insideV")
        ),
    )
    return w(
        "tbl",
        w("tblPr", w("tblW", w=WIDTH, type="dxa"), w("jc", val="center"), lines, w("tblLayout", type="fixed")),
        w("tblGrid", *(w("gridCol", w=width) for width in columns)),
        *(_row(row, columns, small, number == 0) for number, row in enumerate(found.rows)),
    )


def _row(row: tuple[str, ...], columns: list[int], small: int, head: bool) -> str:
    style = "TableHead" if head else "TableCell"
    cells = (
        w(
            "tc",
            w("tcPr", w("tcW", w=width, type="dxa"), w("vAlign", val="center")),
            paragraph(style, run(text, half_points=small)),
        )
        for text, width in zip(row, columns, strict=True)
    )
    return w("tr", w("trPr", w("cantSplit"), *([w("tblHeader")] if head else [])), *cells)
