# `make` lists the targets. Python and make are all that must be there; PYTHON=python3.13 picks another Python.
PYTHON ?= python3
VENV   := .venv
TWIN   := .venv-colab
PRESS  := .venv-site
PY     := $(VENV)/bin/python
TWINPY := $(CURDIR)/$(TWIN)/bin/python
PRESSPY := $(PRESS)/bin/python
# Two test workers on two cores: a linear algebra library with threads of its own would only get in their way.
export OPENBLAS_NUM_THREADS := 1
export OMP_NUM_THREADS := 1
# Python 3.12 and up: every kernel would otherwise say that its debugger cannot see frozen modules.
export PYDEVD_DISABLE_FILE_VALIDATION := 1
PYTEST := -m pytest -n 2 --dist loadscope --no-loadscope-reorder --nbval-cell-timeout 120

.DEFAULT_GOAL := help
.PHONY: help lab test test-further test-cpus lint notebooks measure table colab test-colab class site test-site moving benchmark soak clean

help:  ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# JupyterLab asks whether it may fetch news, and covers part of the first figure with the question.
NEWS := {"@jupyterlab/apputils-extension:notification": {"fetchNews": "false"}}
lab: $(VENV)/.ready  ## open JupyterLab at the notebooks
	@mkdir -p $(VENV)/share/jupyter/lab/settings && echo '$(NEWS)' > $(VENV)/share/jupyter/lab/settings/overrides.json
	$(PY) -m jupyterlab $(AS_ROOT) --LabApp.default_url=/lab/tree/notebooks $(ARGS)

test: $(VENV)/.ready  ## run the tests, every lesson included
	$(PY) $(PYTEST) -k "not TestFurther" --nbval tests notebooks/*.ipynb

test-further: $(VENV)/.ready  ## run the notebooks of further/, and drag their sliders
	$(PY) $(PYTEST) --dist load -k TestFurther tests/test_controls.py

test-cpus: $(VENV)/.ready  ## run the tests, but for the browser's, as older processors see them
	$(PY) tools/cpus.py $(PYTEST) -m "not browser and not soak and not site" --nbval tests notebooks

lint: $(VENV)/.ready  ## let ruff read the code
	$(PY) -m ruff check

notebooks: $(VENV)/.ready  ## run all notebooks anew, in place, and strip them (NB=02: only that one)
	$(PY) tools/execute.py $(NB)

measure: $(VENV)/.ready  ## measure what data/measured/ lacks (NAME=dropout: that one anew; SCHEDULER=tcp://…: on a Dask cluster)
	$(PY) tools/measure.py $(NAME) $(if $(SCHEDULER),--scheduler $(SCHEDULER))

table: $(VENV)/.ready  ## write data/table.json, the numbers of lesson 13, and the README's summary from data/measured/
	$(PY) tools/table.py
	PYTHONPATH=. $(PY) tools/readme.py

moving: $(VENV)/.ready  ## film the README's moving picture, docs/drag.webp, anew (needs a browser)
	$(PY) tools/moving.py

colab: $(VENV)/.ready  ## write each notebook as a single file to build/colab/
	$(PY) tools/colab.py

class: $(VENV)/.ready  ## write each lesson without its answers, as a single file, to build/class/
	$(PY) tools/handout.py

test-colab: $(TWIN)/.ready colab  ## run the single files, and drag the lessons' sliders, with Colab's versions
	set -e; empty=$$(mktemp -d); trap 'rm -rf "$$empty"' EXIT; cp -R build/colab/. "$$empty"; cd "$$empty"; \
	$(TWINPY) $(PYTEST) -p no:cacheprovider --nbval further; \
	NOTEBOOKS="$$empty" $(TWINPY) $(PYTEST) --dist load -p no:cacheprovider -k TestLessons $(CURDIR)/tests/test_controls.py

site: $(PRESS)/.ready  ## build the site in build/site/: pages whose sliders move without a kernel
	$(PRESSPY) tools/site/build.py

test-site: $(PRESS)/.ready  ## build the site with some notebooks and open it from disk (SITE=build/site: look at that one)
	$(if $(SITE),,$(PRESSPY) tools/site/build.py build/site-of-some 04 adagrad backpropagation)
	SITE=$(or $(SITE),build/site-of-some) $(PRESSPY) -m pytest -n 2 -m site tests/site

benchmark: $(VENV)/.ready  ## measure the speeds that benchmarks/README.md reports
	set -e; for script in benchmarks/*.py; do $(PY) $$script; done

soak: $(VENV)/.ready  ## the tests that take minutes: 10,000 drags and the like
	$(PY) -m pytest -m soak tests

clean:  ## remove what was generated, the environments too
	rm -rf build $(VENV) $(TWIN) $(PRESS) *.egg-info .pytest_cache
	find . -name __pycache__ -o -name .ipynb_checkpoints | xargs rm -rf

# JupyterLab refuses to run as root unless told to; in a container, root is all there is.
AS_ROOT := $(if $(filter 0,$(shell id -u)),--allow-root)

# An environment is used as it is found, and made anew only if its Python is gone or too old.
WORKS := import sys, pip; sys.exit(sys.version_info < (3, 11))
# The first import of pyplot on a machine builds a font cache and says so, which no notebook should have to print.
WARM  := import matplotlib.pyplot
# setuptools warns about every editable install; a pip that fails still says so.
PIP   := -W ignore -m pip install --quiet --disable-pip-version-check

$(VENV)/.ready: pyproject.toml requirements.txt
	$(PY) -c "$(WORKS)" 2>/dev/null || $(PYTHON) -m venv --clear $(VENV)
	$(PY) $(PIP) -r requirements.txt
	$(PY) -c "$(WARM)"
	touch $@

# Colab runs Python 3.13; where that is not installed, its packages run on the Python that is.
$(TWIN)/.ready: tests/colab-constraints.txt
	python3.13 -m venv --clear $(TWIN) 2>/dev/null || $(PYTHON) -m venv --clear $(TWIN)
	$(TWINPY) $(PIP) -r tests/colab-constraints.txt nbval "pytest-xdist>=3.8"
	$(TWINPY) -c "$(WARM)"
	touch $@

$(PRESS)/.ready: pyproject.toml
	$(PRESSPY) -c "$(WORKS)" 2>/dev/null || $(PYTHON) -m venv --clear $(PRESS)
	$(PRESSPY) $(PIP) -e ".[test,site]"
	$(PRESSPY) -c "$(WARM)"
	touch $@

# A .ready that no longer tells the truth (Python upgraded, folder moved or copied) goes, so that the rules above run.
TRUE := import os, sys, pip, helpers; sys.exit(not os.path.samefile(helpers.__path__[0], 'helpers'))
_ := $(shell $(PY) -I -c "$(TRUE)" 2>/dev/null || rm -f $(VENV)/.ready)
_ := $(shell $(PRESSPY) -I -c "$(TRUE)" 2>/dev/null || rm -f $(PRESS)/.ready)
_ := $(shell $(TWINPY) -I -c "import pip" 2>/dev/null || rm -f $(TWIN)/.ready)
