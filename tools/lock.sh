#!/usr/bin/env bash
# Write requirements/base.txt (what the product needs) and requirements/dev.txt (that, and our tools) with
# every hash, from pyproject.toml and requirements/dev.in. No address of a registry may get into them.
set -euo pipefail
cd "$(dirname "$0")/.."
compile=(uv pip compile --quiet --upgrade --no-strip-extras --generate-hashes --no-header --no-annotate --no-emit-index-url
         --no-emit-find-links --python-version 3.11)
command -v uv >/dev/null || { echo "uv is needed to choose versions: python3 -m pip install uv" >&2; exit 1; }

"${compile[@]}" pyproject.toml --output-file requirements/base.txt
"${compile[@]}" pyproject.toml requirements/dev.in --constraint requirements/base.txt --output-file requirements/dev.txt
if grep -nE '://|--(extra-)?index|--find-links|file:' requirements/base.txt requirements/dev.txt; then
    echo "An address got into the lock files (above)." >&2; exit 1
fi
echo "requirements/base.txt: $(grep -c '==' requirements/base.txt) packages; requirements/dev.txt: $(grep -c '==' requirements/dev.txt)"
