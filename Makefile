# Two commands matter: `make demo` and `make test`. The others are for those who change Chaland.
.DEFAULT_GOAL := help
.PHONY: help setup demo test test-long lint format stubs lock town legal wheel bench clean

BIN := .venv/bin
# One more than the two cores that are asked for: tests wait for processes, workers and browsers.
WORKERS := 3
export PYTHON

help: ## say what each target does
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## make .venv ready: environment, locked requirements, native module
	@scripts/setup

demo: setup ## serve a town with a day under way, with a link for each role
	@$(BIN)/chaland demo

test: lint ## all checks and all tests but the long ones
	@$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile

test-long: setup ## the tests that take minutes
	@$(BIN)/python -m pytest -m long -n 2 --dist loadfile --hypothesis-profile=long

lint: setup ## ruff, mypy, import-linter
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

format: setup ## let ruff mend what it can
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

stubs: setup ## write routing/native/core.pyi anew from the built module
	@$(BIN)/python -m nanobind.stubgen --quiet --module routing.native.core --output-file routing/native/core.pyi

lock: setup ## renew requirements.lock from pyproject.toml
	@$(BIN)/uv pip compile pyproject.toml --group dev --universal --fork-strategy fewest --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-annotate --upgrade --quiet \
		--custom-compile-command "make lock" --output-file requirements.lock

town: setup ## build data/towns/monaco.town anew from OpenStreetMap
	@$(BIN)/python -m data.build_monaco

legal: setup ## write the tables of docs/legal anew from the schema
	@$(BIN)/python -m chaland.legal docs/legal

wheel: setup ## build the wheel into dist/
	@$(BIN)/python -m build --wheel --no-isolation

bench: setup ## measure streets and their rules, days, quotes, addresses and the service
	@$(BIN)/chaland bench streets
	@$(BIN)/chaland bench rules
	@$(BIN)/chaland bench days
	@$(BIN)/chaland bench quote
	@$(BIN)/chaland bench addresses
	@$(BIN)/chaland bench load

clean: ## remove what was built; the next make begins afresh
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
