# `make book` builds the site, `make test` passes all tests; each sets up what it needs.
# `make help` lists the rest.
PYTHON ?=
export PYTHON
# `make test COVERAGE=` measures nothing and takes about a third less time.
COVERAGE ?= --cov=goalcheck
RUN := cd chapters && ../.venv/bin/python -m
SITE := _build/html
BUILD := .venv/bin/jupyter-book build . -W -n --keep-going --quiet

.PHONY: help readme book pdf test test-fast serve notebooks check-data accuracy screens audit lock bench lint clean venv

help: ## List what make can do
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile

venv:
	@bash .ci/make-venv

book: venv ## Build the site into _build/html; re-executes only the notebooks that are not current
	@$(RUN) goalcheck.site.notebooks
	@$(BUILD)
	@echo "The book is in $(SITE)/index.html"

test: venv lint ## Run all tests, the notebooks included
	@.venv/bin/pytest -q -n auto --dist loadfile --no-loadscope-reorder $(COVERAGE)

FAST := words data forecast targets claims show
test-fast: venv ## Run the quick tests alone: unit tests, examples and data, in a minute
	@.venv/bin/pytest -q -n auto --dist worksteal -m "not slow" -p no:nbval -o addopts=--doctest-modules \
		$(wildcard $(addprefix tests/,$(FAST))) tests/book/test_data.py tests/book/test_readme.py \
		chapters/goalcheck --ignore=chapters/goalcheck/site

pdf: book ## Print the book into _build/pdf with the installed Chromium; the site offers it from then on
	@$(BUILD) --builder singlehtml
	@$(RUN) goalcheck.site.pdf "$$(bash ../.ci/install-chromium --find)"
	@$(BUILD)

serve: book ## Show the site at http://localhost:8000
	@.venv/bin/python -m http.server --bind 127.0.0.1 --directory $(SITE) 8000

notebooks: venv ## Re-execute all notebooks and save them with their outputs
	@$(RUN) goalcheck.site.notebooks --all

check-data: venv ## Validate the data package and list every fault
	@$(RUN) goalcheck.data.package

accuracy: venv ## Remake data/derived/ from the reference panel (a few minutes)
	@$(RUN) goalcheck.forecast.backtest

readme: venv ## Put what the book found into README.md
	@$(RUN) goalcheck.site.readme

screens: venv ## Renew the stored pictures of pages, after having looked at the pages
	@RENEW_SCREENS=1 .venv/bin/pytest -q tests/test_screens.py

audit: book ## Measure every page with Lighthouse (needs Node.js and Chromium) and write docs/audit.md
	@.venv/bin/python .ci/audit

lint: venv ## Check style, types and workflows, which `make test` does first
	@.venv/bin/ruff check --quiet . && .venv/bin/ruff format --quiet --check .
	@.venv/bin/mypy --no-error-summary
	@cd chapters && ../.venv/bin/lint-imports ../pyproject.toml --no-cache >/dev/null
	@.venv/bin/zizmor --offline --quiet .github/workflows

bench: venv ## Print how long builds, runs and tests take, beside their floor
	@.venv/bin/python .ci/bench

lock: venv ## Compile requirements.in into requirements.txt, with hashes
	@.venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url requirements.in -o requirements.txt

clean: ## Remove the built site and the environment
	rm -rf _build .venv
