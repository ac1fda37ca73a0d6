# Pinpoint. `make` lists what it can do.
PYTHON ?= python3
PORT ?= 8000
DATA_DIR ?= var
export DATA_DIR
VENV := .venv/bin

.PHONY: help
help: ## list every target
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12
