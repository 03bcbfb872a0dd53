# One door for tasks; `make help` lists them. Works with GNU make 3.81 and later.
.DEFAULT_GOAL := help
.PHONY: help reports test check lint lab benchmark attacks suites pictures codebook lock clean distclean
SHELL := /bin/sh
VENV := .venv
BIN := $(VENV)/bin

# A name on the PATH may be a shim without a Python behind it, so each candidate is asked to run.
FIND_PYTHON = for name in python3.14 python3.13 python3.12 python3.11 python3; do \
	if "$$name" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))' 2>/dev/null; \
	then echo "$$name"; break; fi; done

# A stamp bears the checksum of what it stands for and is written only after success: a changed lock or
# an interrupted installation is installed again.
stamp = $(VENV)/ready-$(1)-$(shell cat requirements/$(1).txt pyproject.toml Makefile | cksum | cut -d' ' -f1)
REPORTS_READY := $(call stamp,reports)
TEST_READY := $(call stamp,test)
LAB_READY := $(call stamp,lab)

help: ## list the tasks
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

reports: $(REPORTS_READY) ## build all reports into reports/ (open reports/index.html)
	$(BIN)/kzindustry build

test: $(TEST_READY) ## run the tests
	$(BIN)/python -m pytest

lint: $(TEST_READY) ## check style and types (code and notebooks) and the data package
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/frictionless validate data/datapackage.json

check: lint test ## run everything that the gate runs

lab: $(LAB_READY) ## open the notebooks in JupyterLab
	$(BIN)/jupyter lab --notebook-dir=.

benchmark: $(LAB_READY) ## measure the batch against papermill and jupyter nbconvert, where its time goes, a folder of many runs, and a Dask cluster
	$(BIN)/python benchmarks/benchmark.py
	$(BIN)/python benchmarks/where.py
	$(BIN)/python benchmarks/many_runs.py
	$(BIN)/python benchmarks/cluster.py

attacks: $(TEST_READY) ## kill builds and spoil their files at random, 100 rounds of each
	PYTHONPATH=tests/helpers $(BIN)/python tests/faults/attacks.py

suites: $(LAB_READY) ## run the suites of nbclient, papermill and jupyter_client over warm kernels and plain ones
	$(BIN)/python benchmarks/suites.py

pictures: $(REPORTS_READY) ## take the pictures of the README from reports/ (needs Chromium)
	$(BIN)/python docs/pictures.py

codebook: $(REPORTS_READY) ## write data/README.md from data/datapackage.json
	$(BIN)/python -m kzindustry.evidence.registry.codebook

lock: $(BIN)/python ## pin the requirements anew from pyproject.toml (needs uv)
	@command -v uv >/dev/null || { echo "make lock needs uv: python3 -m pip install uv"; exit 1; }
	uv pip compile -q --upgrade $(LOCK) --extra lab --extra test --extra dask -o $(VENV)/all.txt
	uv pip compile -q $(LOCK) -c $(VENV)/all.txt -o requirements/reports.txt
	uv pip compile -q $(LOCK) -c $(VENV)/all.txt --extra test --extra dask -o requirements/test.txt
	uv pip compile -q $(LOCK) -c $(VENV)/all.txt --extra lab -o requirements/lab.txt
	uv pip compile -q $(LOCK) -c $(VENV)/all.txt --extra dask -o requirements/dask.txt
LOCK := --universal --python-version 3.11 --no-header --no-annotate --no-emit-index-url pyproject.toml requirements/build.in

clean: ## remove what builds and tests wrote
	find reports -mindepth 1 ! -name README.md -delete
	rm -rf .pytest_cache .mypy_cache .ruff_cache .hypothesis .benchmark

distclean: clean ## also remove the environment
	rm -rf $(VENV)

$(BIN)/python:
	@python=$$($(FIND_PYTHON)); \
	if [ -z "$$python" ]; then \
		echo "No Python 3.11 to 3.14 was found. Install one, for example: apt install python3 python3-venv, or brew install python@3.13."; exit 1; \
	fi; \
	if ! "$$python" -c 'import venv, ensurepip' 2>/dev/null; then \
		echo "$$python has no venv or pip. Install them, for example: apt install python3-venv (or $$python-venv)."; exit 1; \
	fi; \
	echo "Setting up $(VENV) with $$("$$python" --version)"; \
	rm -rf $(VENV) && "$$python" -m venv $(VENV)

# --no-build-isolation: the build backend is pinned and installed with the rest.
$(VENV)/ready-%: $(BIN)/python
	@rm -f $(VENV)/ready-$(PART)-*
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements/$(PART).txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@
$(VENV)/ready-%: PART = $(firstword $(subst -, ,$(patsubst $(VENV)/ready-%,%,$@)))
