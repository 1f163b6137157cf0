# Two commands do everything on a bare machine: `make demo` and `make test`.
# They need python3 (3.11 or newer) with venv, and make. All else goes into .venv in this folder.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check
PARALLEL ?= -n auto --dist loadfile --no-loadscope-reorder
SECONDS ?= 60
FORMATS ?=
STORY ?= stories/the-lamp-at-number-nine.txt
SOURCES := $(shell find src -type f -not -name '*.pyc') pyproject.toml README.md

.PHONY: help demo test coverage check fuzz format clean wheel man locked lock audit voices

help:
	@echo "make demo     narrate a story of ours and say where the audiobook is"
	@echo "make test     build the package, install it, run all tests against it"
	@echo "make coverage the same, and which lines no test runs (slower)"
	@echo "make check    formatting, lint, types, the rules between packages"
	@echo "make fuzz     damage files of every format, SECONDS for each (60), and look at what the readers do"
	@echo "make locked   install the very versions that .ci/lock.txt names, before anything else is installed"
	@echo "make lock     write .ci/lock.txt anew, from pyproject.toml; do so when a dependency changes"
	@echo "make audit    look the locked versions up for known holes"
	@echo "make format   put the source into its standard form"
	@echo "make voices   measure eSpeak NG's voices anew: the catalogue, and the picture in docs/voices.md"
	@echo "make man      the manual pages, in build/man1 (narrate manual --all does the same)"
	@echo "make clean    remove what these commands made"

demo: $(VENV)/installed
	$(BIN)/narrate $(STORY)

test: $(VENV)/test-tools $(VENV)/installed
	$(BIN)/python -m pytest $(PARALLEL) $(ARGS)

coverage: $(VENV)/test-tools $(VENV)/installed
	$(BIN)/python -m pytest $(PARALLEL) --cov --cov-report=term $(ARGS)

check: $(VENV)/check-tools $(VENV)/installed
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python tests/check_readme.py

fuzz: $(VENV)/fuzz-tools $(VENV)/installed
	$(BIN)/python -m tests.fuzzing.guided --seconds $(SECONDS) $(FORMATS)

voices: $(VENV)/installed
	$(BIN)/python training/measure_voices.py
	$(BIN)/python training/plot_distances.py

format: $(VENV)/check-tools
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

wheel: $(VENV)/wheel

locked: .ci/lock.txt | $(VENV)/pip
	$(PIP) install --require-hashes --no-deps -r .ci/lock.txt

# For every system and Python that we support, with the digests of all files that may be installed.
lock: | $(VENV)/pip
	$(PIP) install 'uv>=0.5'
	$(BIN)/uv pip compile pyproject.toml --group checks --universal --python-version 3.11 --generate-hashes \
		--no-annotate --no-header --upgrade --quiet --output-file .ci/lock.txt

audit: .ci/lock.txt | $(VENV)/pip
	$(PIP) install 'pip-audit>=2.7'
	$(BIN)/pip-audit --requirement .ci/lock.txt --require-hashes --disable-pip --progress-spinner off

man: $(VENV)/installed
	$(BIN)/narrate manual --all build/man1

$(VENV)/pip:
	$(PYTHON) -m venv $(VENV)
	$(PIP) install --upgrade 'pip>=25.1'
	@touch $@

$(VENV)/wheel: $(SOURCES) | $(VENV)/pip
	rm -rf $(VENV)/dist
	$(PIP) wheel --no-deps --wheel-dir $(VENV)/dist .
	@touch $@

# Twice: the first brings what the package needs, the second replaces an older build of the same version.
$(VENV)/installed: $(VENV)/wheel
	$(PIP) install $(VENV)/dist/*.whl
	$(PIP) install --force-reinstall --no-deps $(VENV)/dist/*.whl
	@touch $@

$(VENV)/test-tools: pyproject.toml | $(VENV)/pip
	$(PIP) install --group test
	@touch $@

$(VENV)/check-tools: pyproject.toml | $(VENV)/pip
	$(PIP) install --group checks
	@touch $@

$(VENV)/fuzz-tools: pyproject.toml | $(VENV)/pip
	$(PIP) install --group test --group fuzz
	@touch $@

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage .fuzz
