"""The pages of docs/ say what the code does, or they mislead: everything in them that a machine can compare."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from shuniu.kernel.casework.registry import all_procedures
from shuniu.site.command import COMMANDS
from tests import source
from tools import procedure_pages

PAGES = source.kept(".md", ".")


def test_the_pages_of_the_procedures_are_up_to_date() -> None:
    assert procedure_pages.stale() == [], "run: make procedures"


def test_every_state_and_step_is_in_the_glossary() -> None:
    glossary = (source.ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    words = {cell.strip() for line in glossary.splitlines() if line.startswith("|") for cell in line.split("|")[1:2]}
    unknown = {
        f"{procedure.kind}: {item.label}"
        for procedure in all_procedures()
        for item in (*procedure.states.values(), *procedure.steps.values())
        if item.label not in words
    }
    assert unknown == set()


@pytest.mark.parametrize("page", PAGES, ids=source.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8"))
    lost = [link for link in links if "://" not in link and not (page.parent / link.split("#")[0]).exists()]
    assert lost == []


def test_the_documents_name_only_commands_that_exist() -> None:
    named = {
        (source.name(page), word)
        for page in PAGES
        for word in re.findall(r"(?:^|`|/bin/|&& )shuniu ([a-z][a-z-]*)", page.read_text(encoding="utf-8"), re.M)
    }
    assert {(page, word) for page, word in named if word not in COMMANDS} == set()


def test_make_targets_in_the_documents_exist() -> None:
    makefile = (source.ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.M))
    named = {
        (source.name(page), word)
        for page in PAGES
        for words in re.findall(r"(?:^|`)make ([a-z][a-z -]*)", page.read_text(encoding="utf-8"), re.M)
        for word in words.split()
    }
    assert {(page, word) for page, word in named if word not in targets} == set()


def test_every_setting_is_in_the_operators_page() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in source.python("src/shuniu/site"))
    named = set(re.findall(r"\"(SHUNIU_[A-Z_]+|[A-Z]+_URL)\"", code))
    page = (source.ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    assert {name for name in named if f"`{name}`" not in page} == set()
