#!/usr/bin/env bash
# Sees to what the tests need of the system: Node, Chromium for the browser
# story and a C compiler for Go's race detector. What is missing is installed by
# the system's package manager when root runs this; otherwise it is named.
#
#   scripts/tools.sh            see to all of it, say nothing when it is there
#   scripts/tools.sh chromium   print where Chromium is
set -euo pipefail

chromium() {
	local name
	for name in "${CHROMIUM:-chromium}" chromium chromium-browser google-chrome-stable google-chrome; do
		if type -P "$name"; then # command -v would find this function
			return
		fi
	done
	return 1
}

if [ "${1:-}" = chromium ]; then
	chromium
	exit
fi

if ! command -v node >/dev/null || [ "$(node -p 'process.versions.node.split(".")[0]')" -lt 20 ]; then
	echo "tools.sh: Node 20 or newer is needed (https://nodejs.org)" >&2
	exit 1
fi
missing=()
chromium >/dev/null || missing+=(chromium)
command -v "${CC:-cc}" >/dev/null || missing+=(gcc libc6-dev)
if [ ${#missing[@]} -eq 0 ]; then
	exit
fi
if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
	echo "tools.sh: please install ${missing[*]} (on Debian: sudo apt-get install ${missing[*]})" >&2
	exit 1
fi
echo "tools.sh: installing ${missing[*]}" >&2
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq >&2
apt-get install -y -qq --no-install-recommends "${missing[@]}" >&2
