# `make help` says what there is. Every target sets up what it needs, once.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
FRONT_SOURCES := $(shell find pydash_front -type f 2>/dev/null) package.json vite.config.ts tsconfig.json
API_TYPES := pydash_front/src/lib/openapi.d.ts pydash_front/src/lib/text-bounds.ts
EXPORT_SOURCES := $(shell find fmd_export -name '*.py' 2>/dev/null) fmd_export/pyproject.toml fmd_export/README.md
export PYDASH_DATA_DIR ?= $(CURDIR)/var
export PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD = 1

# What starts no server, and so may run on every core at once.
FAST_TESTS := tests/unit tests/web tests/architecture
# What starts Dask clusters, which takes a minute or two.
OVER_DASK := tests/unit/periodic_tasks/test_dask_executor.py tests/integration/test_dask.py
# What stores something, and is about no storage in particular.
STORAGES ?= zeo-tls postgres
OF_ONE_STORAGE := tests/integration/test_postgres.py tests/integration/test_zeo_tls.py
STORING := tests/unit tests/web tests/integration tests/browser $(OVER_DASK:%=--ignore=%) $(OF_ONE_STORAGE:%=--ignore=%) --ignore=tests/integration/fmd_export
# What runs every branch of periodic_tasks.
OF_TASKS := tests/unit/periodic_tasks tests/integration/test_periodic_tasks_processes.py
# What counts seconds, and so runs alone.
TIMED := tests/integration/test_supervisor.py
# What wants a machine of its own, and has not been steady beside other tests: `make strangers` has the long form.
CROWDED := tests/integration/strangers/test_crowd.py
# On a machine that others slow down a test may run out of time: what fails is tried once more, alone.
# Options, tests, and what runs them where that is not pytest alone.
once_more = $(BIN)/$(or $(3),pytest) $(1) $(2) || $(BIN)/$(or $(3),pytest) --last-failed --last-failed-no-failures none $(2)

.PHONY: help
help: ## Print this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

# ---- set-up: each stamp is newer than what it was made from ----

$(VENV)/.runtime: requirements.lock pyproject.toml setup.py
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "PyDash needs Python 3.11 or newer. Say which: make PYTHON=python3.12 …")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing the Python packages …"
	@$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements.lock
	@$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.development: requirements-dev.lock $(VENV)/.runtime
	@echo "Installing the Python packages for development …"
	@$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements-dev.lock
	@touch $@

node_modules/.installed: package.json package-lock.json
	@node -e 'const [major, minor] = process.versions.node.split(".").map(Number); if (major < 20 || (major === 20 && minor < 19)) { console.error("PyDash needs Node 20.19 or newer to build its pages; this is " + process.version + "."); process.exit(1) }'
	@echo "Installing the packages of the front end …"
	@npm ci --silent --no-audit --no-fund
	@touch $@

pydash_web/static/index.html: node_modules/.installed $(FRONT_SOURCES)
	@echo "Building the front end …"
	@npm run --silent build -- --logLevel warn

pydash_web/downloads/.built: $(VENV)/.runtime $(EXPORT_SOURCES)
	@echo "Building the wheel of fmd_export …"
	@$(BIN)/python fmd_export/build_wheel.py pydash_web/downloads
	@touch $@

# ---- for everybody ----

.PHONY: setup
setup: $(VENV)/.runtime pydash_web/static/index.html pydash_web/downloads/.built ## Install everything and build the front end

.PHONY: run
run: setup ## Start PyDash; Ctrl-C stops it
	@exec $(BIN)/pydash run

.PHONY: demo
demo: setup fmd5 ## Start PyDash with a sample app to look at, in a database of its own
	@exec $(BIN)/python demo/start.py

.PHONY: dev
dev: $(VENV)/.development node_modules/.installed pydash_web/downloads/.built ## Start PyDash so that changes show at once
	@exec $(BIN)/python tools/develop.py

