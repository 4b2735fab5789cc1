"""GB/T 9704-2012 党政机关公文格式 in numbers: each with its clause and how far it is verified. Templates get them as data.

Marks: V seen word for word in a copy of the standard; V2 seen in a secondary page; R recalled; "ours" where the
standard leaves the choice to the office. Copies seen: 3 to 5 at uianet.net/dictionary/b184376.html, 7.2.6 at
hubeilong.com/c/1001239224R023.html, 7.3.4 and 7.3.7 at gdtujun.com, 7.4, 7.5 and 8 at haowendang.cn, 10.3 at
hanzi.aimcx.com/artinfo-85039.html; 7.2.4, 7.3.5 and 10.1 in the copies that the law pages of this house were checked by.
Lengths are millimetres where the standard gives millimetres, else points.
"""

from __future__ import annotations

from typing import Final

POINTS_PER_MM: Final = 72 / 25.4

# --- Paper and type area (5.1, 5.2) ---------------------------------------------------------------------------------
PAGE_WIDTH, PAGE_HEIGHT = 210.0, 297.0  # 5.1, A4, V
TOP = 37.0  # 5.2.1 天头（上白边）37 mm ± 1 mm, V
LEFT = 28.0  # 5.2.1 订口（左白边）28 mm ± 1 mm, V; the left margin of every page, as this gloss has it
MARGIN_TOLERANCE = 1.0  # 5.2.1, V
AREA_WIDTH, AREA_HEIGHT = 156.0, 225.0  # 5.2.1 版心, V
RIGHT = PAGE_WIDTH - LEFT - AREA_WIDTH  # 26 mm, follows
BOTTOM = PAGE_HEIGHT - TOP - AREA_HEIGHT  # 35 mm, follows
LINES, CHARACTERS = 22, 28  # 5.2.3 每面排22行，每行排28个字，并撑满版心, V

# --- Sizes of type (points, as word processors call them) ------------------------------------------------------------
SIZE_2, SIZE_SMALL_2, SIZE_3, SIZE_4, SIZE_SMALL_4, SIZE_5, SIZE_SMALL_5 = 22.0, 18.0, 16.0, 14.0, 12.0, 10.5, 9.0
PRINTERS_SIZE_3 = 15.75  # 3号 as printers cast it; 28 of them fill 155.6 mm, 28 of 16 pt are 158 mm
CELL = AREA_WIDTH * POINTS_PER_MM / CHARACTERS  # 15.79 pt: one character of the grid, 28 in 156 mm exactly
TRACKING = CELL - SIZE_3  # -0.207 pt
PITCH = (AREA_HEIGHT * POINTS_PER_MM - SIZE_3) / (LINES - 1)  # 29.61 pt: first line on the top edge, 22nd on the bottom
LINE_GAP = PITCH - SIZE_3  # 13.6 pt between two lines
SEVEN_EIGHTHS = PRINTERS_SIZE_3 * 7 / 8  # 3.2 行: one character and 7/8 of a 3号 height; 13.8 pt, V

# --- Head (7.2) ------------------------------------------------------------------------------------------------------
MARK_DROP = 35.0  # 7.2.4 mark's upper edge below the top of the type area, V
NUMBER_BLANKS = 2  # 7.2.5 number two blank lines below the mark, V2
SIGNERS_IN_A_LINE = 2  # 7.2.6, V
RULE_DROP = 4.0  # 7.2.7 red rule 4 mm below the number, width of the type area, V2
RULE_THICKNESS = 0.7  # ours: the standard gives none

