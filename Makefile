# Everything that a person or CI runs. Two commands are enough:
#
#   make run     build what is missing, start on loopback with a made-up county
#   make test    everything that CI runs
#
# Steps that are up to date are skipped: npm packages by the lock file, pages by
# their sources, the program by Go's own cache. Nothing is installed outside the
# tree but Chromium and a C compiler, and those only by root where they are missing.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.NOTPARALLEL:
.DEFAULT_GOAL := help

# Where the published tables and worked cases lie that tests compare with.
SHARED ?= $(abspath ../shared)
# A version stamp needs git to trust the folder, which in CI it may not.
GOFLAGS += -buildvcs=false
STATICCHECK := honnef.co/go/tools/cmd/staticcheck@v0.8.2
export SHARED GOFLAGS
export NPM_CONFIG_FUND := false
export NPM_CONFIG_UPDATE_NOTIFIER := false

pages := web/dist/index.html
modules := web/node_modules/.ready
page_sources := $(shell find web/src web/public web/m web/index.html web/vite.config.ts web/tsconfig.json -type f 2>/dev/null)
tally := node scripts/tally.mjs

.PHONY: help run build openapi clean bench story
help:
	@sed -n 's/^#   make/  make/p' Makefile
	@echo "  make lint    format, vet, staticcheck, types and rules of the house"
	@echo "  make story   the main job in a real browser"
	@echo "  make bench   how fast it is; nothing fails"
	@echo "  make build   the program with its pages, bin/server"
	@echo "  make openapi the two OpenAPI documents and the pages' typed clients"

# ---- building ----

$(modules): web/package.json web/package-lock.json
	cd web && npm ci --no-audit
	touch $@

$(pages): $(modules) $(page_sources)
	cd web && npm run --silent build
	touch web/dist/.keep $@

build: $(pages)
	go build -o bin/server ./server

run: build
	DEMO=1 exec bin/server

openapi: $(modules)
	go run ./server openapi web/openapi
	cd web && npm run --silent api

clean:
	rm -rf bin .cache web/node_modules web/test-results web/dist
	mkdir -p web/dist && touch web/dist/.keep

# ---- testing: every step is run, and the sum is told at the end ----

steps := test-vet test-go test-race test-mongo test-web test-openapi story

.PHONY: test $(steps) shared tools
test: shared tools
	@rm -rf .cache/tally
	@status=0; $(MAKE) --no-print-directory --keep-going $(steps) || status=$$?; $(tally) sum || status=1; exit $$status

shared:
	@test -d "$(SHARED)/data/growth" || { echo "The tests compare with published tables: put the shared folder beside this one, or set SHARED to it (now $(SHARED))." >&2; exit 1; }

tools:
	@scripts/tools.sh

test-vet: $(pages)
	go vet ./...

# The MongoDB store has a step of its own, with a server.
test-go: shared $(pages)
	go test -json $$(go list ./... | grep -v /records/mongo) | $(tally) go

# What many callers reach at once, watched for races. The rules of the house and
# the made-up county have one caller; watching them would take minutes for nothing.
test-race: shared
	go test -race -skip '^Test(House|Demo)' -json ./records ./records/sqlite ./signaling/... ./mobile-api ./server ./server/clinic ./server/gate ./server/notice | $(tally) race

# The MongoDB store on the wire. It is not the cache's to answer: the server differs.
test-mongo: shared
	scripts/ferretdb.sh go test -count=1 -json ./records/mongo | $(tally) mongo

test-web: $(modules)
	cd web && npm run --silent check
	cd web && npm run --silent test -- --reporter=default --reporter=json --outputFile=../.cache/vitest.json
	@$(tally) vitest .cache/vitest.json

# The documents and clients that are kept must be those that the program gives.
test-openapi: $(modules)
	@rm -rf .cache/openapi && mkdir -p .cache/openapi
	go run ./server openapi .cache/openapi
	cd web && for d in staff:desk mobile:parent; do \
		npx --no-install openapi-typescript ../.cache/openapi/$${d%%:*}.json -o ../.cache/openapi/$${d##*:}.ts >/dev/null && \
		diff -u openapi/$${d%%:*}.json ../.cache/openapi/$${d%%:*}.json && \
		diff -u src/$${d##*:}/api.gen.ts ../.cache/openapi/$${d##*:}.ts || \
		{ echo "The $${d%%:*} API has changed: run make openapi and keep what it writes." >&2; exit 1; }; done

story: tools build
	@CHROMIUM="$$(scripts/tools.sh chromium)" npm --prefix web run --silent story | tee .cache/story.log
	@$(tally) lines .cache/story.log

# ---- looking ----

.PHONY: lint
lint: $(pages)
	@unformatted=$$(find . \( -name node_modules -o -name .cache -o -name .git \) -prune -o -name '*.go' -print | xargs gofmt -l); \
		test -z "$$unformatted" || { echo "gofmt has something to do in:" >&2; echo "$$unformatted" >&2; exit 1; }
	go vet ./...
	go run $(STATICCHECK) ./...
	cd web && npm run --silent check
	go test -count=1 -run '^TestHouse' ./server

bench: shared tools build
	@CHROMIUM="$$(scripts/tools.sh chromium)" node scripts/bench.mjs
