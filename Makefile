# Everything that a newcomer, a maintainer and a machine do with this project. `make help` lists it.
# Needs only Python 3.11 (or newer), make and git; no root. Each target does its own set-up, once.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
DONE := $(VENV)/done
WORKERS ?= auto
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# Every worker, server and command would compile the whole house anew.
unexport PYTHONDONTWRITEBYTECODE

ASSET_SOURCES := $(shell find assets -type f -not -path '*/node_modules/*' 2>/dev/null)
CATALOGUES := $(shell find src/shuniu/locale -name '*.po' 2>/dev/null)
FONT_SOURCE := $(wildcard src/shuniu/kernel/typesetting/fonts.py src/shuniu/kernel/typesetting/fetching.py)

PROOF_SOURCE := $(shell find src/shuniu/office/documents/proofing/making src/shuniu/office/documents/proofing/lists -type f -not -name '*.pyc' 2>/dev/null)

.PHONY: help setup demo test postgres lint format types borders bench browser wheel check-wheel messages procedures pictures lock clean fresh ci

help:  ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | awk -F'\t' '{printf "  make %-12s %s\n", $$1, $$2}'

setup: $(DONE)/project $(DONE)/assets $(DONE)/messages $(DONE)/fonts $(DONE)/proofing  ## Build .venv with everything (once; then off line)

$(DONE)/packages: requirements/dev.txt tools/environment.sh
	PYTHON="$(PYTHON)" bash tools/environment.sh $(VENV) requirements/dev.txt
	@mkdir -p $(DONE) && touch $@

$(DONE)/project: pyproject.toml $(DONE)/packages
	bash tools/environment.sh $(VENV) --project
	@touch $@

$(DONE)/assets: $(ASSET_SOURCES) $(DONE)/packages
	@if [ -f assets/build.py ]; then $(PY) assets/build.py; fi
	@touch $@

$(DONE)/messages: $(CATALOGUES) tools/messages.py $(DONE)/packages
	@$(PY) tools/messages.py compile
	@touch $@

# A machine that cannot reach the fonts still gets a working product: documents then say which face stands in.
$(DONE)/fonts: $(FONT_SOURCE) $(DONE)/project
	@if [ -z "$(FONT_SOURCE)" ] || $(PY) -m shuniu.kernel.typesetting.fonts; then touch $@; \
	else echo "fonts: not all fetched; documents will name the substitute. 'make setup' tries again." >&2; fi

# Without it `shuniu proof` leaves the language model's findings out and says so.
$(DONE)/proofing: $(PROOF_SOURCE) $(DONE)/project
	@if $(PY) -m shuniu.office.documents.proofing.making; then touch $@; \
	else echo "proofreading: no language model. 'make setup' tries again." >&2; fi

demo: setup  ## The demo city on the embedded database, then http://127.0.0.1:8000
	$(VENV)/bin/shuniu demo $(ARGS)

test: setup  ## The quick suite on SQLite (ARGS="tests/one.py -x" for a part of it)
	$(PY) -m pytest -n $(WORKERS) --ignore=tests/browser -m "not browser and not postgres and not sweep" $(ARGS)

postgres: setup  ## What asks for a database, the races and the sweep of bad input, on the PostgreSQL that DATABASE_URL names
	@: "$${DATABASE_URL:?Set DATABASE_URL=postgres://USER@HOST:5432/NAME (the role must be allowed to create databases)}"
	$(PY) -m pytest -n $(WORKERS) --ignore=tests/browser -m "not browser" --of-the-database $(ARGS)

browser: setup  ## Journeys in a real browser (Debian's chromium, or SHUNIU_CHROMIUM=/path)
	$(PY) -m pytest -n $(WORKERS) -m browser $(or $(ARGS),tests/browser)

lint: setup  ## Style of Python and of templates
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m djlint src --lint --quiet

format: setup  ## Let the formatters have their way with Python
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

types: setup  ## mypy, strict, with Django's stubs
	$(PY) -m mypy

borders: setup  ## Who may import whom
	$(VENV)/bin/lint-imports --no-cache

bench: setup  ## Ratios against a floor measured in the same run (WHAT=search for another one of bench/)
	$(PY) -m bench.$(or $(WHAT),web) $(ARGS)

messages: setup  ## Collect the texts of the screens into the English catalogue; fails while one lacks English
	$(PY) tools/messages.py collect
	$(PY) tools/messages.py compile
	$(PY) tools/messages.py check

procedures: setup  ## Write the pages of docs/procedures/ from the classes
	$(PY) tools/procedure_pages.py

pictures: setup  ## The README's pictures, from the demonstration running at ADDRESS
	$(PY) tools/pictures.py $(or $(ADDRESS),http://127.0.0.1:8000)

wheel: setup  ## dist/shuniu-VERSION.whl with templates, pictures, scripts and catalogues inside
	rm -rf dist
	$(PY) -m build --wheel --no-isolation --outdir dist
	$(PY) tools/wheel_contents.py dist/*.whl

check-wheel: wheel  ## Install that wheel with pip alone into an empty environment and use it
	bash tools/check_wheel.sh dist/*.whl

lock:  ## Choose the newest allowed versions again and write their hashes
	bash tools/lock.sh $(VENV)

clean:  ## Remove what can be made again (not .venv, not var/)
	rm -rf build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage shots
	find src tests bench tools assets -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true
	rm -f $(DONE)/assets $(DONE)/messages

fresh:  ## What a newcomer sees: clone into an empty folder, then the README's two commands
	@folder=$$(mktemp -d); trap 'rm -rf "$$folder"' EXIT; \
	git clone --quiet . "$$folder/shuniu"; cd "$$folder/shuniu"; \
	env -u MAKEFLAGS -u MAKELEVEL $(MAKE) demo ARGS="--requests 400 --no-serve"; \
	env -u MAKEFLAGS -u MAKELEVEL $(MAKE) test

ci:  ## All of it, on both engines, as the gate runs it
	.ci/run
