"""Characters, words, clauses, sentences and paragraphs that stand twice."""

from __future__ import annotations

import re
from collections.abc import Iterator

from shuniu.office.documents.proofing.finding import ERROR, USAGE, WARNING, Hit, Rule
from shuniu.office.documents.proofing.lists import lines
from shuniu.office.documents.proofing.paper import HAN, Paper

_FUNCTION = "的了在是和与及为对将把被从向于以就也都还而但或并由使其该此有要应不已可我你们各之所让给到着过"
_DOUBLE = re.compile(rf"([{_FUNCTION}])\1+")
_TRIPLE = re.compile(rf"([{HAN}])\1{{2,}}")
_WORD = re.compile(rf"(?P<w>[{HAN}]{{2,12}}?)(?P=w)+")
_CLAUSE = re.compile(rf"(?P<w>[{HAN}\d“”《》（）%、]{{4,60}}[，；：])(?P=w)+")
_SENTENCE_LEAST = 16
_PARAGRAPH_LEAST = 20
_VERBS = frozenset(lines("reduplications.txt"))
_WHOLE = re.compile(r"的的确|是是非非|等等|时时|不不|大大|各各|将将来|了了解|应应急|应应当|着着")
_ENDINGS = frozenset(lines("endings.txt"))


def check_characters(paper: Paper) -> Iterator[Hit]:
    text = paper.text
    for match in _DOUBLE.finditer(text):
        if len(match.group()) == 2 and _is_legitimate(text, match.start()):
            continue
        yield Hit(match.start(), match.end(), f"“{match.group()[0]}”重复", match.group()[0])
    for match in _TRIPLE.finditer(text):
        if match.group()[0] not in _FUNCTION and match.group()[0] not in "哈呵嘿啊一二三〇零":
            yield Hit(match.start(), match.end(), f"“{match.group()[0]}”重复", match.group()[0], WARNING)


def _is_legitimate(text: str, place: int) -> bool:
    """Two function characters that meet by chance, or a word that is made so."""
    whole = any(match.start() <= place < match.end() for match in _WHOLE.finditer(text, max(0, place - 3), place + 4))
    return whole or text[max(0, place - 1) : place + 1] in _ENDINGS


def check_words(paper: Paper) -> Iterator[Hit]:
    text = paper.text
    for match in _WORD.finditer(text):
        word = match["w"]
        if len(set(word)) == 1 or word in _VERBS or word[0] in "一逐每":
            continue
        after = text[match.end() : match.end() + 1]
        if len(word) == 2 and (word + after) in _VERBS:
            continue
        yield Hit(match.start(), match.end(), f"“{word}”重复", word)
    for match in _CLAUSE.finditer(text):
        yield Hit(match.start(), match.end(), "同一句话重复", match["w"])


def check_sentences(paper: Paper) -> Iterator[Hit]:
    """A sentence that stood before. The lines of tables are short and do not count."""
    seen: dict[str, int] = {}
    for start, sentence in paper.sentences():
        words = sentence.strip().rstrip("。！？；")
        if len(words) < _SENTENCE_LEAST or sentence[-1] not in "。！？":
            continue
        if words in seen and re.search(f"[{HAN}]", words):
            begin = start + len(sentence) - len(sentence.lstrip())
            yield Hit(begin, start + len(sentence), "与前文的一句相同", "")
        seen.setdefault(words, start)


def check_paragraphs(paper: Paper) -> Iterator[Hit]:
    seen: set[str] = set()
    for line in paper.paragraphs:
        words = re.sub(r"^[\s（(]*(?:[一二三四五六七八九十]+|\d+)[)）、.．]\s*", "", line.body)
        if len(words) >= _PARAGRAPH_LEAST and words in seen:
            yield Hit(line.body_start, line.body_end, "与前文的一段相同", "")
        seen.add(words)


RULES = (
    Rule("repeat-paragraph", "段落重复", USAGE, ERROR, check_paragraphs),
    Rule("repeat-sentence", "句子重复", USAGE, WARNING, check_sentences),
    Rule("repeat-word", "词语、分句重复", USAGE, ERROR, check_words),
    Rule("repeat-character", "单字重复", USAGE, ERROR, check_characters),
)
