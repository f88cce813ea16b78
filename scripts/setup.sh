#!/bin/sh
# Sees to it that what `make build`, `make run` and `make test` need is there. Says nothing and is quick when
# it is. Installs what is missing when it may (root on a Debian-like system), else prints the command to run.
#
#   setup.sh build|run|test
set -eu
cd "$(dirname "$0")/.."
goal=${1:-test}

axe_version=4.14.1
axe_sha512=1477dafa598d8d065f273d6af302aa203c02e83131707b7fa648cd41bd3d6b734f8c22a0dab86ee6a6f64b8afbe804b214d36db85a2826965edfb3a0b9d546b5
axe=.cache/axe-$axe_version.min.js

has() { command -v "$1" >/dev/null 2>&1; }

go_ready() {
	has go || return 1
	minor=$(go env GOVERSION | sed -n 's/^go1\.\([0-9]*\).*/\1/p')
	[ "${minor:-0}" -ge 26 ]
}

# The same places the program itself looks in; initdb beside postgres tells a server from a mere client.
postgres_ready() {
	for dir in $(has postgres && dirname "$(command -v postgres)") $(has pg_config && pg_config --bindir) \
		/usr/lib/postgresql/*/bin /usr/pgsql-*/bin /usr/lib/postgresql*/bin /usr/libexec/postgresql* \
		/usr/local/pgsql/bin /opt/homebrew/opt/postgresql*/bin /usr/local/opt/postgresql*/bin \
		/home/linuxbrew/.linuxbrew/opt/postgresql*/bin /Applications/Postgres.app/Contents/Versions/*/bin; do
		[ -x "$dir/postgres" ] && [ -x "$dir/initdb" ] || continue
		major=$("$dir/postgres" --version | sed -n 's/.*(PostgreSQL) \([0-9]*\).*/\1/p')
		[ "${major:-0}" -ge 15 ] && return 0
	done
	return 1
}

chromium_ready() {
	for name in chromium chromium-browser google-chrome google-chrome-stable chrome; do
		has "$name" && return 0
	done
	[ -x "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" ] || [ -x /Applications/Chromium.app/Contents/MacOS/Chromium ]
}

# Without a Chinese font every page is made of boxes and no measurement of it means anything.
font_ready() {
	[ "$(uname)" = Darwin ] && return 0
	if has fc-list; then
		[ -n "$(fc-list :lang=zh family 2>/dev/null | head -n 1)" ]
	else
		ls /usr/share/fonts/opentype/noto/*CJK* >/dev/null 2>&1
	fi
}

# axe-core judges accessibility in tests; it is fetched, checked against its sum and never committed.
fetch_axe() {
	mkdir -p .cache
	tmp=$(mktemp -d .cache/axe.XXXXXX)
	trap 'rm -rf "$tmp"' EXIT
	if ! (cd "$tmp" && npm pack "axe-core@$axe_version" >npm.log 2>&1 </dev/null); then
		tail -n 20 "$tmp/npm.log" >&2
		echo "axe-core $axe_version could not be fetched with npm" >&2
		exit 1
	fi
	if has sha512sum; then got=$(sha512sum "$tmp"/*.tgz); else got=$(shasum -a 512 "$tmp"/*.tgz); fi
	if [ "${got%% *}" != "$axe_sha512" ]; then
		echo "axe-core $axe_version is not what it was when it was chosen: sum ${got%% *}" >&2
		exit 1
	fi
	tar -xzf "$tmp"/*.tgz -C "$tmp" package/axe.min.js
	mv "$tmp/package/axe.min.js" "$axe" # in one step: a broken run leaves no half file
}

packages=
wants() { packages="$packages $1"; }

missing() {
	packages=
	[ "$goal" = build ] && return
	[ "$goal" = run ] && [ -n "${DATABASE_URL:-}" ] || postgres_ready || wants postgresql
	[ "$goal" = test ] || return 0
	chromium_ready || wants chromium
	font_ready || wants fonts-noto-cjk
	[ -s "$axe" ] || has npm || wants npm
}

apt_install() {
	# The server's package would create and start a cluster of its own; we need the programs only.
	conf=/etc/postgresql-common/createcluster.conf
	if [ ! -e "$conf" ]; then
		mkdir -p /etc/postgresql-common
		echo 'create_main_cluster = false' >"$conf"
	fi
	export DEBIAN_FRONTEND=noninteractive UCF_FORCE_CONFFOLD=1
	log=$(mktemp)
	# shellcheck disable=SC2086 # a list of packages
	if ! { apt-get update -q && apt-get install -y -q --no-install-recommends $packages; } >"$log" 2>&1 </dev/null; then
		tail -n 30 "$log" >&2
		rm -f "$log"
		exit 1
	fi
	rm -f "$log"
}

advise() {
	echo "missing:$packages" >&2
	if has apt-get; then
		echo "run:  sudo apt-get update && sudo apt-get install -y$packages" >&2
	elif has dnf; then
		echo "run:  sudo dnf install$(echo "$packages" | sed 's/postgresql/postgresql-server postgresql-contrib/; s/fonts-noto-cjk/google-noto-sans-cjk-fonts/')" >&2
	elif has brew; then
		echo "run:  brew install$(echo "$packages" | sed 's/postgresql/postgresql@17/; s/chromium/--cask chromium/; s/ npm/ node/')" >&2
	else
		echo "install them with your system's package manager" >&2
	fi
	exit 1
}

if ! go_ready; then
	echo "Go 1.26 or newer is needed ($(go env GOVERSION 2>/dev/null || echo none found)); get it from https://go.dev/dl/" >&2
	exit 1
fi
missing
if [ -n "$packages" ]; then
	if [ "$(id -u)" = 0 ] && has apt-get; then
		echo "installing:$packages" >&2
		apt_install
		missing
	fi
	[ -z "$packages" ] || advise
fi
if [ "$goal" = test ] && [ ! -s "$axe" ]; then
	fetch_axe
fi
