# `make run` and `make test` are all a newcomer needs; `make check` is what to run before a commit.
VENV := .venv
BIN := $(VENV)/bin
MAKEFLAGS += --no-print-directory

.DEFAULT_GOAL := help
.PHONY: help run test check lint format assets catalogues

help: ## Show what can be made
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 18

run: $(VENV)/installed ## Install into .venv/ and start the worked example
	@$(BIN)/pog demo

test: $(VENV)/test-installed ## Install what the tests need and run them all
	@tools/install-test-services
	@$(BIN)/pytest -n auto --maxprocesses 4 --dist loadgroup

check: lint test ## Everything to run before a commit

lint: $(VENV)/test-installed ## Format, style, types, import rules, templates, dependencies
	@$(BIN)/ruff format --check --quiet
	@$(BIN)/ruff check --quiet
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/djlint templates --lint --quiet
	@$(BIN)/deptry --no-ansi .

format: $(VENV)/test-installed ## Put sources into the agreed format
	@$(BIN)/ruff format
	@$(BIN)/ruff check --fix

$(VENV)/bin/python:
	@tools/make-venv $(VENV)

# The stamp files say which pyproject.toml was installed last.
$(VENV)/installed: pyproject.toml $(VENV)/bin/python
	@echo "Installing pog into $(VENV)/ ..."
	@$(BIN)/python -m pip install --quiet --editable .
	@touch $@

$(VENV)/test-installed: pyproject.toml $(VENV)/installed
	@echo "Installing what the tests need into $(VENV)/ ..."
	@$(BIN)/python -m pip install --quiet --group dev
	@touch $@
