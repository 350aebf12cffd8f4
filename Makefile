# Genomlys: targets for people. `make` alone lists them.
.DEFAULT_GOAL := help
export CGO_ENABLED = 0
BIN := bin/genomlys
GO_FILES := $(shell find . -name '*.go' -not -path './node_modules/*') go.mod
TEMPL := go run github.com/a-h/templ/cmd/templ@v0.3.977

.PHONY: help
help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

# Pages, declarations and generated texts are called rarely: their small parts are
# kept once instead of being copied into each place of use, which is 2.5 MB.
ONCE := $(foreach p,web/... assess respond whatif ropa rounds campaign continuity control officer steering plan archive review settings people cityreview duty draft room remark example city,-gcflags=genomlys/internal/$(p)=-l) \
	-gcflags=github.com/go-webauthn/...=-l

.PHONY: build
build: ## build bin/genomlys and bin/genomlys-verify
	go build -trimpath -buildvcs=false $(ONCE) -ldflags='-s -w' -o bin/ ./cmd/genomlys ./cmd/genomlys-verify

.PHONY: demo
demo: build ## make the example office, decide its review, write its files to out/ and serve it
	$(BIN) demo --db out/demo.db --out out

.PHONY: deps
deps: ## install what the tests need (browser and PostgreSQL from Debian's packages, npm packages by lock file)
	sh scripts/test-deps.sh

.PHONY: test
test: deps build ## run all tests: Go on SQLite and PostgreSQL, acceptance, browser
	go test -timeout 30m ./...
	go run ./cmd/acceptance
	cd e2e && npm test

.PHONY: test-go
test-go: ## run the Go tests only
	go test -timeout 30m ./...

.PHONY: acceptance
acceptance: ## go through S-01 … S-102 of the example office's management review
	go run ./cmd/acceptance

.PHONY: bench
bench: build ## measure against the floor server, in the same run
	go run ./bench

.PHONY: lint
lint: ## gofmt, vet, staticcheck, generated code in step, licences
	sh scripts/lint.sh

.PHONY: generate
generate: ## make Go code out of the page templates
	$(TEMPL) generate -path internal/web

.PHONY: screenshots
screenshots: build ## take pictures of every page into screenshots/
	cd e2e && node screenshots.mjs

.PHONY: update-golden
update-golden: ## write the golden files anew; read the difference before committing it
	go test ./internal/registers -update

.PHONY: clean
clean: ## remove what was built
	rm -rf bin out screenshots
