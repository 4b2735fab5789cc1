"""The server as an installer starts it: an empty folder, one command, and it answers."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator

import pytest


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


def answer(address: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(address, timeout=20) as response:
            return response.status, response.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "SHUNIU_STATIC"}}
    return kept | {"SHUNIU_DATA": str(tmp_path_factory.mktemp("installation"))}


@pytest.fixture(scope="module")
def served(environment: dict[str, str]) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    port = free_port()
    command = [sys.executable, "-m", "shuniu.site.command", "serve", "--bind", f"127.0.0.1:{port}"]
    server = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    address = f"http://127.0.0.1:{port}"
    until = time.monotonic() + 90
    while True:
        assert server.poll() is None, server.stdout and server.stdout.read()
        try:
            if answer(f"{address}/healthz")[0] == 200:
                break
        except OSError:
            assert time.monotonic() < until, "the server did not come up"
            time.sleep(0.2)
    yield address, server
    server.kill()
    server.wait(10)


def test_an_empty_folder_becomes_an_installation(served: tuple[str, subprocess.Popen[str]]) -> None:
    code, page = answer(f"{served[0]}/accounts/login/")
    assert code == 200
    styles = re.findall(r'href="(/static/[^"]+\.css)"', page)
    assert styles
    assert {answer(served[0] + style)[0] for style in styles} == {200}


def test_an_address_that_is_taken_is_told_in_words(
    served: tuple[str, subprocess.Popen[str]], environment: dict[str, str]
) -> None:
    bind = served[0].removeprefix("http://")
    command = [sys.executable, "-m", "shuniu.site.command", "serve", "--bind", bind]
    second = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert second.returncode == 1
    assert second.stderr.startswith(f"不能监听 {bind}")


def test_an_interrupt_ends_it_cleanly(served: tuple[str, subprocess.Popen[str]]) -> None:
    _, server = served
    server.send_signal(signal.SIGINT)
    said, _ = server.communicate(timeout=30)
    assert server.returncode == 0
    assert "已启动" in said
    assert "Traceback" not in said
