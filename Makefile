# `make run` starts the app, `make test` runs every check, `make quick` about a sixth of them,
# `make explore` the generated ones with other examples each time, ten times as many. Each installs what it needs.

VENV ?= .venv
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := $(VENV)/bin
JOBS ?= 2
# Workers for the tests of servers and processes, which wait more than they compute.
SERVER_JOBS ?= 3
OTHER_MARKS := not browser and not processes and not timed
# Each worker collects all files that it is given, so these tests are named; tests/test_makefile.py holds the lists complete.
SERVER_TESTS := tests/browser tests/ui/test_changes.py tests/ui/test_hosting.py tests/ui/test_messages.py tests/sweep/study/test_robustness.py
TIMED_TESTS := tests/sweep/study/test_halted.py

# What comes before the tests is fetched and checked two at a time: packages, the browser, types and the JavaScript.
MAKEFLAGS += --jobs=2
# Python processes by the hundred would compile the same modules again where this is set, as in many containers.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test quick sample explore lint js browser package clean

run: $(VENV)/.installed
	$(BIN)/streamlit run app.py

# Browsers come after the tests that compute: beside them, those that hold the pool to seconds fail on two cores. With
# `worksteal`, each worker takes a part of the files in their order, so that what a file's tests share is computed once.
test: lint js browser
	$(BIN)/pytest -q -m "$(OTHER_MARKS)" -n $(JOBS) --dist worksteal --ignore tests/browser
	$(BIN)/pytest -q -m "browser or processes" -n $(SERVER_JOBS) --dist loadfile $(SERVER_TESTS)
	$(BIN)/pytest -q -m timed $(TIMED_TESTS)

quick: lint sample

# Jobs run in threads: workers of each test process would begin with an import of torch, which takes three seconds.
sample: $(VENV)/.installed-dev
	OPTIM_QUICK=1 OPTIM_WORKERS=0 $(BIN)/pytest -q -m "$(OTHER_MARKS)" -n $(JOBS) --dist worksteal

explore: $(VENV)/.installed-dev
	OPTIM_EXPLORE=1 $(BIN)/pytest -q -m "$(OTHER_MARKS)" -n $(JOBS) --dist worksteal --ignore tests/browser

lint: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

js:
	@sh tests/javascript.sh

browser:
	@sh tests/install_browser.sh

package: | $(BIN)/python
	$(BIN)/python -m pip wheel --quiet --disable-pip-version-check --no-deps --wheel-dir dist .

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: requirements.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	touch $@

$(VENV)/.installed-dev: requirements-dev.txt requirements.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	touch $@ $(VENV)/.installed

clean:
	rm -rf $(VENV) dist node_modules
