# Only relative paths below: the checkout may lie in a folder with spaces or Chinese characters. Programs are
# called as modules, since a script's first line cannot name an interpreter whose path holds a space.

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help demo pictures test check lock benchmark clean run-environment test-environment

# Chinese text comes through whatever the locale is.
export PYTHONUTF8 := 1
python := .venv/bin/python

help:
	@echo 'make demo       play a whole year and write every report into demo-output/'
	@echo 'make pictures   take the pictures of the README from demo-output/'
	@echo 'make test       the quality gate and every test, with coverage'
	@echo 'make check      the quality gate alone: lint, format, types, imports'
	@echo 'make benchmark  how fast it is, and against what (docs/benchmarks.md)'
	@echo 'make lock       bring the lock files in requirements/ up to date'
	@echo 'make clean      remove what the other targets made'
	@echo 'PYTHON=/path/to/python3 chooses the Python (3.11 or newer).'

demo: run-environment
	@$(python) -m compliance demo --out demo-output

pictures:
	@sh docs/images/make.sh demo-output

test: check
	@$(python) -m pytest -n 2 --cov --cov-report=term

check: test-environment
	@$(python) -m ruff check .
	@$(python) -m ruff format --check .
	@$(python) -m mypy
	@$(python) -c 'from importlinter.cli import lint_imports_command; lint_imports_command()' --no-logo

benchmark: test-environment
	@$(python) -m benchmarks

lock:
	@sh bootstrap.sh lock
	@.venv-lock/bin/python requirements/lock.py

run-environment:
	@sh bootstrap.sh run

test-environment:
	@sh bootstrap.sh test

clean:
	rm -rf .venv .venv-lock demo-output build dist .coverage .hypothesis .import_linter_cache \
		.mypy_cache .pytest_cache .ruff_cache
	find src tests -type d -name __pycache__ -exec rm -rf {} +
