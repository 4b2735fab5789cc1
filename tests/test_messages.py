"""The English catalogue says everything the screens say, and nothing that they no longer say."""

from __future__ import annotations

import pytest

from tools import messages


@pytest.mark.parametrize("fault", list(messages.FAULTS))
def test_the_english_catalogue_is_complete(fault: str) -> None:
    assert messages.faults()[fault] == [], "run: make messages, then fill in the English"


def test_texts_are_found_in_code_in_templates_and_in_procedures() -> None:
    found = {entry.msgid for entry in messages.template()}
    assert {"市长公开电话", "跳到正文", "待派单", "话务员"} <= found


def test_a_translation_that_loses_a_placeholder_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    catalogue = messages.read()
    entry = next(entry for entry in catalogue if "%(actor)s" in entry.msgid)
    entry.msgstr = entry.msgstr.replace("%(actor)s", "somebody")
    assert messages.spoilt(catalogue) == [entry.msgid]
