#!/bin/sh
# Installs what the tests need and is not there: Chromium, PostgreSQL and the
# PDF tools from Debian's packages, npm packages by lock file.
set -eu
cd "$(dirname "$0")/.."
need=""
command -v chromium >/dev/null 2>&1 || need="$need chromium"
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || need="$need postgresql"
command -v pdftoppm >/dev/null 2>&1 || need="$need poppler-utils"
command -v qpdf >/dev/null 2>&1 || need="$need qpdf"
if [ -n "$need" ]; then
	sudo=""
	[ "$(id -u)" = 0 ] || sudo=sudo
	$sudo env DEBIAN_FRONTEND=noninteractive apt-get update -q
	# shellcheck disable=SC2086
	$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $need
fi
if [ -f e2e/package-lock.json ] && [ ! -d e2e/node_modules/playwright-core ]; then
	(cd e2e && npm ci --no-audit --no-fund)
fi