# --- Main part (7.3) -------------------------------------------------------------------------------------------------
TITLE_BLANKS = 2  # 7.3.1 title two blank lines below the rule, V2
RECIPIENTS_BLANKS = 1  # 7.3.2, V2
INDENT = 2  # 7.3.3 每个自然段左空二字, V2
ANNEX_NOTE_BLANKS = 1  # 7.3.4, V
DATE_INSET = 4  # 7.3.5.1 成文日期右空四字, V
SEAL_TOP_LINES = 1  # 7.3.5.1 印章顶端应当上距正文（或附件说明）一行之内, V
SEALS_IN_A_ROW = 3  # ours (the 1999 rule): with 42 mm seals no more go into 156 mm
PLAIN_INSET = 2  # 7.3.5.2 右空二字, V
SIGNATURE_BLANKS, SIGNATURE_INSET, POST_GAP = 2, 4, 2  # 7.3.5.3 签名章, V
SEAL_DIAMETER = 42.0  # ours: 国发〔1999〕25号 gives 45 mm to a city's government and 42 mm to its departments (R)
SEAL_LEAST, SEAL_MOST = 30.0, 50.0  # what a picture's own resolution may ask for
ANNEX_TITLE_LINE = 3  # 7.3.7 附件标题居中编排在版心第三行, V

# --- 版记 (7.4) and page numbers (7.5) --------------------------------------------------------------------------------
THICK_RULE, THIN_RULE = 0.35, 0.25  # 7.4.1 (recommended), V
FOOT_INSET = 1  # 7.4.2, 7.4.3 one character (4号) from both edges, V
NUMBER_DROP = 7.0  # 7.5 the dash's upper edge 7 mm below the type area, V
NUMBER_INSET = 1  # 7.5 单页码居右空一字，双页码居左空一字, V

# --- Special forms (10) ----------------------------------------------------------------------------------------------
LETTER_MARK = 30.0  # 10.1 letter: mark's upper edge to the upper edge of the paper, V
LETTER_RULE_DROP = 4.0  # 10.1 first double rule below the mark, V
LETTER_RULE_LENGTH = 170.0  # 10.1, V
LETTER_FOOT = 20.0  # 10.1 second double rule above the lower edge of the paper, V
LETTER_TITLE_BLANKS = 2  # 10.1, V
ORDER_MARK = 20.0  # 10.2 order: mark's upper edge below the top of the type area, V2
ORDER_BLANKS = 2  # 10.2 between mark and number, number and text, V2
MINUTES_MARK = 35.0  # 10.3, V
DOUBLE_THICK, DOUBLE_THIN, DOUBLE_GAP = 0.9, 0.3, 0.6  # ours: 武文线 and 文武线 have no thickness in the standard

# --- Colours (5.2.4, 6.2) --------------------------------------------------------------------------------------------
SCREEN_RED = "#da251c"  # 6.2 gives printers' ink, Y80 M80 (V2); office printers and screens are given RGB (ours)

# --- Limits of ours, so that one paper cannot stop the house -----------------------------------------------------------
MOST_CHARACTERS = 250_000  # about 400 full pages
MOST_ANNEXES = 200
MOST_ORGANS = 40
MOST_TITLE = 400


def mm(points: float) -> float:
    return points / POINTS_PER_MM


def points(millimetres: float) -> float:
    return millimetres * POINTS_PER_MM


def measures() -> dict[str, float | str]:
    """Every number above by its name in lower case, for the templates: lengths in points, counts as they are."""
    millimetres = {
        "PAGE_WIDTH", "PAGE_HEIGHT", "TOP", "LEFT", "RIGHT", "BOTTOM", "AREA_WIDTH", "AREA_HEIGHT", "MARK_DROP", "RULE_DROP",
        "RULE_THICKNESS", "THICK_RULE", "THIN_RULE", "NUMBER_DROP", "LETTER_MARK", "LETTER_RULE_DROP", "LETTER_RULE_LENGTH",
        "LETTER_FOOT", "ORDER_MARK", "MINUTES_MARK", "DOUBLE_THICK", "DOUBLE_THIN", "DOUBLE_GAP",
    }  # fmt: skip
    made: dict[str, float | str] = {}
    for name, value in globals().items():
        if name.isupper() and isinstance(value, (int, float, str)) and not name.startswith("MOST_"):
            made[name.lower()] = points(value) if name in millimetres and not isinstance(value, str) else value
    return made
