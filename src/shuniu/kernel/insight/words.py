"""Words, character pairs and normal forms of Chinese text: the common ground of everything in `insight`."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from itertools import pairwise
from sys import intern

import rjieba

# A message is read up to this many characters; what follows a text of that length tells nothing new and would cost time.
READ_LIMIT = 4000

# Characters that only glue a sentence together; a pair of characters containing one of them says nothing about the matter.
GLUE = frozenset(
    "的了是我你他她它们在有和与及也就都而且或但不没未无这那此其之于以为被把将让使对向从到由给跟等着过吗呢吧啊呀哦嘛么"
    "很太更最又再还已请您贵该各每个些某何什怎哪谁因所如若则虽却可能会要想应得地上下中内外前后里边间"
)


def _lines(name: str) -> list[str]:
    text = files(__package__).joinpath("lists", name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if not line.startswith("#")]


def word_list(name: str) -> frozenset[str]:
    """A list of words kept beside the code, parted by blanks; lines with # are remarks."""
    return frozenset(word for line in _lines(name) for word in line.split())


STOP_WORDS = word_list("stop_words.txt")

_URL = re.compile(r"https?://[\x21-\x7e]+|www\.[\x21-\x7e]+")
_SPACE = re.compile(r"\s+")
_LONG_NUMBER = re.compile(r"\d[\d\-*]{4,}\d|\d{5,}")
_HAN_OR_WORD = re.compile(r"[一-鿿㐀-䶿]+|[a-z]+[a-z0-9]*|[0-9]+[a-z]*")
_DISTRICT_EDGE = re.compile(r"(?<=[a-z0-9][市区县州省])(?=[一-鿿0-9])")
_GREETING = re.compile(
    r"^(?:尊敬的|敬爱的)?[一-鿿]{0,6}(?:领导|书记|市长|省长|县长|区长|局长|厅长|主任|同志)们?[:,，：\s]*(?:您好|你好)?[!！。,，:：\s]*"
)


@cache
def _simplified() -> dict[int, str]:
    """Traditional → simplified characters, one to one; the table's origin stands in its first line."""
    return {ord(line[0]): line[2] for line in _lines("traditional.txt")}


def normalise(text: str, *, limit: int = READ_LIMIT) -> str:
    """Simplified, half-width, lower-case text without control characters or web addresses; blanks drawn together."""
    text = unicodedata.normalize("NFKC", text[:limit]).lower().translate(_simplified())
    text = _URL.sub(" ", text)
    text = "".join(" " if unicodedata.category(char)[0] in "CZ" else char for char in text)
    return _SPACE.sub(" ", text).strip()


def mask_numbers(text: str) -> str:
    """Replace telephone, identity, account and order numbers: they single out a person, never a subject."""
    return _LONG_NUMBER.sub("#", text)


def without_greeting(text: str) -> str:
    """Drop the opening address (尊敬的领导：您好！), which every letter shares."""
    return _GREETING.sub("", text, count=1)


def district_pieces(text: str) -> list[str]:
    """A normalised text cut after masked district names (a3区|火炬路), which a word list cannot know."""
    return _DISTRICT_EDGE.split(text)


def spans(text: str) -> list[tuple[str, int, int]]:
    """Words and signs of a normalised text with their first and last-but-one character; masked districts (a3区) stand apart."""
    found: list[tuple[str, int, int]] = []
    position = 0
    for piece in district_pieces(text):
        for word in rjieba.cut(piece):
            if word != " ":
                found.append((word, position, position + len(word)))
            position += len(word)
    return found


def tokens(text: str) -> list[str]:
    """Words of a normalised text in order, punctuation left out."""
    return [word for word, _, _ in spans(text) if _HAN_OR_WORD.match(word)]


def content_words(text: str) -> list[str]:
    """Words that may say what a message is about: at least two characters, not a stop word, not a bare number."""
    return [word for word in tokens(text) if len(word) > 1 and word not in STOP_WORDS and not word.isdigit()]


def runs(text: str) -> Iterator[str]:
    """Unbroken runs of Chinese characters, Latin words and numbers of a normalised text."""
    for match in _HAN_OR_WORD.finditer(text):
        yield match.group()


def pairs(text: str) -> Iterator[str]:
    """Neighbouring characters inside a run (and whole Latin words or numbers), without those that only glue.

    One string for each pair there is: twenty thousand remembered messages then take a quarter less memory (835 MB for 1,123).
    """
    for run in runs(text):
        if run.isascii():
            if len(run) > 1:
                yield intern(run)
        else:
            yield from (intern(left + right) for left, right in pairwise(run) if left not in GLUE and right not in GLUE)
