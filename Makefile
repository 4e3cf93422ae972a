# `make run` and `make test` are all a newcomer needs; `make check` is what to run before a commit.
VENV := .venv
BIN := $(VENV)/bin
# One more than there are processors, up to four: many tests wait for networks and clocks.
WORKERS ?= $(shell n=$$(nproc 2>/dev/null || echo 2); [ $$n -lt 4 ] && echo $$((n + 1)) || echo 4)
MAKEFLAGS += --no-print-directory

.DEFAULT_GOAL := help
.PHONY: help run test check format assets catalogues
.PHONY: lint formatted styled typed layered templates dependencies

help: ## Show what can be made
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 18

run: $(VENV)/installed assets ## Install into .venv/ and start the worked example
	@$(BIN)/pog demo

test: $(VENV)/test-installed assets ## Install what the tests need and run them all
	@.ci/install-test-services
	@$(BIN)/pytest -n $(WORKERS) --durations=25 --durations-min=5

assets: $(VENV)/installed ## Build the stylesheet, the script and the catalogues where sources changed
	@$(BIN)/python -m pog.assets

check: lint test ## Everything to run before a commit

# Each of them by itself; `make -k lint` goes on after a failure and shows everything at once.
lint: formatted styled typed layered templates dependencies ## Format, style, types, import rules, templates, dependencies

formatted: $(VENV)/test-installed
	@$(BIN)/ruff format --check --quiet

styled: $(VENV)/test-installed
	@$(BIN)/ruff check --quiet

typed: $(VENV)/test-installed
	@$(BIN)/mypy

layered: $(VENV)/test-installed
	@$(BIN)/lint-imports --no-logo

templates: $(VENV)/test-installed
	@$(BIN)/djlint templates --lint --quiet

dependencies: $(VENV)/test-installed
	@$(BIN)/deptry --no-ansi .

format: $(VENV)/test-installed ## Put sources into the agreed format
	@$(BIN)/ruff format
	@$(BIN)/ruff check --fix

catalogues: $(VENV)/test-installed ## Bring the catalogues up to the words in the sources
	@$(BIN)/pybabel -q extract -F pog/translations/babel.cfg -k _l -k _n:1,2 --no-location --sort-output \
		-o $(VENV)/messages.pot .
	@$(BIN)/pybabel -q update -i $(VENV)/messages.pot -d pog/translations \
		--no-fuzzy-matching --ignore-obsolete

$(VENV)/bin/python:
	@.ci/make-venv $(VENV)

# The stamp files say which pyproject.toml was installed last.
$(VENV)/installed: pyproject.toml $(VENV)/bin/python
	@echo "Installing pog into $(VENV)/ ..."
	@if command -v npm >/dev/null; then extra=; else extra='[assets]'; fi; \
		$(BIN)/python -m pip install -qq --editable ".$$extra"
	@touch $@

$(VENV)/test-installed: pyproject.toml $(VENV)/installed
	@echo "Installing what the tests need into $(VENV)/ ..."
	@$(BIN)/python -m pip install -qq --group dev
	@touch $@
