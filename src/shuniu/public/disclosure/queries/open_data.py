"""The public list as open data: the same fields in JSON and CSV, told by a schema, under identifiers that never change."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import reverse

from shuniu.public.disclosure import lists
from shuniu.public.disclosure.models import Publication
from shuniu.public.disclosure.queries.open import Row

PAGE = 500
"""Rows of one page of the data: the next page has its own address, so no answer grows with the table."""
VERSION = "1"
DIALECT = "https://json-schema.org/draft/2020-12/schema"

FIELDS: tuple[tuple[str, str, Callable[[Row], Any], dict[str, Any]], ...] = (
    ("id", "编号，永不改变", lambda row: row.number, {"type": "string", "pattern": "^Z[0-9]{10}$"}),
    ("index_number", "索引号", lambda row: row.index_number, {"type": "string", "minLength": 1}),
    ("title", "标题", lambda row: row.title, {"type": "string", "minLength": 1}),
    ("category", "公开类别代码", lambda row: row.category, {"type": "string", "enum": list(lists.ITEMS)}),
    ("category_label", "公开类别", lambda row: row.category_label, {"type": "string"}),
    ("basis", "公开依据", lambda row: _basis(row.category), {"type": "string"}),
    ("unit", "信息所属单位", lambda row: row.unit, {"type": "string"}),
    ("document_number", "发文字号，没有的为空", lambda row: row.document_number, {"type": "string"}),
    ("published_on", "公开日期", lambda row: row.published_on.isoformat(), {"type": "string", "format": "date"}),
    ("changed_at", "最近变化的时间", lambda row: row.changed_at.isoformat(), {"type": "string", "format": "date-time"}),
    ("validity", "有效性代码", lambda row: row.validity, {"type": "string", "enum": Publication.Validity.values}),
    ("interprets", "是否政策解读", lambda row: row.interprets, {"type": "boolean"}),
)


def _basis(category: str) -> str:
    item = lists.ITEMS.get(category)
    return item.cites.cite() if item else ""


def item_of(row: Row, absolute: Callable[[str], str]) -> dict[str, Any]:
    return {
        **{name: of(row) for name, _label, of, _type in FIELDS},
        "url": absolute(reverse("open:show", args=[row.number])),
    }


def document(rows: list[Row], *, absolute: Callable[[str], str], following: str) -> dict[str, Any]:
    """One page of the data, with the address of the next."""
    return {
        "schema": absolute(reverse("open:schema")),
        "version": VERSION,
        "next": absolute(following) if following else None,
        "items": [item_of(row, absolute) for row in rows],
    }


def table(rows: list[Row], absolute: Callable[[str], str]) -> tuple[list[str], list[list[Any]]]:
    """The same as rows of a table: headings are the names of the fields."""
    names = [*(name for name, _label, _of, _type in FIELDS), "url"]
    items = [item_of(row, absolute) for row in rows]
    return names, [[item[name] for name in names] for item in items]


def schema(absolute: Callable[[str], str]) -> dict[str, Any]:
    """What a page of the data looks like."""
    properties: dict[str, Any] = {name: {"description": label, **kind} for name, label, _of, kind in FIELDS}
    properties["url"] = {"description": "阅读页地址", "type": "string", "format": "uri"}
    item = {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}
    return {
        "$schema": DIALECT,
        "$id": absolute(reverse("open:schema")),
        "title": "主动公开信息目录",
        "type": "object",
        "properties": {
            "schema": {"type": "string", "format": "uri"},
            "version": {"const": VERSION},
            "next": {"description": "下一页地址，没有时为空", "type": ["string", "null"], "format": "uri"},
            "items": {"type": "array", "items": item, "maxItems": PAGE},
        },
        "required": ["schema", "version", "next", "items"],
        "additionalProperties": False,
    }
