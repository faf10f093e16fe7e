PYTHON ?= python3
WORKERS ?= 2
VENV := .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check
LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --custom-compile-command "make lock"

.DEFAULT_GOAL := help
.PHONY: help demo test lint check bench torture lock clean

help:
	@echo "make demo     install and walk one product through a season, on made-up data"
	@echo "make test     install the test tools and run every test, the long ones at a tenth of their length"
	@echo "make lint     format, lint, types, import contracts"
	@echo "make check    lint, then test"
	@echo "make bench    measure the engine against the bare driver; more than an hour"
	@echo "make torture  the long tests at full length"
	@echo "make lock     choose versions anew within the ranges of pyproject.toml"
	@echo "make clean    remove what the other targets made"

demo: $(VENV)/core.stamp
	$(BIN)/ocop demo

test: $(VENV)/dev.stamp
	$(BIN)/pytest -n $(WORKERS) --dist loadgroup

lint: $(VENV)/dev.stamp
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

check:
	$(MAKE) lint
	$(MAKE) test

bench: $(VENV)/dev.stamp
	$(BIN)/python -m bench

torture: $(VENV)/dev.stamp
	OCOP_TORTURE=full $(BIN)/pytest -m torture --timeout 0

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed: make PYTHON=python3.11" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)

# The build back end comes from the lock too: pip's own build environment would fetch it without a hash.
$(VENV)/core.stamp: requirements.lock pyproject.toml | $(BIN)/python
	$(INSTALL) --require-hashes --requirement requirements.lock
	$(INSTALL) --no-deps --no-build-isolation --editable .
	touch $@

$(VENV)/dev.stamp: requirements-dev.lock pyproject.toml | $(BIN)/python
	$(INSTALL) --require-hashes --requirement requirements-dev.lock
	$(INSTALL) --no-deps --no-build-isolation --editable .
	touch $@ $(VENV)/core.stamp

lock: | $(BIN)/python
	$(INSTALL) uv
	$(LOCK) --upgrade --group build --output-file requirements.lock pyproject.toml
	$(LOCK) --upgrade --extra pg --group build --group test --group lint --constraint requirements.lock --output-file requirements-dev.lock pyproject.toml
	! grep -nE '://|--(extra-)?index-url|--find-links' requirements.lock requirements-dev.lock

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
