#!/bin/sh
# Runs every fuzz target for the given time: fuzz.sh 30s
set -eu
cd "$(dirname "$0")/.."
time=${1:-30s}

go list -f '{{if or .TestGoFiles .XTestGoFiles}}{{.ImportPath}}{{end}}' ./... | while read -r pkg; do
	for target in $(go test -list '^Fuzz' "$pkg" </dev/null | grep '^Fuzz' || true); do
		echo "$pkg $target"
		go test -run '^$' -fuzz "^$target\$" -fuzztime "$time" "$pkg" </dev/null
	done
done
