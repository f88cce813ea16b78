# Everything one does with Beian. `make` lists it; each target installs what it misses.

GO    ?= go
TOOL  := $(GO) tool -modfile=tools.mod
VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)

# All packages together take minutes on two idle cores. This only ends what hangs: it must not turn a busy machine red.
TESTFLAGS ?= -timeout 25m
FUZZTIME  ?= 10s
BENCH     ?= nation
ARGS      ?=

.DEFAULT_GOAL := help
.PHONY: help run test check build bench pictures drill generate fmt lint vet format generated tidy full fuzz

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## start the demo on 127.0.0.1:8080 with a private database
	@sh scripts/setup.sh run
	@$(MAKE) --no-print-directory build
	@exec bin/beian serve --demo $(ARGS)

test: ## vet and test everything
	@sh scripts/setup.sh test
	$(GO) vet ./...
	$(GO) test $(TESTFLAGS) ./...

check: ## what must hold before a change is handed in: tests in full, form, lint, generated files
	@sh scripts/setup.sh test
	@$(MAKE) --no-print-directory format vet lint generated tidy full fuzz

build: ## build bin/beian, one static file
	@sh scripts/setup.sh build
	CGO_ENABLED=0 $(GO) build -trimpath -ldflags "-s -w -X main.version=$(VERSION)" -o bin/beian ./cmd/beian

bench: ## measure public lookup at the nation's size into docs/benchmarks.md; BENCH=500k for less
	@sh scripts/setup.sh test
	BEIAN_BENCH=$(BENCH) $(GO) test -run '^TestFigures$$' -count=1 -v -timeout 240m ./internal/bench

pictures: ## take README's pictures anew, in the browser test that walks the whole way
	@sh scripts/setup.sh test
	BEIAN_PICTURES=1 $(GO) test -run 'TestWalkInBrowser|TestPictures' -count=1 -timeout 20m ./internal/e2e

drill: ## rehearse failures: kills, failover, restore
	@sh scripts/setup.sh test
	BEIAN_DRILL=1 $(GO) test -run '^TestDrill' -count=1 -v -timeout 60m ./...

generate: ## write the generated files anew: templates, docs, schema
	$(TOOL) templ generate -path web
	@# Only what the repository itself suffices for; the tables of regions and holidays need outside data.
	$(GO) generate -run 'docs/|schema|-update' ./...

fmt: ## format Go and templates
	$(TOOL) templ fmt .
	gofmt -w $$(git ls-files -co --exclude-standard '*.go')

lint: ## run the linters
	$(TOOL) golangci-lint run ./...

# The parts of check.
vet:
	$(GO) vet ./...

format:
	@bad=$$(gofmt -l $$(git ls-files -co --exclude-standard '*.go')); \
	  test -z "$$bad" || { echo "not formatted, run make fmt:"; echo "$$bad"; exit 1; }
	$(TOOL) templ fmt -fail .

generated:
	sh scripts/generated.sh

tidy:
	$(GO) mod tidy -diff

full:
	BEIAN_FULL=1 $(GO) test -count=1 -timeout 45m ./...

fuzz:
	sh scripts/fuzz.sh $(FUZZTIME)
