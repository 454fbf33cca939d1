# `make run` starts the app, `make test` runs every check, `make quick` about a fifth of them. Each installs what it needs.

VENV ?= .venv
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := $(VENV)/bin
JOBS ?= 2

.PHONY: run test quick lint js browser package clean

run: $(VENV)/.installed
	$(BIN)/streamlit run app.py

test: $(VENV)/.installed-dev browser lint js
	$(BIN)/pytest -q -m "not browser and not processes" -n $(JOBS)
	$(BIN)/pytest -q -m browser -n $(JOBS) --dist loadfile
	$(BIN)/pytest -q -m "processes and not browser"

quick: $(VENV)/.installed-dev lint
	OPTIM_QUICK=1 $(BIN)/pytest -q -m "not browser and not processes" -n $(JOBS)

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
