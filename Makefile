# make demo: sets up, then runs the main job on a copy of the sample workbook.
# make test: sets up, then runs all checks. Both need only python3 (3.11 or newer) and a package index.

PYTHON ?= python3
VENV := .venv
SEED ?= 20261124
BIN := $(VENV)/bin
ifeq ($(OS),Windows_NT)
BIN := $(VENV)/Scripts
endif

.PHONY: help demo test lint types check-imports tests fuzz bench sample docs clean

help:
	@echo "make demo    the main job on a copy of the sample workbook, in the folder demo"
	@echo "make test    all checks: lint, types, import contracts, tests"
	@echo "make bench   speed against peers;  make fuzz  the long random tests;  make docs  the generated pages"

demo: $(VENV)/.run
	@$(BIN)/python scripts/demo.py

test: lint types check-imports tests

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.dev
	$(BIN)/mypy

check-imports: $(VENV)/.dev
	$(BIN)/lint-imports

tests: $(VENV)/.dev
	$(BIN)/pytest -n auto --dist worksteal

fuzz: $(VENV)/.dev
	@echo "10,000 histories of syncs, 1,100 of two computers with one Google Sheet, 5,000 examples of each other property; seed $(SEED)"
	SHEET_SYNC_HYPOTHESIS=deep $(BIN)/pytest tests/property -n auto --hypothesis-seed=$(SEED) --timeout=0
	$(BIN)/python scripts/fuzz_patch.py

bench: $(VENV)/.dev
	$(BIN)/python -m benchmarks

sample: $(VENV)/.dev
	$(BIN)/python scripts/make_sample_workbook.py

docs: $(VENV)/.dev
	$(BIN)/python scripts/make_docs.py

$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "sheet_sync needs Python 3.11 or newer; $(PYTHON) is older. Name another: make PYTHON=python3.12 demo"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"
	@touch $@

$(VENV)/.run: $(VENV)/.made pyproject.toml
	$(BIN)/python -m pip install --quiet --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.made pyproject.toml
	$(BIN)/python -m pip install --quiet --editable . --group dev
	@touch $@ $(VENV)/.run

clean:
	rm -rf $(VENV) demo demo.* build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
