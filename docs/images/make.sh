#!/bin/sh
# Take the pictures of the README anew: sh docs/images/make.sh [FOLDER], where FOLDER is a demonstration's output
# (demo-output by default; `make demo` makes it). Needs Chromium and Chinese fonts; see README.md beside this file.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
folder=${1:-$here/../../demo-output}
[ -d "$folder" ] || { echo "$folder is missing: run 'make demo' first." >&2; exit 2; }
folder=$(cd "$folder" && pwd)
browser=${BROWSER:-$(command -v chromium || command -v chromium-browser || command -v google-chrome || :)}
[ -n "$browser" ] || { echo "No Chromium found: on Debian 'sudo apt install chromium fonts-noto-cjk', or set BROWSER." >&2; exit 2; }
profile=$(mktemp -d)
trap 'rm -rf "$profile"' EXIT

take() { # page, picture, width, height
    [ -f "$folder/$1" ] || { echo "$folder/$1 is missing: run 'make demo' first." >&2; exit 2; }
    # Every picture gets a fresh profile, and the browser talks to nobody.
    "$browser" --headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking \
        --disable-component-update --disable-sync --hide-scrollbars --force-color-profile=srgb \
        --user-data-dir="$profile/for-$2" --window-size="$3,$4" --screenshot="$profile/$2" \
        "file://$folder/$1" 2>"$profile/log" || { cat "$profile/log" >&2; exit 1; }
    mv "$profile/$2" "$here/$2"
    echo "$here/$2"
}

take index.html overview.png 1440 1000
take index.en.html overview.en.png 1440 1000
take annual.html annual-report.png 1280 1000
