# Everything happens inside this checkout: the environment in .venv, downloads and scratch in build.
# Temporary files go to one folder that is removed at the end. `make` alone lists the targets.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
WORKERS ?= auto
PYTHON_VERSION = $(shell $(PYTHON) -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null)
READY = $(VENV)/.ready-$(PYTHON_VERSION)

export PIP_CACHE_DIR := $(CURDIR)/build/pip
export PIP_DISABLE_PIP_VERSION_CHECK := 1
unexport PYTHONPATH PYTHONHOME PIP_USER PIP_TARGET PIP_PREFIX PIP_REQUIRE_VIRTUALENV

# Runs the rest of the line with its temporary files in a folder that does not outlive it.
SCRATCH = scratch=$$(mktemp -d) && trap 'rm -rf "$$scratch"' EXIT && trap 'exit 130' INT TERM && TMPDIR="$$scratch"

.DEFAULT_GOAL := help
.PHONY: help install demo test lint bench soundness refactorings evaluate docs lock clean

help:
	@echo "make install   make the environment in $(VENV)"
	@echo "make demo      replay pull requests on the shipped contract and show what govern says"
	@echo "make test      lint, types, layering and tests"
	@echo "make lint      the same without the tests"
	@echo "make bench     how fast govern starts and validates, and how its answers slow down as schemas grow"
	@echo "make soundness hold answers on random schemas against real validators (PAIRS=2000 SEED=1), and"
	@echo "               mutated approvals against two verifiers (MUTATIONS=10000)"
	@echo "make refactorings the share of rewritten schemas called editorial (PAIRS=10000 SEED=1)"
	@echo "make evaluate  run govern over the histories in ../shared/corpora, its engine beside its peers, and"
	@echo "               its renames against labelled ones, its bumps against those of authors, and tell"
	@echo "               the whole history of each"
	@echo "make docs      write the generated documents anew"
	@echo "make lock      write requirements/test.lock anew (UPGRADE=1: with newer packages)"
	@echo "make clean     remove the environment, the caches and everything built"
	@echo
	@echo "Each makes the environment if need be. PYTHON=python3.12 make test chooses the Python."

install: $(READY)

$(READY): pyproject.toml requirements/test.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "govern needs Python 3.11 or later, and $(PYTHON) is not."; \
	  echo "Name one that is: PYTHON=python3.12 make $(MAKECMDGOALS)"; exit 1; }
	@echo "==> Making the environment in $(VENV) with $(PYTHON) $(PYTHON_VERSION)"
	@$(PYTHON) -m venv --clear $(VENV) || { \
	  echo "$(PYTHON) cannot make environments. On Debian and Ubuntu: apt-get install python3-venv"; exit 1; }
	@echo "==> Installing the locked packages (about a minute the first time)"
	@mkdir -p build && $(SCRATCH) $(BIN)/python -m pip install --require-hashes --no-deps --only-binary :all: \
	  --progress-bar off --requirement requirements/test.lock
	@echo "==> Installing govern itself"
	@$(SCRATCH) $(BIN)/python -m pip install --no-index --no-build-isolation --no-deps --editable .
	@touch $@

demo: $(READY)
	@$(SCRATCH) $(BIN)/python tools/demo.py

test: lint
	@echo "==> Tests"
	@$(SCRATCH) $(BIN)/python -m pytest -n $(WORKERS)

lint: $(READY)
	@echo "==> Lint: ruff check"
	@$(BIN)/ruff check
	@echo "==> Format: ruff format --check"
	@$(BIN)/ruff format --check
	@echo "==> Types: mypy --strict"
	@$(BIN)/mypy
	@echo "==> Layering: import-linter"
	@$(BIN)/lint-imports

bench: $(READY)
	@$(SCRATCH) $(BIN)/python tools/bench.py
	@$(SCRATCH) $(BIN)/python tools/validating.py

soundness: $(READY)
	@$(SCRATCH) $(BIN)/python tools/soundness.py --pairs $(or $(PAIRS),2000) --seed $(or $(SEED),1)
	@$(SCRATCH) $(BIN)/python tools/approvals_mutated.py --mutations $(or $(MUTATIONS),10000) --seed $(or $(SEED),1)

refactorings: $(READY)
	@$(SCRATCH) $(BIN)/python tools/refactorings.py --pairs $(or $(PAIRS),10000) --seed $(or $(SEED),1)

# Each runs whatever the others find. Peers may need a Python of their own: PEERS_PYTHON names it.
evaluate: $(READY)
	@$(SCRATCH) sh -c 'failed=0; for each in evaluate revisions renames bumps histories; do \
	  $(BIN)/python tools/$$each.py || failed=1; done; exit $$failed'

docs: $(READY)
	@$(BIN)/govern sync

lock:
	@echo "==> Installing uv in build/uv (only the lock is made with it)"
	@mkdir -p build && test -x build/uv/bin/uv || { $(PYTHON) -m venv build/uv && build/uv/bin/python -m pip install --quiet uv; }
	@echo "==> Resolving"
	@$(SCRATCH) UV_CACHE_DIR=build/uv-cache UV_CUSTOM_COMPILE_COMMAND="make lock" build/uv/bin/uv pip compile \
	  --quiet --universal --python-version 3.11 --generate-hashes --no-annotate $(if $(UPGRADE),--upgrade) \
	  --extra test pyproject.toml requirements/build.in --output-file requirements/test.lock
	@echo "written: requirements/test.lock"

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .import_linter_cache .hypothesis .pytest_cache
	find govern tests tools -name __pycache__ -type d -prune -exec rm -rf {} +