.PHONY: dist
dist: setup $(VENV)/.development ## Build sdist and wheel, with the pages in them, and fmd_export's wheel, into dist/
	@rm -rf dist
	@$(BIN)/python -m build --no-isolation > /dev/null
	@cp pydash_web/downloads/*.whl dist/
	@rm -rf *.egg-info
	@ls dist/*

# ---- checks ----

.PHONY: check
check: lint types contracts test-fast ## The fast part of the tests: lint, types, contracts, and what starts no server

.PHONY: lint
lint: $(VENV)/.development node_modules/.installed ## Look for mistakes and untidiness
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --quiet --check .
	@npm run --silent lint

.PHONY: types
types: $(VENV)/.development node_modules/.installed ## Check the types, Python's and TypeScript's
	@$(BIN)/mypy --no-error-summary
	@npm run --silent typecheck

.PHONY: api-types
api-types: $(VENV)/.runtime node_modules/.installed ## Write the page's types anew, from the API as the code describes it
	@mkdir -p .cache
	@$(BIN)/python tools/write_api_document.py > .cache/openapi.json
	@npm run --silent api-types > /dev/null

.PHONY: contracts
contracts: $(VENV)/.development pydash_web/static/index.html ## Check that imports point one way, the page's types are the API's, and its size
	@$(BIN)/lint-imports
	@mkdir -p .cache && cat $(API_TYPES) > .cache/api-types.before
	@$(MAKE) --no-print-directory api-types
	@cat $(API_TYPES) | cmp --silent - .cache/api-types.before || { echo "The API has changed: $(API_TYPES) were written again; commit them."; exit 1; }
	@npm run --silent size

.PHONY: test-fast
test-fast: $(VENV)/.development node_modules/.installed ## Run the unit tests, of Python and of the page
	@$(BIN)/pytest --quiet --hypothesis-profile=fast --numprocesses auto $(FAST_TESTS) $(OVER_DASK:%=--ignore=%)
	@npm run --silent test

.PHONY: coverage
coverage: $(VENV)/.development ## Check that tests run every branch of periodic_tasks
	@mkdir -p .cache && rm -f .cache/coverage*
	@$(call once_more,--quiet,$(OF_TASKS),coverage run -m pytest)
	@$(BIN)/coverage combine --quiet
	@$(BIN)/coverage report

.PHONY: test
test: lint types contracts coverage setup fmd fmd5 fmd-older proxies services ## Run everything: real servers, a real monitored app, a real browser
	@npm run --silent test
	@$(call once_more,--quiet --numprocesses auto,$(FAST_TESTS) $(OF_TASKS:%=--ignore=%))
	@export PYDASH_CHROMIUM="$$(tools/ensure_chromium.sh || true)"; $(call once_more,--numprocesses 2 --dist loadfile,tests $(FAST_TESTS:%=--ignore=%) $(OF_TASKS:%=--ignore=%) --ignore=$(TIMED) --ignore=$(CROWDED))
	@$(call once_more,,$(TIMED))

.PHONY: test-dask
test-dask: $(VENV)/.development ## Run what needs a Dask cluster alone
	@$(BIN)/pytest $(OVER_DASK)

.PHONY: test-storages
test-storages: setup $(VENV)/.development fmd fmd5 fmd-older services ## Run the tests that store something over ZEO with TLS, and over PostgreSQL (STORAGES="zeo-tls postgres")
	@export PYDASH_CHROMIUM="$$(tools/ensure_chromium.sh || true)"; for storage in $(STORAGES); do \
		echo "Over $$storage:"; export PYDASH_TEST_STORAGE=$$storage; \
		$(call once_more,--quiet --hypothesis-profile=fast --numprocesses 2 --dist loadfile,$(STORING)); \
	done

.PHONY: bench
bench: setup $(VENV)/.development fmd5 ## Measure PyDash beside FMD, DuckDB, SQLite and NumPy (SIZE="100k 1M 10M")
	@$(BIN)/python -m benchmarks $(SIZE)
	@$(MAKE) --no-print-directory bench-front
	@$(MAKE) --no-print-directory bench-engines

.PHONY: bench-engines
bench-engines: setup $(VENV)/.development services ## Compare ZEO with PostgreSQL, and the own pool with Dask (CALLS=200000)
	@$(BIN)/python -m benchmarks.engines $(if $(CALLS),--calls $(CALLS))

.PHONY: bench-front
bench-front: setup $(VENV)/.development ## Measure the pages in a real Chromium (CALLS=1000000)
	@PYDASH_CHROMIUM="$$(tools/ensure_chromium.sh)" $(BIN)/python -m benchmarks.front_end $(if $(CALLS),--calls $(CALLS))

.PHONY: bench-export
bench-export: setup $(VENV)/.development fmd5 ## Measure what an export costs the monitored app (CALLS=1000000)
	@$(BIN)/python -m benchmarks.export $(if $(CALLS),--calls $(CALLS))

.PHONY: bench-shares
bench-shares: setup $(VENV)/.development ## Measure what one user can do to another, with this code and an older one (CALLS=1000000 BEFORE=763eaa5)
	@$(BIN)/python -m benchmarks.shares $(if $(CALLS),--calls $(CALLS)) $(if $(BEFORE),--before $(BEFORE))

.PHONY: bench-overview
bench-overview: setup $(VENV)/.development ## Measure the overview of 100 dashboards with as many and as long names as they may have
	@$(BIN)/python -m benchmarks.overview

.PHONY: bench-fleet
bench-fleet: setup $(VENV)/.development ## Measure PyDash with many dashboards (DASHBOARDS=1000)
	@$(BIN)/python -m benchmarks.scheduling
	@$(BIN)/python -m benchmarks.fleet --dashboards $(or $(DASHBOARDS),1000)

.PHONY: two-pods
two-pods: setup $(VENV)/.development fmd5 proxies ## Put two apps with a database each behind one address, and compare every row (DURATION=3600)
	@$(BIN)/python -m tests.pods --seconds $(or $(DURATION),3600)

.PHONY: chaos
chaos: setup $(VENV)/.development fmd ## Break a running PyDash again and again, and compare every call (ROUNDS=200 SEED=1)
	@$(BIN)/python -m tests.chaos --rounds $(or $(ROUNDS),200) $(if $(SEED),--seed $(SEED))

.PHONY: strangers
strangers: setup $(VENV)/.development ## Besiege a running PyDash with hostile connections, and write what others notice (CLIENTS=500 SECONDS=300)
	@$(BIN)/python -m tests.strangers --clients $(or $(CLIENTS),500) --seconds $(or $(SECONDS),300)

.PHONY: failover
failover: setup $(VENV)/.development ## Take the leading scheduler away again and again, and compare every call (ROUNDS=20)
	@$(BIN)/python -m tests.failover --rounds $(or $(ROUNDS),20)

.PHONY: compat
compat: setup $(VENV)/.development ## Try PyDash with 13 real releases of FMD, row by row (RELEASES="1.10.9 5.0.2" for some)
	@$(BIN)/python -m tests.compatibility $(RELEASES)

.PHONY: bad-rows
bad-rows: setup $(VENV)/.development fmd5 ## Fetch and import rows of which each hundredth is bad, and compare every one (ROWS=100000)
	@BAD_ROWS_AMONG=$(or $(ROWS),100000) $(BIN)/python -m pytest tests/integration/test_bad_rows.py -q --durations=5 --timeout=1800

.PHONY: soak
soak: setup $(VENV)/.development ## Run a day of many dashboards in minutes, and see what grows (DASHBOARDS=1000 HOUR=45 seconds)
	@$(BIN)/python -m benchmarks.soak --dashboards $(or $(DASHBOARDS),1000) --hour-s $(or $(HOUR),45)

.PHONY: screenshots
screenshots: setup $(VENV)/.development fmd5 ## Take the pictures in docs/screenshots anew
	@PYDASH_CHROMIUM="$$(tools/ensure_chromium.sh)" $(BIN)/python tools/take_screenshots.py

.PHONY: docs
docs: $(VENV)/.development ## Build the documentation into build/docs; a broken link fails
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet
	@echo "The documentation is in build/docs/index.html"

.PHONY: format
format: $(VENV)/.development node_modules/.installed ## Tidy the code up
	@$(BIN)/ruff check --quiet --fix .
	@$(BIN)/ruff format --quiet .
	@npm run --silent format

.PHONY: audit
audit: ## Ask the advisory databases about every pinned package; needs the internet
	@test -x .venvs/audit/bin/pip-audit || { $(PYTHON) -m venv .venvs/audit && .venvs/audit/bin/pip install --quiet pip-audit; }
	@.venvs/audit/bin/pip-audit --disable-pip --require-hashes --requirement requirements.lock --requirement requirements-dev.lock
	@npm audit --audit-level=moderate

# ---- parts that tests and the demo need ----

.PHONY: fmd
fmd:
	@$(PYTHON) tools/setup_fmd.py

.PHONY: fmd5
fmd5:
	@$(PYTHON) tools/setup_fmd.py fmd5

.PHONY: fmd-older
fmd-older:
	@$(PYTHON) tools/setup_fmd.py fmd-1.10.9 fmd-1.11.5 fmd-3.0.9

.PHONY: fmd-locks
fmd-locks: $(VENV)/.development
	@PATH="$(CURDIR)/$(BIN):$$PATH" $(PYTHON) tools/setup_fmd.py --lock

.PHONY: proxies
proxies:
	@tools/ensure_proxies.sh || true

.PHONY: services
services: ## Install the database servers that tests start, where that is allowed
	@tools/ensure_services.sh || true

.PHONY: lock
lock: $(VENV)/.development ## Write the lock files anew from pyproject.toml
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate pyproject.toml --group runtime-build -o requirements.lock
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate pyproject.toml --group runtime-build --extra postgres -c requirements.lock -o requirements-postgres.lock
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate pyproject.toml --group runtime-build --extra dask -c requirements.lock -o requirements-dask.lock
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate pyproject.toml --group dev --extra dask --extra import --extra postgres -c requirements.lock -o requirements-dev.lock

.PHONY: clean
clean: ## Remove everything that was installed or built; data in var/ stays
	@rm -rf $(VENV) .venvs node_modules pydash_web/downloads pydash_web/static build dist *.egg-info .cache
