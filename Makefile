# The targets a person types: demo, test, full, lint, bench, reference, lock, catalogue.
# Set-up happens by itself: the environment follows the lock files, the catalogues follow the .po files.

.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: demo test full lint bench reference lock catalogue machine setup clean

PYTHON ?= $(shell command -v python3.11 || command -v python3)
UV := $(shell command -v uv)
BIN := .venv/bin

# Plain pip suffices; uv, where it happens to be installed, does the same faster. Both refuse what the hashes do not name.
ifeq ($(UV),)
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check
else
INSTALL := $(UV) pip install --quiet --python $(BIN)/python
endif

CATALOGUES := $(patsubst %.po,%.mo,$(wildcard surveyapp/translations/*/LC_MESSAGES/messages.po))
AXE := tests/browser/node_modules/axe-core/axe.min.js

demo: .venv/runtime-installed $(CATALOGUES)
	$(BIN)/surveyapp demo

test: setup lint
	$(BIN)/pytest -n 2

full: setup lint
	$(BIN)/pytest -n 2 --full

lint: .venv/tests-installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: .venv/tests-installed $(CATALOGUES)
	$(BIN)/python -m tests.benchmarks

# R's numbers for the data sets of its survey package, which stand under another licence and lie outside: make reference DATA=FOLDER
reference: .venv/tests-installed
	$(BIN)/python -m tests.reference
	$(if $(DATA),$(BIN)/python -m tests.reference.package_data $(DATA))

# Everything the tests need; of use by itself to whoever then runs single tests.
setup: machine .venv/tests-installed $(CATALOGUES) $(AXE)

machine:
	tests/machine.sh

# Locking is the one task that needs uv. The files hold hashes and no registry address.
LOCK := uv pip compile pyproject.toml --group build --universal --python-version 3.11 \
	--generate-hashes --no-header --no-emit-index-url --no-annotate --quiet
lock:
	$(LOCK) --output-file requirements.lock
	$(LOCK) --group dev --constraint requirements.lock --output-file requirements-dev.lock

# Brings new sentences into the catalogues, where a person then translates them: everything into English, what residents
# can meet into every other language (translations/residents.toml says in which files that stands).
TRANSLATIONS := surveyapp/translations
ENGLISH := $(TRANSLATIONS)/en/LC_MESSAGES/messages.po
RESIDENTS := $(filter-out $(ENGLISH),$(wildcard $(TRANSLATIONS)/*/LC_MESSAGES/messages.po))
EXTRACT := $(BIN)/pybabel --quiet extract -k _l --project surveyapp --copyright-holder "the authors of surveyapp" --sort-output --no-location
UPDATE := $(BIN)/pybabel --quiet update --init-missing --no-fuzzy-matching --ignore-obsolete --no-wrap
# Headers that hold a date or a placeholder for a person would differ at every run.
PASSING_HEADERS := ^"(Project-Id-Version|Report-Msgid-Bugs-To|POT-Creation-Date|PO-Revision-Date|Last-Translator|Language-Team|Generated-By):
catalogue: .venv/tests-installed
	mkdir -p $(dir $(ENGLISH))
	$(EXTRACT) -F pyproject.toml -o $(TRANSLATIONS)/messages.pot surveyapp
	$(EXTRACT) -F $(TRANSLATIONS)/residents.toml -o $(TRANSLATIONS)/residents.pot surveyapp
	$(UPDATE) -i $(TRANSLATIONS)/messages.pot -o $(ENGLISH) -l en
	for file in $(RESIDENTS); do \
		$(UPDATE) -i $(TRANSLATIONS)/residents.pot -o $$file -l $$(basename $$(dirname $$(dirname $$file))) || exit 1; \
	done
	for file in $(ENGLISH) $(RESIDENTS); do \
		grep -vE '$(PASSING_HEADERS)' $$file > $$file.new && mv $$file.new $$file || exit 1; \
	done

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/runtime-installed: requirements.lock pyproject.toml | .venv/bin/python
	$(INSTALL) --require-hashes -r requirements.lock
	$(INSTALL) --no-build-isolation --no-deps --editable .
	touch $@

.venv/tests-installed: requirements-dev.lock .venv/runtime-installed
	$(INSTALL) --require-hashes -r requirements-dev.lock
	touch $@

%.mo: %.po .venv/runtime-installed
	$(BIN)/pybabel --quiet compile --input-file $< --output-file $@

$(AXE): tests/browser/package-lock.json
	tests/browser/get_axe.sh
	touch $@

clean:
	rm -rf .venv tests/browser/node_modules
