"""One row per thing that can be found. The texts themselves stay with their owners."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

if TYPE_CHECKING:
    _Text = models.TextField[str, str]
else:
    _Text = models.TextField


class WordsField(_Text):
    """Index words: a ``tsvector`` without positions on PostgreSQL, words between spaces on SQLite."""

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        return "tsvector" if connection.vendor == "postgresql" else "text"


class SearchEntry(models.Model):
    kind = models.CharField(max_length=24)
    key = models.BigIntegerField()
    at = models.DateTimeField()
    size = models.PositiveIntegerField(default=0)
    """How many different index words the text has: long texts match by chance."""
    words = WordsField()

    class Meta:
        db_table = "search_entry"
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="search_entry_once")]
        indexes = [models.Index(fields=["at", "id"], name="search_entry_at")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
