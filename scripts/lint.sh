#!/bin/sh
# Formatting, vet, staticcheck, templates in step with their generated code,
# and a licence for every module that is compiled in.
set -eu
cd "$(dirname "$0")/.."
out=$(gofmt -l $(git ls-files '*.go'))
[ -z "$out" ] || { echo "gofmt: these files are not formatted:"; echo "$out"; exit 1; }
go vet -composites=false ./...
go run honnef.co/go/tools/cmd/staticcheck@v0.8.2 -checks 'all,-ST1000,-ST1003,-ST1005,-ST1016,-ST1020,-ST1021,-ST1022' ./...
if [ -d internal/web/page ]; then
	before=$(cat internal/web/*/*_templ.go | sha256sum)
	go run github.com/a-h/templ/cmd/templ@v0.3.977 generate -path internal/web >/dev/null
	after=$(cat internal/web/*/*_templ.go | sha256sum)
	[ "$before" = "$after" ] || { echo "templ: generated files are out of step; run make generate and commit"; exit 1; }
fi
go run ./scripts/licences -check
echo "lint: ok"
