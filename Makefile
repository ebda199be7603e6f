# Every command is run.py's, so that Windows users without make have the same ones: py run.py book
PYTHON ?= python3

.DEFAULT_GOAL := help
.PHONY: book test check serve site lab worksheet grade gradescope refresh lint links bench bench-peers bench-pages clean help

book test check serve site lab worksheet grade gradescope refresh lint links bench bench-peers bench-pages clean help:
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11, 3.12 or 3.13 is needed: install it, or name yours with make $@ PYTHON=..."; exit 1; }
	@$(PYTHON) run.py $@ $(NB) $(SEED) $(SUBMISSIONS) $(ARGS)
