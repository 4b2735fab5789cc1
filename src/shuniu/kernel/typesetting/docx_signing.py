"""署名, 成文日期 and 印章 of a paper in Word (GB/T 9704-2012, 7.3.5): with a seal, with several, with none, with a 签名章."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from shuniu.kernel.typesetting import standard
from shuniu.kernel.typesetting.breaking import width
from shuniu.kernel.typesetting.docx_marks import paragraph, picture, run, twips, w
from shuniu.kernel.typesetting.docx_styles import CHARACTER, FLUSH, PITCH, WIDTH, exact

LIFT = 200
"""Twips that a seal's middle stands above the middle of name and date: 居印章中心偏下位置."""
STEPS = {1: 0, 2: twips(62)}
NEXT = twips(50)
"""From seal to seal in a row."""
APART = twips(3)
INK_TOP = 196
"""Twips from the top of a line to its characters."""
PER_TWIP = 635
"""EMU."""
Keep = Callable[[bytes], str]
"""Takes a picture into the file and gives the name of its relation."""


def breadth(text: str) -> int:
    """How broad a text is in 三号, in twips."""
    return round(width(text) * CHARACTER)


def signed(closing: dict[str, Any], note: str, keep: Keep) -> Iterator[str]:
    """The paragraphs after the text, as ``planning`` has decided that the paper is signed; 附注 is the last."""
    kinds = {"sealed": _sealed, "joint": _joint, "named": _named, "plain": _unsealed}
    if closing["kind"] in kinds:
        yield from kinds[closing["kind"]](closing, keep, {"keepNext": {}} if note else {})
    if note:
        yield paragraph("Note", run(note))


