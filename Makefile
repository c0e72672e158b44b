# Every verb sets up what it needs; a machine with Python 3.11 and make is enough.
PYTHON ?= python3.11
ifeq ($(shell command -v $(PYTHON) 2>/dev/null),)
PYTHON := python3
endif
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.set-up
UV := $(shell command -v uv 2>/dev/null)

.PHONY: help setup demo test check bench bench-names bench-inside bench-evaluation bench-change bench-record chaos soak docs lock digests clean

help: ## Say what each verb does
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-17s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(STAMP) ## Make .venv with .venv/bin/sekisho

$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Sekisho needs Python 3.11 or later; set PYTHON=/path/to/python3.11")'
ifeq ($(UV),)
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
else
	test -x $(BIN)/python || uv venv --quiet --python $(PYTHON) $(VENV)
	uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements.lock
	uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .
endif
	@$(BIN)/python tools/place_tables.py
	@touch $@

demo: $(STAMP) ## Judge the sample tender, write its papers, seal and verify its record
	$(BIN)/sekisho demo --out build/demo

test: $(STAMP) ## Style, types, layers and every test (what CI runs)
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -n 2 --cov --cov-report=term

check: $(STAMP) ## Style, types and layers alone
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(STAMP) ## Measure the figures that the issues ask for
	$(BIN)/python bench/run.py

BENCH := build/bench-venv
bench-names: $(STAMP) ## Measure the matching of names, beside open peers in an environment of their own
	test -x $(BENCH)/bin/python || $(BIN)/uv venv --quiet --python $(BIN)/python $(BENCH)
	$(BIN)/uv pip install --quiet --python $(BENCH)/bin/python --require-hashes -r requirements.lock
	$(BIN)/uv pip install --quiet --python $(BENCH)/bin/python --no-deps --no-build-isolation -e .
	$(BIN)/uv pip install --quiet --python $(BENCH)/bin/python --group bench || echo 'The peers could not be installed: the scorecard goes without them.'
	$(BENCH)/bin/python -m bench.names

INSIDE := build/bench-inside-venv
bench-inside: $(STAMP) ## Measure parts, owners, marks and the estate, beside open peers in an environment of their own
	test -x $(INSIDE)/bin/python || $(BIN)/uv venv --quiet --python $(BIN)/python $(INSIDE)
	$(BIN)/uv pip install --quiet --python $(INSIDE)/bin/python --require-hashes -r requirements.lock
	$(BIN)/uv pip install --quiet --python $(INSIDE)/bin/python --no-deps --no-build-isolation -e .
	$(BIN)/uv pip install --quiet --python $(INSIDE)/bin/python --group bench-inside || echo 'The peers could not be installed: the scorecard goes without them.'
	$(INSIDE)/bin/python -m bench.inside

bench-change: $(STAMP) ## Measure what a change does: 100,000 subjects, a million items
	$(BIN)/python -m bench.change

bench-evaluation: $(STAMP) ## Measure the evaluation: 10,000 bids, and how near the outcome of ten lies to another
	$(BIN)/python -m bench.evaluation

bench-record: $(STAMP) ## Measure the log: durable appends, proofs out of ten million entries, a million verified
	$(BIN)/python -m bench.record

chaos: $(STAMP) ## Kill writers, fail file operations, alter logs, corrupt feeds: nothing may be lost or pass
	$(BIN)/python -m bench.chaos

soak: $(STAMP) ## Match a million names, watch the memory, kill it in the middle and go on
	$(BIN)/python -m bench.soak_match

docs: $(STAMP) ## Regenerate the reference pages that are made from data
	$(BIN)/python tools/make_reference.py

digests: $(STAMP) ## Restamp the digests of the package's own data
	$(BIN)/python tools/stamp_digests.py

lock: ## Lock every dependency by hash, with no host in the file
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	test -x $(BIN)/uv || $(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-annotate --custom-compile-command 'make lock' \
	  pyproject.toml --all-extras --group dev -o requirements.lock

clean: ## Remove what the other verbs made
	rm -rf $(VENV) build .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .coverage .coverage.*
