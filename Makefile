# `make book` builds the site, `make test` passes all tests; each sets up what it needs.
# `make help` lists the rest.
PYTHON ?=
export PYTHON
# `make test COVERAGE=` measures nothing and takes about a third less time.
COVERAGE ?= --cov=goalcheck
GOALCHECK := .venv/bin/goalcheck
FAST := tests/words tests/data tests/forecast tests/targets tests/claims tests/show tests/cli

.PHONY: help architecture readme book pdf test test-fast serve notebooks check-data study accuracy screens audit lock bench lint clean venv

help: ## List what make can do
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile

venv:
	@bash .ci/make-venv

book: venv ## Build the site into _build/html; checks the data first, executes only what is not current
	@$(GOALCHECK) book

test: venv lint ## Run all tests, the notebooks included
	@.venv/bin/pytest -q -n auto --dist loadfile --no-loadscope-reorder $(COVERAGE)

test-fast: venv ## Run the quick tests alone, in a minute: unit tests, examples, data
	@.venv/bin/pytest -q -n auto --dist worksteal -m "not slow" -p no:nbval -o addopts=--doctest-modules \
		$(wildcard $(FAST)) tests/book/test_data.py tests/book/test_readme.py \
		chapters/goalcheck --ignore=chapters/goalcheck/site

pdf: venv ## Print the book into _build/pdf with the installed Chromium; the site offers it from then on
	@$(GOALCHECK) pdf

serve: book ## Show the site at http://localhost:8000
	@.venv/bin/python -m http.server --bind 127.0.0.1 --directory _build/html 8000

notebooks: venv ## Re-execute all notebooks and save them with their outputs
	@$(GOALCHECK) run --all

check-data: venv ## Validate the data package and list every fault
	@$(GOALCHECK) check

study: venv ## Remake data/derived/ from the reference panel (a few minutes)
	@$(GOALCHECK) study

accuracy: study ## The same as study

readme: venv ## Put what the book found into README.md
	@$(GOALCHECK) readme

architecture: venv ## Draw the rooms of the package into docs/architecture.md
	@.venv/bin/python .ci/architecture

screens: venv ## Renew the stored pictures of pages, after having looked at the pages
	@RENEW_SCREENS=1 .venv/bin/pytest -q tests/site/test_screens.py

audit: book ## Measure every page with Lighthouse (needs Node.js and Chromium) and write docs/audit.md
	@.venv/bin/python .ci/audit

lint: venv ## Check style, types and workflows, which `make test` does first
	@bash .ci/lint

bench: venv ## Print how long builds, runs and tests take, beside their floor
	@.venv/bin/python .ci/bench

lock: venv ## Compile requirements.in into requirements.txt, with hashes
	@.venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url requirements.in -o requirements.txt

clean: ## Remove the built site and the environment
	rm -rf _build .venv
