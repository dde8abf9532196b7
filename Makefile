# What a person types. Everything longer lives in scripts/; `make` alone shows this list.
# A bare Debian with a Rust toolchain is enough: each target installs what it lacks, and nothing else.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help demo test test-fast accept bench lint fmt postgres browser need clean

## demo       a fictional city, filed, published and served (LISTEN=127.0.0.1:8080)
LISTEN ?= 127.0.0.1:8080
demo:
	scripts/need.sh build
	cargo run --package xinheng -- demo --listen "$(LISTEN)"

## test       everything: lints, all tests on SQLite and PostgreSQL, licences, the pages in a browser
test:
	scripts/test.sh full

## test-fast  SQLite only, no service, no browser
test-fast:
	scripts/test.sh fast

## accept     import the real files in DATA=FOLDER, print what became of every row
accept:
	scripts/test.sh accept "$(DATA)"

## bench      figures beside their yardsticks, on both engines (ARGS="--rows 1000000 --subjects 1000000")
ARGS ?=
bench:
	scripts/need.sh build postgres
	cargo build --release --package xinheng
	scripts/with-postgres.sh --durable --socket cargo run --release --package xh-bench -- $(ARGS)

## lint       clippy, tidy, licences, shell scripts
lint:
	scripts/test.sh lint

## fmt        format the Rust files
fmt:
	cargo fmt --all

## postgres   a private PostgreSQL for a session: prints its address, stops with Ctrl-C
postgres:
	scripts/need.sh build postgres
	scripts/with-postgres.sh bash -c 'printf "%s\n" "$$XINHENG_TEST_PG"; exec sleep infinity'

## browser    only the browser tests; pictures of every page go to SHOTS=FOLDER
browser:
	scripts/need.sh build browser
	scripts/browser-test.sh

## need       install everything that the other targets would
need:
	scripts/need.sh build postgres mysql browser deny

clean:
	cargo clean
	rm -rf tests/browser/node_modules

help:
	@sed -n 's/^## /  make /p' Makefile
