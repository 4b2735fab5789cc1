"""The English catalogue, without xgettext or msgfmt on the machine.

    messages.py collect   read every text of the screens out of src/ into the catalogue; translations are kept
    messages.py check     list what is missing, stale or spoilt; exit code 1 if anything is
    messages.py missing   print the texts without English as JSON, to be filled in ...
    messages.py fill FILE ... and put what was filled in into the catalogue ("one|many" where there is a plural)
    messages.py compile   write the .mo files that Django reads (built at set-up, not kept in git)

The source text is Simplified Chinese, so only the other languages have a catalogue.
"""

from __future__ import annotations

import ast
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polib
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "shuniu"
ENGLISH = SOURCE / "locale" / "en" / "LC_MESSAGES" / "django.po"
HEADER = {
    "Project-Id-Version": "shuniu",
    "Language": "en",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=2; plural=(n != 1);",
}
# What each function takes, in order: c context, s the text, p its plural.
SHAPES = {"gettext": "s", "gettext_noop": "s", "ngettext": "sp", "pgettext": "cs", "npgettext": "csp"}
SHAPES |= {f"{name}_lazy": shape for name, shape in SHAPES.items() if name != "gettext_noop"}
# The vocabulary of procedures is pure (no Django in it), so its labels are plain literals, translated when shown.
VOCABULARY = {
    "Reply",
    "Ground",
    "State",
    "Step",
    "Clock",
    "opening",
    "Role",
    "Procedure",
    "Routed",
    "Task",
    "rule",
    "register_limit",
}
LITERAL = r"""[uU]?(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")"""
CALL = re.compile(rf"\b(gettext|ngettext|pgettext|npgettext|_)\(\s*({LITERAL}(?:\s*,\s*{LITERAL})*)")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
HAN = re.compile(r"[\u4e00-\u9fff]")
SAYS_SOMETHING = re.compile(r"[\u4e00-\u9fff]|^[\u3001\u3002\uff0c\uff1a\uff1b]$")
"""Chinese, or a Chinese stop by itself: between the members of a list, or after a label."""
# English texts that rightly keep a Chinese word: names of the law, the product and its languages.
KEEPS_CHINESE = re.compile(r"“内容”|简体中文|中文|枢纽|〔|12345|《[^》]*》|（[^）]*）|\([^)]*\)")


NEW, OLD = "not in the catalogue (make messages)", "no longer in the source (make messages)"
MISSING, SPOILT = "without English", "placeholders differ, Chinese left over, or marked fuzzy"
FAULTS = (NEW, OLD, MISSING, SPOILT)


@dataclass(frozen=True, slots=True)
class Text:
    """One text of the screens and the file it stands in (no line: a moved line is no change)."""

    msgid: str
    plural: str
    context: str | None
    file: str


