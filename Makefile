# Everything a machine needs beyond Python 3.11+ and make is installed into .venv by these targets.
PYTHON ?= python3
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help run test check accuracy bench ratios docs ui lock clean

help: ## show this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-8s %s\n", $$1, $$2}'

.venv/run.stamp: requirements.lock pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "installing into .venv"
	@$(BIN)/python -m pip install -q --disable-pip-version-check --compile --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.venv/dev.stamp: .venv/run.stamp requirements-dev.lock
	@$(BIN)/python -m pip install -q --disable-pip-version-check --compile --require-hashes -r requirements-dev.lock
	@touch $@

run: .venv/run.stamp ## build the sample warehouse, or add INPUT=path to the warehouse in DATELINE_HOME
	@$(BIN)/dateline run $(INPUT)

test: .venv/dev.stamp ## run all tests
	@$(BIN)/python -m pytest

check: .venv/dev.stamp ## lint, types and import rules
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

accuracy: .venv/run.stamp ## how right the code is on GOLD=path (the sample's gold when left out), and on the project's own cases
	@$(BIN)/python -m benchmarks.accuracy $(GOLD)

bench: .venv/dev.stamp ## how fast: extraction on one core, whole runs; ARGS="--articles 20000 --texts path --peer python script --plot file.svg"
	@$(BIN)/python -m benchmarks.speed $(ARGS)

ratios: .venv/run.stamp ## fail when extraction, or an article among many, has become a good deal slower than it was
	@$(BIN)/python -m benchmarks.ratios

docs: .venv/run.stamp ## write the data dictionary, the answers and the pictures of the docs anew
	@$(BIN)/dateline run
	@$(BIN)/python -m warehouse.dictionary > docs/data-dictionary.md
	@$(BIN)/python -m warehouse.answers $${DATELINE_HOME:-data/sample} > docs/queries.md
	@$(BIN)/python docs/pictures.py docs/show.svg

ui: .venv/run.stamp ## open the pipeline in the Dagster UI, with its schedule and sensor
	@$(BIN)/dateline ui

lock: ## renew the lock files from pyproject.toml
	@$(BIN)/python -m pip install -q uv
	@$(BIN)/uv pip compile -q --universal --no-strip-extras --python-version 3.11 --generate-hashes --no-emit-index-url --no-header pyproject.toml -o requirements.lock
	@$(BIN)/uv pip compile -q --universal --no-strip-extras --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --extra dev -c requirements.lock pyproject.toml -o requirements-dev.lock

clean: ## remove the environment and all data made by runs
	rm -rf .venv data
