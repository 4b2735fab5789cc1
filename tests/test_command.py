"""The command line as a stranger meets it: words for every mistake, and no waiting for what is not needed."""

from __future__ import annotations

import importlib
import subprocess
import sys
from pathlib import Path

import pytest

from shuniu import __version__
from shuniu.site import command
from shuniu.site.installation import why


def shuniu(*words: str, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "shuniu.site.command", *words],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env=env,
    )


@pytest.mark.parametrize("name", sorted(set(command.COMMANDS) - {"manage"}))
def test_every_command_of_the_table_explains_itself(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        command.main([name, "--help"])
    assert end.value.code == 0
    assert f"shuniu {name}" in capsys.readouterr().out


@pytest.mark.parametrize("name", sorted(set(command.COMMANDS) - {"manage"}))
def test_a_strange_option_is_a_wrong_question(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        command.main([name, "--no-such-option"])
    assert end.value.code == 2
    assert "usage: shuniu" in capsys.readouterr().err


def test_an_unknown_command_is_refused_with_advice(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        command.main(["deadlin"])
    assert end.value.code == 2
    assert "没有“deadlin”这个命令" in capsys.readouterr().err


def test_no_word_at_all_shows_the_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main([]) == 2
    shown = capsys.readouterr().err
    assert all(name in shown for name in command.COMMANDS)


def test_the_version_is_the_packages(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        command.main(["--version"])
    assert end.value.code == 0
    assert capsys.readouterr().out.strip() == f"shuniu {__version__}"


def test_a_deadline_does_not_wait_for_django() -> None:
    code = (
        "import sys\nfrom shuniu.site.command import main\n"
        "assert main(['deadline', '2026-03-02', '20', 'working_days']) == 0\n"
        "assert 'django' not in sys.modules"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    assert "2026-03-30" in done.stdout


def test_a_reader_who_leaves_early_is_no_accident() -> None:
    pipe = f"'{sys.executable}' -m shuniu.site.command deadline 2026-01-01 3000 calendar_days | head -n 1"
    done = subprocess.run(["bash", "-c", pipe], capture_output=True, text=True, timeout=60, check=False)
    assert "法定到期" in done.stdout
    assert done.stderr == ""


def test_a_database_without_tables_is_told_in_words(tmp_path: Path) -> None:
    done = shuniu("manage", "check", "--database", "default", env={"SHUNIU_DATA": str(tmp_path), "PATH": ""})
    assert done.returncode == 0, done.stderr
    assert "shuniu migrate" in why(Exception("no such table: casework_matter"))


def test_a_wrong_setting_stops_with_one_sentence(tmp_path: Path) -> None:
    done = shuniu("migrate", "--check", env={"SHUNIU_DATA": str(tmp_path), "SHUNIU_IDLE_MINUTES": "soon"})
    assert done.returncode == 1
    assert done.stderr.strip() == "SHUNIU_IDLE_MINUTES must be a whole number from 1 to 1440; it is 'soon'."


@pytest.mark.parametrize("name", sorted(set(command.COMMANDS) - {"manage"}))
def test_the_modules_keep_the_convention(name: str) -> None:
    module = importlib.import_module(command.COMMANDS[name].module)
    assert callable(module.add_arguments)
    assert callable(module.run)
