# Each target needs Python 3.10 or newer and Node 20 or newer, and installs the rest by itself.
PYTHON ?= python3
NO_PYTHON = Python 3.10 or newer is needed, and $(PYTHON) is not there; on Debian or Ubuntu `sudo apt-get install python3 python3-venv`, on a Mac `brew install python`, then run this again.
TASK = command -v $(PYTHON) > /dev/null || { echo '$(NO_PYTHON)' >&2; exit 1; }; $(PYTHON) scripts/task.py

# `make start -- FOLDER --no-browser --port=8899`: make takes these words for
# goals and variables; they are handed on instead.
ifeq (start,$(firstword $(MAKECMDGOALS)))
WORDS := $(wordlist 2,$(words $(MAKECMDGOALS)),$(MAKECMDGOALS))
ARGS := $(WORDS) $(filter --%,$(MAKEOVERRIDES))
$(eval $(WORDS):;@:)
endif

help: ## Show this list
	@grep -E '^[a-z-]+: ##' $(MAKEFILE_LIST) | sed 's/: ## /\t/' | expand -t 15

start: ## Build, install and open JupyterLab on module 1
	@$(TASK) start $(ARGS)

test: ## Build, install and prove everything
	@$(TASK) test

test-matrix: ## The same with the other supported versions
	@$(TASK) test-matrix

test-all: ## test and test-matrix, with one sum
	@$(TASK) test-all

test-delivery: ## nbgrader, otter, JupyterHub, Colab's versions; or some: ONLY="nbgrader hub"
	@$(TASK) test-delivery $(ONLY)

lint: ## Linters, types and import rules
	@$(TASK) lint

build: ## The wheel and the notebooks
	@$(TASK) build

test-torch: ## Suites that depend on torch, with another: make test-torch TORCH=2.6.0
	@$(PYTHON) scripts/torch_env.py $(TORCH)

bench: ## Speed and size
	@$(TASK) bench

bench-link: ## The link to a kernel: cost, delivery, disturbance
	@$(TASK) bench-link

bench-check: ## A check: the engine's own time, rehearsal, and otter-grader beside it
	@$(TASK) bench-check

bench-hub: ## Twenty users of one JupyterHub: time and memory of each
	@$(TASK) bench-hub

bench-view: ## The view: script time, heap, size, activation
	@$(TASK) bench-view

images: ## Take the pictures in docs/images again
	@$(TASK) images

.PHONY: help start test test-matrix test-all test-delivery test-torch lint build bench bench-link bench-check bench-hub bench-view images
