#!/usr/bin/env bash
# A new user without our sources: install the wheel with pip alone into an empty environment (every package held
# to the hashes of requirements/base.txt), away from the tree, and use it.
set -euo pipefail
cd "$(dirname "$0")/.."
wheel=$(realpath "$1") base=$PWD/requirements/base.txt folder=$(mktemp -d) server=
cleanup() { if [ -n "$server" ]; then kill "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true; fi; rm -rf "$folder"; }
trap cleanup EXIT

PYTHON=${PYTHON:-python3}
port=$("$PYTHON" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
{ cat "$base"; printf '%s --hash=sha256:%s\n' "$wheel" "$(sha256sum "$wheel" | cut -d' ' -f1)"; } > "$folder/requirements.txt"
PYTHON=$PYTHON bash tools/environment.sh "$folder/venv" "$folder/requirements.txt"
cd "$folder"
unset DJANGO_SETTINGS_MODULE PYTHONPATH DATABASE_URL
export SHUNIU_DATA=$folder/data
shuniu=$folder/venv/bin/shuniu

"$shuniu" --version
"$shuniu" deadline 2026-02-12 20 working_days --json > deadline.json
grep -q '"legal_due"' deadline.json
"$shuniu" demo --requests 200 --no-serve
"$shuniu" ledger verify --json
"$shuniu" serve --bind "127.0.0.1:$port" > "$folder/serve.log" 2>&1 &
server=$!
for _ in $(seq 60); do
    if curl -fsS -o home.html "http://127.0.0.1:$port/" 2>/dev/null; then break; fi
    kill -0 "$server" 2>/dev/null || { cat "$folder/serve.log"; exit 1; }
    sleep 0.5
done
"$shuniu" doctor  # now that a worker lives
grep -q '<html' home.html || { cat "$folder/serve.log"; exit 1; }
style=$(grep -oE '/static/[^"]+\.css' home.html | head -n 1)
curl -fsS -o style.css "http://127.0.0.1:$port$style"
test -s style.css
echo "The wheel installs, builds its city and answers: $(wc -c < home.html) bytes of home page, style $style"