def in_python(path: Path) -> Iterator[Text]:
    """Calls of the translation functions with literal arguments, under whatever name they were imported."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    known = {
        alias.asname or alias.name: SHAPES[alias.name]
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
        if alias.name in SHAPES
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in known:
            shape = known[node.func.id]
            literals = words(node.args)
            if len(literals) >= len(shape):  # else it is a label of the vocabulary, collected where it is written
                yield text(shape, literals, path)
        elif isinstance(node, ast.Call) and speaks(node.func):
            yield from (text("s", [label], path) for label in words([*node.args, *(k.value for k in node.keywords)]))
        elif isinstance(node, ast.ClassDef) and any(map(speaks, node.bases)):
            values = [line.value for line in node.body if isinstance(line, ast.Assign)]
            yield from (text("s", [label], path) for label in words(values))


def speaks(name: ast.expr) -> bool:
    """Whether what is called belongs to the vocabulary of procedures: by its own name, or as ``routes.finish``."""
    if isinstance(name, ast.Attribute):
        return isinstance(name.value, ast.Name) and name.value.id == "routes"
    return isinstance(name, ast.Name) and name.id in VOCABULARY


def words(nodes: list[ast.expr]) -> list[str]:
    return [node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]


def in_template(path: Path) -> Iterator[Text]:
    """The tags of a template, in the form that Django gives them for extraction."""
    for name, arguments in CALL.findall(templatize(path.read_text(encoding="utf-8"), origin=str(path))):
        literals = [str(ast.literal_eval(literal)) for literal in re.findall(LITERAL, arguments)]
        yield text(SHAPES.get(name, "s"), literals, path)


def text(shape: str, literals: list[str], path: Path) -> Text:
    parts = dict(zip(shape, literals, strict=False))
    return Text(parts["s"], parts.get("p", ""), parts.get("c"), path.relative_to(ROOT).as_posix())


def texts() -> Iterator[Text]:
    for path in sorted(SOURCE.rglob("*.py")):
        yield from in_python(path)
    for path in sorted([*SOURCE.rglob("templates/**/*.html"), *SOURCE.rglob("templates/**/*.txt")]):
        yield from in_template(path)


def template() -> polib.POFile:
    """The empty catalogue of every text that stands in the source now."""
    catalogue = polib.POFile(wrapwidth=110)
    entries: dict[tuple[str, str | None], polib.POEntry] = {}
    for found in texts():
        if not SAYS_SOMETHING.search(found.msgid):
            continue  # A text without Chinese says the same in every language.
        key = (found.msgid, found.context)
        if key not in entries:
            plural = {"msgid_plural": found.plural, "msgstr_plural": {0: "", 1: ""}} if found.plural else {}
            entries[key] = polib.POEntry(msgid=found.msgid, msgctxt=found.context, **plural)
            catalogue.append(entries[key])
        place = (found.file, "")
        if place not in entries[key].occurrences:
            entries[key].occurrences.append(place)
    return catalogue


def read() -> polib.POFile:
    catalogue = polib.pofile(str(ENGLISH), wrapwidth=110) if ENGLISH.exists() else polib.POFile(wrapwidth=110)
    catalogue.metadata = HEADER
    return catalogue


def collect() -> int:
    catalogue = read()
    catalogue.merge(template())
    catalogue.sort(key=lambda entry: (entry.obsolete, entry.occurrences[:1], entry.msgid))
    ENGLISH.parent.mkdir(parents=True, exist_ok=True)
    catalogue.save(str(ENGLISH))
    here = sum(not entry.obsolete for entry in catalogue)
    print(f"{ENGLISH.relative_to(ROOT)}: {here} texts, {len(missing(catalogue))} without English")
    return 0


def translations(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def missing(catalogue: polib.POFile) -> list[str]:
    return [entry.msgid for entry in catalogue if not entry.obsolete and not all(translations(entry))]


def spoilt(catalogue: polib.POFile) -> list[str]:
    """Translations that would break a sentence: other placeholders, forgotten Chinese, marked as doubtful."""
    return [
        entry.msgid
        for entry in catalogue
        if not entry.obsolete
        for english in translations(entry)
        if english
        and (
            set(PLACEHOLDER.findall(english)) - {"%%"} != set(PLACEHOLDER.findall(entry.msgid)) - {"%%"}
            or HAN.search(KEEPS_CHINESE.sub("", english))
            or "fuzzy" in entry.flags
        )
    ]


def faults() -> dict[str, list[str]]:
    """What is wrong with the catalogue, by kind; all lists empty when it is complete."""
    catalogue = read()
    kept = {(entry.msgid, entry.msgctxt) for entry in catalogue if not entry.obsolete}
    now = {(entry.msgid, entry.msgctxt) for entry in template()}
    return {
        NEW: sorted(msgid for msgid, _ in now - kept),
        OLD: sorted(msgid for msgid, _ in kept - now),
        MISSING: missing(catalogue),
        SPOILT: spoilt(catalogue),
    }


def check() -> int:
    found = faults()
    for kind, msgids in found.items():
        for msgid in msgids:
            print(f"{kind}: {msgid!r}")
    print(", ".join(f"{len(msgids)} {kind}" for kind, msgids in found.items()))
    return 1 if any(found.values()) else 0


def show_missing() -> int:
    print(json.dumps(dict.fromkeys(missing(read()), ""), ensure_ascii=False, indent=1))
    return 0


def fill(file: str) -> int:
    """The English of each text that the file gives; a text in several contexts gets it in all of them."""
    english: dict[str, str] = json.loads(Path(file).read_text(encoding="utf-8"))
    catalogue = read()
    for entry in catalogue:
        said = english.get(entry.msgid, "")
        if said and entry.msgid_plural:
            entry.msgstr_plural = dict(enumerate((said.split("|") * 2)[:2]))
        elif said:
            entry.msgstr = said
    catalogue.save(str(ENGLISH))
    print(f"{len(missing(catalogue))} still without English")
    return 0


def compile_all() -> int:
    for path in (SOURCE / "locale").rglob("*.po"):
        polib.pofile(str(path)).save_as_mofile(str(path.with_suffix(".mo")))
    return 0


if __name__ == "__main__":
    if not settings.configured:
        settings.configure()
    commands = {"collect": collect, "check": check, "missing": show_missing, "compile": compile_all}
    if len(sys.argv) == 3 and sys.argv[1] == "fill":
        sys.exit(fill(sys.argv[2]))
    if len(sys.argv) != 2 or sys.argv[1] not in commands:
        raise SystemExit(__doc__)
    sys.exit(commands[sys.argv[1]]())
