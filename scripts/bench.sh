#!/usr/bin/env bash
# Weighs what a parent's phone has to fetch for the first page: every file that
# the page names, gzipped as a web server would send it.
set -euo pipefail
cd "$(dirname "$0")/../web/dist"

total=0
for file in m/index.html $(grep -oE '(src|href)="/[^"]+"' m/index.html | sed -E 's/.*"\/(.*)"/\1/'); do
	[ -f "$file" ] || continue
	size=$(gzip -9 -c "$file" | wc -c)
	printf '%8d bytes gzip  %s\n' "$size" "$file"
	total=$((total + size))
done
printf '%8d bytes gzip  the parents'\'' first load in all (no more than 80000)\n' "$total"