def _seal(closing: dict[str, Any], number: int, keep: Keep, middle: tuple[int, int]) -> str:
    """The seal of an organ as a run, its middle at so many twips; nothing where its place is to be left free."""
    seal = closing["seals"][number]
    if seal["picture"] is None:
        return ""
    across = round(seal["diameter"] * 20)
    size = (across * PER_TWIP, across * PER_TWIP)
    at = ((middle[0] - across // 2) * PER_TWIP, (middle[1] - across // 2) * PER_TWIP)
    return picture(100 + number, keep(bytes(seal["picture"])), size, at, "".join(closing["organs"][number]) + "印章")


def _date(closing: dict[str, Any], more: dict[str, Any]) -> Iterator[str]:
    if closing["date"]:
        yield paragraph("SignedOn", run(closing["date"]), **more)


def _sealed(closing: dict[str, Any], keep: Keep, more: dict[str, Any]) -> Iterator[str]:
    """Date four characters from the right, name centred over it; the seal's top within a line of the text."""
    organ = "".join(closing["organs"][0])
    half = max(standard.DATE_INSET * CHARACTER + breadth(closing["date"]) // 2, breadth(organ) // 2)
    place = {"left": max(WIDTH - 2 * half, 0), "firstLine": 0}
    diameter = round(closing["seals"][0]["diameter"] * 20)
    middle = 2 * PITCH + INK_TOP + (PITCH + 320) // 2 - LIFT
    yield paragraph("Signature", _seal(closing, 0, keep, (WIDTH - half, max(middle, diameter // 2 + 40))))
    yield paragraph("Signature")
    yield paragraph("Signature", run(organ), ind=place)
    yield from _date(closing, {"ind": place, **more})


def _joint(closing: dict[str, Any], keep: Keep, more: dict[str, Any]) -> Iterator[str]:
    """Each seal on its own name, rows even and inside the 版心; the last name stands above the date, four from the right."""
    count = len(closing["organs"])
    across = 2 if count == 4 else min(standard.SEALS_IN_A_ROW, count)
    largest = round(max(seal["diameter"] for seal in closing["seals"]) * 20)
    inset = standard.DATE_INSET * CHARACTER + breadth(closing["date"]) // 2
    last = min(WIDTH - inset, WIDTH - largest // 2)
    step = min(STEPS.get(across, NEXT), (last - largest // 2) // max(across - 1, 1)) or largest
    margin = last + step // 2 - across * step
    rows = [range(start, min(count, start + across)) for start in range(0, count, across)]
    columns = [*([margin] if margin > CHARACTER else []), *([step] * across)]
    columns[0] += min(margin, 0) if margin <= CHARACTER else 0
    yield paragraph("Signature", spacing=exact(INK_TOP))
    none = w("tblCellMar", w("left", w=0, type="dxa"), w("right", w=0, type="dxa"))
    yield w(
        "tbl",
        w("tblPr", w("tblW", w=sum(columns), type="dxa"), w("tblLayout", type="fixed"), none),
        w("tblGrid", *(w("gridCol", w=one) for one in columns)),
        *(_row(closing, row, columns[-across:], columns[:-across], keep, largest) for row in rows),
    )
    yield paragraph("End", **more)


def _row(closing: dict[str, Any], row: range, columns: list[int], before: list[int], keep: Keep, largest: int) -> str:
    """Organs of one row, at the right when they are fewer than the columns."""
    short = len(columns) - len(row)
    cells = [_cell(broad, [paragraph("Signature")]) for broad in (*before, *columns[:short])]
    for number, broad in zip(row, columns[short:], strict=True):
        lines = closing["organs"][number]
        gap = largest // 2 + 80 - INK_TOP - (len(lines) - 1) * PITCH // 2
        seal = _seal(closing, number, keep, (broad // 2, largest // 2))
        inside = [paragraph("Signature", seal, spacing=exact(max(gap, 20)))]
        inside += [paragraph("Signature", run(line)) for line in lines]
        inside += list(_date(closing, {"keepNext": {}})) if number == len(closing["organs"]) - 1 else []
        cells.append(_cell(broad, inside))
    high = w("trHeight", val=largest + APART, hRule="exact")
    return w("tr", w("trPr", w("cantSplit"), high), *cells)


def _cell(broad: int, inside: list[str]) -> str:
    return w("tc", w("tcPr", w("tcW", w=broad, type="dxa")), *inside)


def _unsealed(closing: dict[str, Any], keep: Keep, more: dict[str, Any]) -> Iterator[str]:
    """Name one line down, two from the right; the date begins two to the right of the name (7.3.5.2)."""
    organs = ["".join(lines) for lines in closing["organs"]]
    two, longest, date = standard.PLAIN_INSET * CHARACTER, max(map(breadth, organs)), breadth(closing["date"])
    start = max(WIDTH - two - (date + two if date > longest else longest), 0)
    for number, organ in enumerate(organs):
        place, gap = {"left": start, "firstLine": 0}, exact(before=0 if number else PITCH)
        yield paragraph("Signature", run(organ), ind=place, jc=FLUSH, spacing=gap)
    left = min(start + two, WIDTH - date)
    yield from _date(closing, {"ind": {"left": left, "firstLine": 0}, "jc": FLUSH, **more})


def _named(closing: dict[str, Any], keep: Keep, more: dict[str, Any]) -> Iterator[str]:
    """签名章 two lines down and four from the right, 职务 two to its left, the date a line below (7.3.5.3)."""
    inset, right = standard.SIGNATURE_INSET * CHARACTER, {"val": "right"}
    place = {"right": inset, "firstLine": 0}
    yield paragraph("Signature")
    yield paragraph("Signature")
    if closing["picture"] is not None:
        high = round(closing["picture_height"] * 20)
        broad = round(high * _shape(bytes(closing["picture"])))
        at = (WIDTH - inset - broad) * PER_TWIP, (PITCH - high) // 2 * PER_TWIP
        mark = picture(99, keep(bytes(closing["picture"])), (broad * PER_TWIP, high * PER_TWIP), at, closing["name"])
        place = {"right": inset + broad + standard.POST_GAP * CHARACTER, "firstLine": 0}
        yield paragraph("Signature", mark, run(closing["post"]), ind=place, jc=right)
    else:
        name = run(closing["name"], "SignerName")
        gap = "　" * standard.POST_GAP if closing["post"] and closing["name"] else ""
        yield paragraph("Signature", run(closing["post"] + gap), name, ind=place, jc=right)
    date = {"ind": {"right": inset, "firstLine": 0}, "jc": right, "spacing": exact(before=PITCH)}
    yield from _date(closing, {**date, **more})


def _shape(png: bytes) -> float:
    """Width to height, as the PNG's own head says."""
    return int.from_bytes(png[16:20]) / int.from_bytes(png[20:24])
