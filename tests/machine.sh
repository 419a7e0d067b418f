#!/usr/bin/env bash
# Makes sure that this machine has what the tests need beside Python: a real browser, Japanese fonts,
# the PostgreSQL server's programs and the PDF tools. Installs on Debian and Ubuntu what is missing;
# elsewhere says what to install by hand. Changes nothing where everything is there.
set -euo pipefail

missing=()
need() {  # need PACKAGE TEST...: the package is missing unless the test holds
    local package=$1
    shift
    "$@" >/dev/null 2>&1 || missing+=("$package")
}
have_postgresql() { compgen -G '/usr/lib/postgresql/*/bin/initdb' || command -v initdb; }
have_font() { command -v fc-list && [ -n "$(fc-list "$1")" ]; }

need chromium command -v chromium
need fontconfig command -v fc-list
need fonts-noto-cjk have_font 'Noto Sans CJK JP'
need fonts-morisawa-bizud-gothic have_font 'BIZ UDPGothic'
need poppler-utils command -v pdftotext
need postgresql have_postgresql
need npm command -v npm

if [ ${#missing[@]} -eq 0 ]; then
    exit 0
fi
echo "The tests need these system packages, which are missing here: ${missing[*]}"

if ! command -v apt-get >/dev/null; then
    echo "This machine has no apt-get. Install them with its own package manager" >&2
    echo "(on other systems the names differ a little), then run the same command again." >&2
    exit 1
fi
as_root=()
if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null; then
        echo "Neither root nor sudo. Ask an administrator to run:" >&2
        echo "    apt-get install -y --no-install-recommends ${missing[*]}" >&2
        exit 1
    fi
    as_root=(sudo)
fi
"${as_root[@]}" apt-get update -qq
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
echo "Installed: ${missing[*]}"
