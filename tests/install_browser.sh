#!/bin/sh
# Chromium without windows, and Korean fonts, from Debian's packages, where they are missing and may be installed.
set -eu
missing=""
command -v chromium-headless-shell >/dev/null 2>&1 || command -v chromium >/dev/null 2>&1 ||
    missing="chromium-headless-shell"
[ -n "$(fc-list :lang=ko 2>/dev/null)" ] || missing="$missing fontconfig fonts-noto-cjk"
[ -n "$missing" ] || exit 0
if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
    apt-get update -qq
    # shellcheck disable=SC2086
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
else
    echo "The browser tests need:$( printf ' %s' $missing ) (with Debian: sudo apt-get install $missing)." >&2
fi
