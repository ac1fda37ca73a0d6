# Pinpoint. Run `make` to list all targets.
PYTHON ?= python3
PORT ?= 8000
DATA_DIR ?= var
ARGS ?=
TEST_PROCESSES ?= $(shell $(PYTHON) -c 'import os; print(os.cpu_count() or 1)')
VENV := .venv/bin
PYTHON_VERSION := $(shell $(PYTHON) -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null)
# The lock files work for every Python from the oldest one on, regardless of which one compiles them.
OLDEST_PYTHON = $(shell sed -n 's/^requires-python = ">=\([0-9.]*\).*/\1/p' pyproject.toml)
COMPILE = $(VENV)/uv pip compile --quiet --universal --python-version $(OLDEST_PYTHON) --generate-hashes --no-header
# Not $(abspath): it takes a path with spaces for several.
export DATA_DIR := $(shell $(PYTHON) -c 'import os, sys; print(os.path.abspath(sys.argv[1] or "var"))' "$(DATA_DIR)" 2>/dev/null)
export PORT
# A test run starts dozens of processes: let them share bytecode, whatever the machine's setting.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help check-python run dev test e2e check-starter lint format lock bench prove-hosts backup restore

help: ## list every target
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

check-python:
	@command -v $(PYTHON) >/dev/null || { echo "There is no $(PYTHON) here. On Debian and Ubuntu, install it as root:" \
		"apt-get install python3 python3-venv" >&2; exit 1; }
	@$(PYTHON) check_python.py

# Recreated when the machine's Python version changes, for example after a Debian upgrade.
.venv/python-$(PYTHON_VERSION).stamp: | check-python
	@$(PYTHON) -m venv --clear .venv
	@touch $@

.venv/run.stamp: requirements.txt .venv/python-$(PYTHON_VERSION).stamp
	$(VENV)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

.venv/dev.stamp: requirements-dev.txt .venv/run.stamp
	$(VENV)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

run: .venv/run.stamp ## set up if needed and run the site, the admin, and mail delivery (PORT=8000 DATA_DIR=var)
	@$(VENV)/python manage.py serve --port $(PORT)

dev: .venv/dev.stamp ## the same for developers: debug pages, reload on change
	@DEBUG=1 $(VENV)/python manage.py serve --port $(PORT) --reload

test: .venv/dev.stamp ## all tests except those of the next two commands (ARGS="-k name" for some)
	@$(VENV)/python -m pytest -n $(TEST_PROCESSES) --dist load --ignore tests/starter -m "not e2e" $(ARGS)

e2e: .venv/dev.stamp ## end-to-end tests: a browser, and servers and mail workers that are killed, backed up, restored
	@$(VENV)/python tests/browser/prerequisites.py || true
	@# One extra process: the one with the browser mostly waits.
	@$(VENV)/python -m pytest -n $$(($(TEST_PROCESSES) + 1)) --dist load --ignore tests/starter -m e2e $(ARGS)

check-starter: .venv/dev.stamp ## check the sample clinic's texts: subjects, red flags, links, page weights
	@$(VENV)/python -m pytest tests/starter $(ARGS)

lint: .venv/dev.stamp ## ruff, formatting, templates, types
	$(VENV)/ruff check .
	$(VENV)/ruff format --check .
	$(VENV)/djlint --lint --quiet templates
	$(VENV)/mypy site/config content inquiries search

format: .venv/dev.stamp ## format the code
	$(VENV)/ruff check --fix .
	$(VENV)/ruff format .

bench: .venv/run.stamp ## what pages cost, as ratios to nginx serving a static file (needs ab)
	@PYTHONPATH=.:site $(VENV)/python -m benchmarks.pages $(ARGS)

.venv/prove.stamp: requirements-prove.txt .venv/run.stamp
	$(VENV)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-prove.txt
	@touch $@

prove-hosts: .venv/prove.stamp ## two hosts behind nginx while everything fails (needs postgresql, redis-server, nginx; ARGS=--short)
	@PYTHONPATH=.:site $(VENV)/python -m benchmarks.hosts $(ARGS)

backup: .venv/run.stamp ## make a consistent copy of database and media while the site runs (TO=path)
	@test -n "$(TO)" || { echo "Say where: make backup TO=path"; exit 2; }
	@$(VENV)/python manage.py backup "$(TO)"

restore: .venv/run.stamp ## restore a backup, with the site stopped (FROM=path, FORCE=1 over existing data)
	@test -n "$(FROM)" || { echo "Say from where: make restore FROM=path"; exit 2; }
	@$(VENV)/python manage.py restore "$(FROM)" $(if $(FORCE),--force)

lock: .venv/dev.stamp ## compile the hashed lock files from pyproject.toml, keeping pins (ARGS=--upgrade for the newest)
	$(COMPILE) -o requirements.txt $(ARGS) pyproject.toml
	$(COMPILE) -o requirements-s3.txt --extra s3 -c requirements.txt $(ARGS) pyproject.toml
	$(COMPILE) -o requirements-prove.txt --extra prove -c requirements-s3.txt $(ARGS) pyproject.toml
	$(COMPILE) -o requirements-dev.txt --extra dev -c requirements.txt $(ARGS) pyproject.toml
