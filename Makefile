# Tout se lance d'ici, d'un clone neuf, avec Python (3.11 à 3.13) et make. `make help` liste les commandes.
# One stamp, named after what is installed, says that $(VENV) holds the pinned packages of the base
# and of those extras; it ages with pyproject.toml and constraints.txt. Nothing here ever removes an extra.

# Plain `=`: HOST and PORT come from the command line only. Some shells and tools export a HOST of
# their own, and the service must not open itself to a network because of that.
HOST = 127.0.0.1
PORT = 7860
EXTRAS =
ARGS =
VENV ?= .venv
PYTHON ?= python3.11

comma := ,
space := $(subst ,, )
ALL := sentence-transformers eval dev
CHOICES := $(ALL) train
HAVE := $(filter-out base,$(subst +, ,$(patsubst $(VENV)/.installed-%,%,$(wildcard $(VENV)/.installed-base*))))
ASKED := $(subst $(comma), ,$(EXTRAS))
UNKNOWN := $(filter-out $(CHOICES),$(ASKED))
ifneq ($(UNKNOWN),)
$(error EXTRAS inconnus : $(UNKNOWN). Choix : $(subst $(space),$(comma),$(CHOICES)))
endif

stamp = $(VENV)/.installed-$(subst $(space),+,$(strip base $(sort $(1) $(HAVE))))
# base+dev+eval → [dev,eval]
extras = $(patsubst %,[%],$(subst $(space),$(comma),$(filter-out base,$(subst +, ,$(1)))))
LIGHT := $(call stamp,$(ASKED))
FULL := $(call stamp,$(ALL))
TEACHER := $(call stamp,train)
BIN := $(VENV)/bin
PEERS := build/bench/peers/.installed

# Read once and never expanded: quotes, dollars and backquotes of a question reach the program as typed.
QUESTION := $(value Q)
unexport Q
export QUESTION
# The build tools too are pinned (PIP_CONSTRAINT for older pips, PIP_BUILD_CONSTRAINT for newer ones).
export PIP_CONSTRAINT := constraints.txt
export PIP_BUILD_CONSTRAINT := constraints.txt
export PIP_DISABLE_PIP_VERSION_CHECK := 1

MAKEFLAGS += --no-builtin-rules
.DEFAULT_GOAL := help
.PHONY: help install run ask index eval test soak train bench bench-full check clean question

help: ## affiche cette aide
	@echo 'Usage : make COMMANDE [VARIABLE=valeur]'
	@echo
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile
	@echo
	@echo 'Variables :'
	@echo '  Q="…"        la question de « make ask »'
	@echo '  HOST, PORT   adresse du service ($(HOST), $(PORT))'
	@echo '  EXTRAS=a,b   compléments à installer : $(subst $(space),$(comma) ,$(CHOICES))'
	@echo '  ARGS="…"     arguments de plus pour la commande lancée'
	@echo '  PYTHON       interpréteur qui crée l’environnement ($(PYTHON))'
	@echo '  VENV         dossier de l’environnement ($(VENV))'

install: $(LIGHT) ## installe le nécessaire, sans torch (plus EXTRAS)
	@:

run: $(LIGHT) ## installe, construit l’index s’il le faut, sert la page et l’API
	@exec $(BIN)/assistant serve --build --host '$(HOST)' --port '$(PORT)' $(ARGS)

ask: question $(LIGHT) ## répond à une question : make ask Q="Comment faire alliance ?"
	@exec $(BIN)/assistant ask --build $(ARGS) -- "$$QUESTION"

index: $(LIGHT) ## construit ou met à jour l’index des documents
	@exec $(BIN)/assistant index $(ARGS)

eval: $(LIGHT) ## mesure la qualité sur les questions de référence
	@exec $(BIN)/assistant eval $(ARGS)

