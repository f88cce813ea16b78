#!/bin/sh
# Fails when the generated files are not what generating them gives. Compares before and after instead of
# asking git for a clean tree, so that it serves in the middle of work too.
set -eu
cd "$(dirname "$0")/.."

state() {
	git diff | git hash-object --stdin
	git ls-files --others --exclude-standard | while read -r f; do git hash-object "$f"; done
}

before=$(state)
make --no-print-directory generate
if [ "$before" != "$(state)" ]; then
	git --no-pager diff --stat
	git status --short
	echo "generated files were not up to date; they are now: look at them and commit" >&2
	exit 1
fi
