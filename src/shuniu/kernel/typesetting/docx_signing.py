"""署名, 成文日期 and 印章 of a paper in Word (GB/T 9704-2012, 7.3.5): with a seal, with several, with none, with a 签名章."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from shuniu.kernel.typesetting.docx_marks import EMU, paragraph, picture, run, twips, w
from shuniu.kernel.typesetting.docx_styles import CHARACTER, FLUSH, PITCH, WIDTH, exact
from shuniu.kernel.typesetting.paper import Form, Paper

SEAL = 42
"""Millimetres across."""
LOW = 3
"""So far below the seal's centre the line between name and date stands: 居印章中心偏下位置."""
ACROSS = 3
"""Seals in a row: 3 × 42 mm stand in 156."""
Keep = Callable[[bytes], str]
"""Takes a picture into the file and gives the name of its relation."""


def day_in_words(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def breadth(text: str) -> int:
    """How broad a text is in 三号: a full-width character is one, digits and Latin letters half."""
    return round(sum(1.0 if ord(sign) > 0xFF else 0.5 for sign in text) * CHARACTER)


def signed(paper: Paper, keep: Keep) -> Iterator[str]:
    """The paragraphs after the text, as the paper is signed."""
    day = day_in_words(paper.signed_on) if paper.signed_on else ""
    if paper.form is Form.MINUTES:
        return iter(())
    if paper.form is Form.ORDER:
        return _by_name(paper, day, keep)
    if not paper.seals:
        return _unsealed(paper.organs, day)
    return _sealed(paper, day, keep) if len(paper.organs) == 1 else _sealed_together(paper, day, keep)


def _seal(paper: Paper, organ: str, keep: Keep, at: tuple[int, int]) -> str:
    """The seal of an organ as a run, at so many twips; nothing where its place is to be left free."""
    found = next((one.picture for one in paper.seals if one.organ == organ and one.picture), b"")
    if not found:
        return ""
    emu = (at[0] * 635, at[1] * 635)
    return picture(100 + paper.organs.index(organ), keep(found), (SEAL * EMU, SEAL * EMU), emu, f"{organ}印章")


def _sealed(paper: Paper, day: str, keep: Keep) -> Iterator[str]:
    """Date four characters from the right, name centred over it; the seal's top within a line of the text."""
    organ = paper.organs[0]
    middle = max(4 * CHARACTER + breadth(day) // 2, breadth(organ) // 2)  # from the right edge
    place = {"left": max(WIDTH - 2 * middle, 0), "firstLine": 0}
    top = 3 * PITCH - twips(SEAL / 2 + LOW)
    seal = _seal(paper, organ, keep, (WIDTH - middle - twips(SEAL / 2), top))
    yield paragraph("Signature", seal)
    yield paragraph("Signature")
    yield paragraph("Signature", run(organ), ind=place)
    if day:
        yield paragraph("SignedOn", run(day), ind=place)


def _sealed_together(paper: Paper, day: str, keep: Keep) -> Iterator[str]:
    """Each seal on its own name, rows even and inside the 版心; the last also on the date."""
    most = ACROSS if max(map(breadth, paper.organs)) <= WIDTH // ACROSS else ACROSS - 1
    rows = -(-len(paper.organs) // most)
    across = -(-len(paper.organs) // rows)
    ordered = _filled(paper.organs, across)
    broad = WIDTH // across
    lines = [ordered[start : start + across] for start in range(0, len(ordered), across)]
    yield paragraph("Signature", spacing=exact(PITCH // 2))
    yield w(
        "tbl",
        w("tblPr", w("tblW", w=broad * across, type="dxa"), w("tblLayout", type="fixed"), _no_margins()),
        w("tblGrid", *(w("gridCol", w=broad) for _ in range(across))),
        *(_row(paper, line, day, keep, broad) for line in lines),
    )
    yield paragraph("End")


def _filled(organs: tuple[str, ...], across: int) -> list[str]:
    """Full rows first; the last one stands at the right."""
    short = len(organs) % across
    return list(organs[: len(organs) - short]) + ([""] * (across - short) + list(organs[-short:]) if short else [])


def _no_margins() -> str:
    return w("tblCellMar", w("left", w=0, type="dxa"), w("right", w=0, type="dxa"))


def _row(paper: Paper, organs: list[str], day: str, keep: Keep, broad: int) -> str:
    high = twips(SEAL + 1)
    last = paper.organs[-1] in organs
    height = w("trPr", w("cantSplit"), w("trHeight", val=high + (PITCH if last else 0), hRule="exact"))
    return w(
        "tr", height, *(_cell(paper, organ, day if organ == paper.organs[-1] else "", keep, broad) for organ in organs)
    )


def _cell(paper: Paper, organ: str, day: str, keep: Keep, broad: int) -> str:
    lines = 1 if breadth(organ) <= broad else 2
    middle = twips(SEAL / 2 + LOW)
    gap = middle - (lines * PITCH if day else lines * PITCH // 2)
    seal = _seal(paper, organ, keep, ((broad - twips(SEAL)) // 2, 0)) if organ else ""
    inside = [paragraph("Signature", seal, spacing=exact(max(gap, 20))), paragraph("Signature", run(organ))]
    if day:
        inside.append(paragraph("SignedOn", run(day)))
    return w("tc", w("tcPr", w("tcW", w=broad, type="dxa")), *inside)


def _unsealed(organs: tuple[str, ...], day: str) -> Iterator[str]:
    """Name one line down, two from the right; the date begins two to the right of the name (7.3.5.2)."""
    longest = max(map(breadth, organs))
    start = WIDTH - 2 * CHARACTER - max(longest, breadth(day) + 2 * CHARACTER if longest < breadth(day) else 0)
    start = max(start, 0)
    for number, organ in enumerate(organs):
        place = {"left": start, "firstLine": 0}
        yield paragraph("Signature", run(organ), ind=place, jc=FLUSH, spacing=exact(before=0 if number else PITCH))
    if day:
        left = min(start + 2 * CHARACTER, WIDTH - breadth(day))
        yield paragraph("SignedOn", run(day), ind={"left": left, "firstLine": 0}, jc=FLUSH)


def _by_name(paper: Paper, day: str, keep: Keep) -> Iterator[str]:
    """签名章 two lines down and four from the right, 职务 two to its left, the date a line below (7.3.5.3)."""
    right = {"right": 4 * CHARACTER, "firstLine": 0}
    yield paragraph("Signature")
    yield paragraph("Signature")
    if paper.signature:
        broad = 5 * CHARACTER
        at = (WIDTH - 4 * CHARACTER - broad) * 635, round(-0.3 * PITCH) * 635
        mark = picture(99, keep(paper.signature), (broad * 635, broad * 635 * 2 // 5), at, f"{paper.name}签名章")
        place = {"right": 6 * CHARACTER + broad, "firstLine": 0}
        yield paragraph("Signature", mark, run(paper.post), ind=place, jc={"val": "right"})
    elif paper.post or paper.name:
        yield paragraph(
            "Signature", run("　　".join(filter(None, (paper.post, paper.name)))), ind=right, jc={"val": "right"}
        )
    if day:
        yield paragraph("SignedOn", run(day), ind=right, jc={"val": "right"}, spacing=exact(before=PITCH))
