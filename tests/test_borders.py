"""The house rules that a machine can hold: who may import whom, how long a thing may get, what is not used here."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

from tests import source

# --- Exceptions, each by name with its reason ---------------------------------------------------------------------
LONG_FILES: dict[str, str] = {}
LONG_FUNCTIONS: dict[str, str] = {}
LONG_VIEWS: dict[str, str] = {}
WIDE_MODELS: dict[str, str] = {}

FILE, TEST_FILE, FUNCTION, VIEW, MATTER_COLUMNS = 400, 500, 40, 20, 20
OWN = ("src", "tests", "bench", "tools", "assets")
TEMPLATES = source.kept(".html", "src")


def test_nobody_imports_across_a_border() -> None:
    result = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"],
        cwd=source.ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout[-4000:] + result.stderr[-2000:]


def test_every_file_can_be_read_at_one_sitting() -> None:
    long = {
        source.name(path): lines
        for path in source.python(*OWN)
        if (lines := len(path.read_text(encoding="utf-8").splitlines()))
        > (TEST_FILE if source.name(path).startswith("tests/") else FILE)
        and source.name(path) not in LONG_FILES
    }
    assert long == {}, f"over {FILE} lines: split by noun"


def test_every_function_fits_on_a_screen() -> None:
    long = {
        where: lines
        for path in source.python(*OWN)
        for function in source.functions(path)
        if (lines := source.length(function)) > FUNCTION
        and (where := f"{source.name(path)}:{function.name}") not in LONG_FUNCTIONS
    }
    assert long == {}, f"over {FUNCTION} lines"


def is_view(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return any(argument.arg == "request" for argument in function.args.args[:2])


def test_a_view_translates_in_calls_once_and_translates_out() -> None:
    long = {
        where: lines
        for path in source.python("src")
        if path.name == "views.py" or path.parent.name == "views"
        for function in source.functions(path)
        if is_view(function)
        and (lines := source.length(function)) > VIEW
        and (where := f"{source.name(path)}:{function.name}") not in LONG_VIEWS
    }
    assert long == {}, f"views over {VIEW} lines"


def test_nothing_is_tangled_and_nothing_imports_inside_a_function() -> None:
    result = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--no-cache", "--select", "C901,PLC0415,TID252", "src"],
        cwd=source.ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout[-4000:]


def names_used(path: Path) -> set[str]:
    """Every name and attribute in a file, and every module it imports from."""
    used: set[str] = set()
    for node in ast.walk(source.tree(path)):
        if isinstance(node, ast.Name):
            used.add(node.id)
        elif isinstance(node, ast.Attribute):
            used.add(node.attr)
        elif isinstance(node, ast.ImportFrom):
            used.update({node.module or "", *(alias.name for alias in node.names)})
        elif isinstance(node, ast.Import):
            used.update(alias.name for alias in node.names)
    return used


def test_nothing_happens_by_signal() -> None:
    found = {
        source.name(path): sorted(hit)
        for path in source.python("src")
        if (hit := {used for used in names_used(path) if used == "django.dispatch" or used.endswith(".signals")})
    }
    assert found == {}, "call what must follow; a signal hides it"


def test_only_the_audit_record_points_at_anything() -> None:
    banned = {"GenericForeignKey", "GenericRelation", "ContentType"}
    found = [
        source.name(path)
        for path in source.python("src")
        if names_used(path) & banned and not source.name(path).startswith("src/shuniu/kernel/audit/")
    ]
    assert found == []


def own_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("shuniu.")]


def test_no_table_inherits_from_another_table() -> None:
    assert [model.__name__ for model in own_models() if model._meta.parents and not model._meta.proxy] == []


def test_the_matter_stays_narrow() -> None:
    matter = apps.get_model("casework", "Matter")
    columns = [field.column for field in matter._meta.concrete_fields]
    assert len(columns) <= MATTER_COLUMNS, columns


def test_nobody_reaches_into_the_kernel_backwards() -> None:
    """A key may point into the kernel, never leave a trace there: a related name would be such a trace."""
    traces = [
        f"{model.__name__}.{field.name}"
        for model in own_models()
        if not model.__module__.startswith("shuniu.kernel.")
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey)
        and field.remote_field.model.__module__.startswith("shuniu.kernel.")
        and not field.remote_field.hidden
    ]
    assert traces == [], 'needs related_name="+"'


def test_views_never_touch_the_orm() -> None:
    orm = re.compile(r"\.objects\b|\.save\(|\bfrom django\.db\b|\bimport django\.db\b")
    found = [
        f"{source.name(path)}:{number}"
        for path in source.python("src/shuniu/public", "src/shuniu/office")
        if path.name == "views.py" or path.parent.name == "views"
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if orm.search(line)
    ]
    assert found == []


def test_the_kernel_never_points_out_of_itself() -> None:
    outward = [
        f"{model.__name__}.{field.name}"
        for model in own_models()
        if model.__module__.startswith("shuniu.kernel.")
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey)
        and field.remote_field.model.__module__.startswith(("shuniu.public.", "shuniu.office.", "shuniu.site."))
    ]
    assert outward == []


@pytest.mark.parametrize(
    ("what", "pattern"),
    [
        ("inline style", re.compile(r"\sstyle\s*=", re.I)),
        ("inline event handler", re.compile(r"\son[a-z]+\s*=\s*[\"']", re.I)),
        ("a javascript: address", re.compile(r"javascript:", re.I)),
        ("a style element", re.compile(r"<style\b", re.I)),
        ("autoescape off or |safe", re.compile(r"autoescape off|\|\s*safe\b")),
    ],
)
def test_templates_keep_the_content_security_policy(what: str, pattern: re.Pattern[str]) -> None:
    found = [
        f"{source.name(path)}:{number}"
        for path in TEMPLATES
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if pattern.search(line)
    ]
    assert found == [], what


def test_scripts_are_files_or_data() -> None:
    allowed = re.compile(r"\ssrc\s*=|type\s*=\s*[\"']application/json[\"']", re.I)
    found = [
        source.name(path)
        for path in TEMPLATES
        for tag in re.findall(r"<script\b[^>]*>", path.read_text(encoding="utf-8"), re.I)
        if not allowed.search(tag)
    ]
    assert found == []