test: $(FULL) ## installe tous les compléments et lance tous les tests
	@HF_HUB_OFFLINE=1 $(BIN)/python -m pytest $(ARGS)

soak: $(FULL) ## lance les essais d’endurance (longs)
	@HF_HUB_OFFLINE=1 $(BIN)/python -m pytest -m soak $(ARGS)

train: $(TEACHER) ## refait le modèle d’embedding dans build/train ; ARGS="--quick" : essai de 3 minutes
	@HF_HUB_OFFLINE=1 $(BIN)/python training/embedding/pipeline.py $(ARGS)

bench: $(LIGHT) $(PEERS) ## mesure la recherche face à d’autres moteurs, en petit (quelques minutes)
	@$(BIN)/python benchmarks/bench.py $(ARGS)

bench-full: $(LIGHT) $(PEERS) ## mesure tout, jusqu’à un million d’extraits, et récrit docs/benchmarks.md (des heures)
	@$(BIN)/python benchmarks/bench.py --full $(ARGS)

check: $(FULL) ## vérifie la mise en forme, les types et l’architecture
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy --strict src
	$(BIN)/python -m pytest tests/test_architecture.py

clean: ## retire l’environnement et les caches ; garde les documents et les index
	@if [ -f '$(VENV)/pyvenv.cfg' ]; then rm -rf '$(VENV)'; fi
	@rm -rf build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
	@find src tests -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true

question:
	@[ -n "$$QUESTION" ] || { echo 'Posez une question : make ask Q="Comment faire alliance ?"' >&2; exit 2; }

# What the product is compared with lives apart, with pins of its own.
$(PEERS): benchmarks/requirements-peers.txt
	@'$(PYTHON)' -m venv $(@D) >&2
	@echo 'Installation des autres moteurs dans $(@D) (une à quatre minutes la première fois)…' >&2
	@env -u PIP_CONSTRAINT -u PIP_BUILD_CONSTRAINT $(@D)/bin/python -m pip install -qq --no-compile -r $< >&2
	@touch $@

# pip compiles every file it installs, 230 MB of them for the light set, of which few are ever imported:
# what no answer imports (the Kubernetes client that chromadb asks for, what only chat models need, packages' own
# tests) is left out.
$(VENV)/.installed-%: pyproject.toml constraints.txt
	@if ! $(BIN)/python -m pip --version >/dev/null 2>&1; then \
	  command -v '$(PYTHON)' >/dev/null 2>&1 || { \
	    echo 'Python introuvable : « $(PYTHON) ». Installez Python 3.11, ou nommez le vôtre : make PYTHON=python3.12 …' >&2; exit 1; }; \
	  '$(PYTHON)' -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' 2>/dev/null || { \
	    echo '« $(PYTHON) » ne convient pas : il faut Python 3.11, 3.12 ou 3.13. Nommez-en un : make PYTHON=python3.12 …' >&2; exit 1; }; \
	  '$(PYTHON)' -m venv '$(VENV)' >&2 || { \
	    echo 'Environnement non créé dans $(VENV). Sous Debian ou Ubuntu : apt install python3-venv.' >&2; exit 1; }; \
	fi
	@echo 'Installation dans $(VENV) : $(subst +, + ,$*) (une à quatre minutes la première fois)…' >&2
	@$(BIN)/python -m pip install -qq --no-compile -c constraints.txt \
	    -e '.$(call extras,$*)' >&2 || { \
	  echo 'Installation interrompue (voir ci-dessus : réseau, place sur le disque ?). Relancez la même commande.' >&2; exit 1; }
	@PYTHONDONTWRITEBYTECODE= $(BIN)/python -m compileall -qq -j 0 \
	    -x 'site-packages/(kubernetes/|nltk/|networkx/|openai/|sqlalchemy/|setuptools/|pip/|.*/tests?/)' '$(VENV)'/lib/python3*/site-packages || true
	@rm -f '$(VENV)'/.installed-*
	@touch '$@'
