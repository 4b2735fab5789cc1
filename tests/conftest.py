"""What every test shares. Keep it tiny: a fixture that one file needs belongs in that file."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import connection
from django.utils import translation

from shuniu.kernel import remembering
from shuniu.kernel.law import limits
from shuniu.kernel.organisation import actor, tree
from tests.append_only import empty_at_the_end
from tests.world import World
from tests.world import build as build_world


@pytest.fixture(scope="session", autouse=True)
def own_file_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Files that a test stores land in a folder of this run, never among the installation's own."""
    before = settings.MEDIA_ROOT
    settings.MEDIA_ROOT = tmp_path_factory.mktemp("files")
    yield
    settings.MEDIA_ROOT = before


empty_at_the_end()


@pytest.fixture(autouse=True)
def nothing_remembered() -> Iterator[None]:
    """What a process keeps in memory must not outlive the test whose rows it came from."""
    _forget()
    yield
    _forget()


def _forget() -> None:
    translation.deactivate()  # A page that was asked for in English leaves its thread English.
    limits.forget()
    tree.forget()
    actor._authority.cache_clear()
    remembering.forget_all()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--of-the-database", action="store_true", help="only the tests that ask for a database")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On a second engine, what never touches a database would only say again what it said on the first."""
    if not config.getoption("--of-the-database"):
        return
    asking, marks = {"db", "transactional_db"}, ("django_db", "sweep")  # The sweep runs nowhere else in the gate.
    kept = [
        one
        for one in items
        if any(map(one.get_closest_marker, marks)) or asking & set(getattr(one, "fixturenames", ()))
        if not one.get_closest_marker("one_engine")
    ]
    config.hook.pytest_deselected(items=[one for one in items if one not in set(kept)])
    items[:] = kept


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("postgres") and connection.vendor != "postgresql":
        pytest.skip("says something only PostgreSQL can show; set DATABASE_URL=postgres://...")


@pytest.fixture
def world(db: None) -> World:
    """The small city of ``tests/world.py``, in the database."""
    return build_world()
