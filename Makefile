# Needs Python 3.11 to 3.14 and make; everything else is installed into .venv from the lock files.
PYTHON ?= python3
BIN := .venv/bin
CORPORA ?= ../shared/corpora
export AIGAQ_NO_TRACEBACK := 1

.DEFAULT_GOAL := help
.PHONY: help ocr postgres cluster demo test browser check lint types imports migrations messages vendor bench eval model lock clean

help: ## show this list
	@echo "Aigaq: testimony in, safe versions out, offline. The targets:"
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | expand -t 12 | sed 's/^/  make /'

# ensurepip is left out of some systems' Python: virtualenv does then, where pip is there
.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))' \
	  || { echo "Aigaq needs Python 3.11 to 3.14; name one with: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv .venv >/dev/null 2>&1 || { rm -rf .venv; \
	  $(PYTHON) -m pip install --quiet --disable-pip-version-check --target build/virtualenv 'virtualenv>=20.26,<22' \
	  && PYTHONPATH=build/virtualenv $(PYTHON) -m virtualenv --quiet .venv; } \
	  || { rm -rf .venv; echo "This Python has neither venv nor pip. Install your system's package python3-venv."; exit 1; }

.venv/.run: requirements.lock pyproject.toml | .venv/bin/python
	@echo "Installing what the program needs into .venv (once, about a minute) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.venv/.dev: requirements-dev.lock .venv/.run
	@echo "Installing what the tests need into .venv (once) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

ocr: .venv/.run ## also read scans and pictures; Tesseract itself comes from the system
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-ocr.lock
	@$(BIN)/python -c 'import sys; from intake.formats.ocr import ocr_available as ready; sys.exit(not ready())' \
	  || { echo "Install Tesseract: apt install tesseract-ocr tesseract-ocr-rus tesseract-ocr-kaz"; exit 1; }

cluster: .venv/.run ## also scan on other machines, for batches and as a worker (docs/cluster.md)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-cluster.lock

postgres: .venv/.run ## also keep stores on a PostgreSQL server: docs/postgresql.md
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-postgres.lock

demo: .venv/.run ## a folder of interviews goes through the whole pipeline into a throw-away store
	@$(BIN)/python examples/demo.py

test: .venv/.dev ## fast tests, under a minute
	@$(BIN)/python -m pytest -m "not slow" -n auto

browser: .venv/.dev ## the web app in a real browser (needs Chromium)
	@AIGAQ_NEEDS_BROWSER=1 $(BIN)/python -m pytest tests/browser

# the browser's tests come last and alone: one Chromium, and keystrokes timed on a quiet machine
check: lint types imports migrations eval ## everything that must hold before a change lands
	@$(BIN)/python -m pytest -n auto --ignore tests/browser
	@$(BIN)/python -m pytest tests/browser

lint: .venv/.dev ## ruff: rules and format
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: .venv/.dev ## mypy, strict
	@$(BIN)/mypy

imports: .venv/.dev ## the floors of the house: imports run one way
	@$(BIN)/lint-imports

migrations: .venv/.dev ## alembic check: the migrations build what the tables say
	@$(BIN)/python -m store.check

messages: .venv/.dev ## extract the app's sentences, update and compile the catalogues
	@mkdir -p build
	@$(BIN)/pybabel -q extract -F review/translations/babel.cfg -k _l --add-location=file --sort-by-file --no-wrap \
	  -o build/messages.pot review
	@$(BIN)/pybabel -q update -i build/messages.pot -d review/translations --no-fuzzy-matching --ignore-obsolete \
	  --ignore-pot-creation-date --no-wrap
	@$(BIN)/pybabel -q compile -d review/translations

vendor: ## bundle the encryption for the phones' page anew (needs Node.js and npm)
	@mkdir -p build/vendor
	@cp review/phone/vendor/package.json review/phone/vendor/package-lock.json review/phone/vendor/entry.js build/vendor/
	@cd build/vendor && npm ci --silent --ignore-scripts && node_modules/.bin/esbuild entry.js --bundle --format=esm \
	  --minify --target=es2021 --legal-comments=none --log-level=warning --outfile=age.min.js
	@cp build/vendor/age.min.js review/phone/vendor/age.min.js

bench: .venv/.dev ## measure speed, memory and the store as ratios (FULL=1: long texts, 100,000 statements)
	@mkdir -p build
	@$(BIN)/python -m benchmarks $(if $(FULL),--full) --json build/benchmarks.json

eval: .venv/.dev ## score the shipped pipeline on tests/gold against thresholds.json
	@$(BIN)/python tests/gold/evaluate.py

model: .venv/.dev ## rebuild the language model (CORPORA=folder; about an hour on 2 cores)
	@$(BIN)/python -m pip install --quiet "floret>=0.10.5,<0.11"
	@$(BIN)/python -m training all --corpora $(CORPORA)

lock: .venv/.dev ## make the lock files anew from pyproject.toml
	@$(BIN)/python -m pip install --quiet 'uv>=0.9,<1'
	@$(BIN)/uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-emit-find-links --no-header --quiet -o requirements-dev.lock
	@$(BIN)/uv pip compile pyproject.toml --group build -c requirements-dev.lock --universal --python-version 3.11 \
	  --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --quiet -o requirements.lock
	@$(BIN)/uv pip compile pyproject.toml --extra ocr -c requirements-dev.lock --universal --python-version 3.11 \
	  --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --quiet -o requirements-ocr.lock
	@$(BIN)/uv pip compile pyproject.toml --extra postgres -c requirements-dev.lock --universal --python-version 3.11 \
	  --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --quiet -o requirements-postgres.lock
	@$(BIN)/uv pip compile pyproject.toml --extra cluster -c requirements-dev.lock --universal --python-version 3.11 \
	  --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --quiet -o requirements-cluster.lock

clean: ## remove what was built; the store of the demo too
	@rm -rf .venv build dist demo .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
