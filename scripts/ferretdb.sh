#!/usr/bin/env bash
# Runs a command beside a server that speaks MongoDB's wire protocol:
#
#   scripts/ferretdb.sh go test ./records/mongo
#
# FerretDB v1.24.2 with its SQLite handler is built once into .cache/bin (from
# the Go module proxy), listens on a free loopback port with its telemetry off
# and its data in a temporary folder, and is stopped when the command ends. The
# command finds it by MONGODB_TEST_URI; without a command the address is printed
# and the server runs until it is interrupted.
#
# It is a check of the driver code on the wire, no MongoDB: it loses updates when
# writers of one row race and has no transactions. The store's contract says in
# its log (go test -v) which races were therefore not held.
set -euo pipefail

version=v1.24.2
cache=$(cd "$(dirname "$0")/.." && pwd)/.cache
program=$cache/bin/ferretdb-$version

# build makes the program. `go install ...@version` builds one that stops at
# once, because the module lacks the version file that FerretDB's own build
# writes; so a copy of the module gets that file.
build() {
	local source work
	source=$(cd / && go mod download -json "github.com/FerretDB/FerretDB@$version" | sed -n 's/^\t"Dir": "\(.*\)",\?$/\1/p')
	work=$(mktemp -d)
	cp -r "$source/." "$work"
	chmod -R u+w "$work"
	echo "$version" >"$work/build/version/version.txt"
	mkdir -p "$cache/bin"
	(cd "$work" && GOFLAGS=-buildvcs=false GOTOOLCHAIN=local GOWORK=off CGO_ENABLED=0 go build -o "$program.$$" ./cmd/ferretdb)
	mv "$program.$$" "$program"
	rm -rf "$work"
}

if [ ! -x "$program" ]; then
	echo "ferretdb.sh: building FerretDB $version, once" >&2
	build
fi

state=$(mktemp -d)
server=
finish() {
	if [ -n "$server" ]; then
		kill "$server" 2>/dev/null || true
		wait "$server" 2>/dev/null || true
	fi
	rm -rf "$state"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

mkdir "$state/data"
DO_NOT_TRACK=1 "$program" --handler=sqlite --sqlite-url="file:$state/data/" --state-dir="$state" \
	--listen-addr=127.0.0.1:0 --debug-addr=- --telemetry=disable --log-level=info >"$state/log" 2>&1 &
server=$!

address=
for _ in $(seq 150); do
	address=$(sed -n 's/.*[Ll]istening on TCP.*\(127\.0\.0\.1:[0-9]\+\).*/\1/p' "$state/log" | head -n 1)
	if [ -n "$address" ] && (exec 3<>"/dev/tcp/${address/:/\/}") 2>/dev/null; then
		break
	fi
	if ! kill -0 "$server" 2>/dev/null; then
		break
	fi
	address=
	sleep 0.2
done
if [ -z "$address" ]; then
	echo "ferretdb.sh: FerretDB does not answer:" >&2
	cat "$state/log" >&2
	exit 1
fi

export MONGODB_TEST_URI=mongodb://$address/
if [ $# -eq 0 ]; then
	echo "$MONGODB_TEST_URI"
	wait "$server"
else
	"$@"
fi
