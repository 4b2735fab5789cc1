"""本地期限 of every business on one page: each has keepers, each can be set, and nobody sets another's."""

from __future__ import annotations

from typing import Any

import pytest

from shuniu.kernel.casework.limit_families import families
from shuniu.kernel.law.limits import all_rules, limit
from shuniu.kernel.organisation.roles import role
from shuniu.kernel.web.clock import fixed
from tests.hotline_pages import client_of
from tests.world import NOW, World, moment


def test_every_local_limit_has_its_family_and_every_family_its_keepers() -> None:
    kept = {rule.key for one in families() for rule in one.rules}
    assert {rule.key for rule in all_rules()} - kept == set(), "limits that no page can set"
    assert [key for one in families() for key in one.keepers if not role(key).label] == []
    assert [one.name for one in families() if not one.rules or not one.keepers] == []


@pytest.mark.django_db
@pytest.mark.parametrize(("who", "name", "key"), [
    ("fangzhuren", "documents", "documents.countersign"), ("gongzhang", "disclosure", "disclosure.search"),
    ("xinju", "petitions", "petitions.ruling"),
])  # fmt: skip
def test_a_keeper_sets_a_limit_from_a_day_on(world: World, who: str, name: str, key: str) -> None:
    sent: dict[str, Any] = {
        "key": key, "value": "9", "unit": "working_days", "effective_from": "2026-12-01", "source_title": "本市办理规程",
    }  # fmt: skip
    with fixed(NOW):
        client = client_of(world, who)
        assert "设定" in client.get("/limits/").content.decode()
        assert client.post(f"/limits/{name}/", sent).status_code == 303
        assert client_of(world, "fengzhuren").get(f"/limits/{name}/").status_code == 404
        assert client_of(world, "fengzhuren").post(f"/limits/{name}/", sent).status_code == 404
        assert client.get("/limits/nothing/").status_code == 404
    assert limit(key, moment("2026-12-01 09:00").date()).value.length == 9
    assert limit(key, moment("2026-11-30 09:00").date()).value.length != 9
