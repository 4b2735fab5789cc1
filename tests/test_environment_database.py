"""The database's address: what it sets for our connections, and how it says otherwise."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from shuniu.site import environment


def settings_of(monkeypatch: pytest.MonkeyPatch, query: str) -> dict[str, Any]:
    monkeypatch.setenv("DATABASE_URL", f"postgres://shuniu%40city@db:5433/city{query}")
    return environment.database("DATABASE_URL", Path("unused"))


def test_connections_are_kept_prepared_and_told_what_the_storage_is(monkeypatch: pytest.MonkeyPatch) -> None:
    found = settings_of(monkeypatch, "")
    assert (found["HOST"], found["PORT"], found["NAME"], found["USER"]) == ("db", "5433", "city", "shuniu@city")
    assert found["OPTIONS"]["pool"]["max_size"] == 8
    assert found["OPTIONS"]["prepare_threshold"] == 5
    assert found["OPTIONS"]["options"] == "-c random_page_cost=1.1"


def test_an_address_can_say_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    found = settings_of(
        monkeypatch, "?pool=0&prepare_threshold=0&options=-c%20random_page_cost%3D4&sslmode=verify-full"
    )
    assert found["OPTIONS"] == {
        "prepare_threshold": None,
        "options": "-c random_page_cost=4",
        "sslmode": "verify-full",
    }


def test_an_address_of_another_kind_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "mysql://x@y/z")
    with pytest.raises(environment.BadSetting, match="mysql"):
        environment.database("DATABASE_URL", Path("unused"))
