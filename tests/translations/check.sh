#!/usr/bin/env bash
# check.sh WRITE_CORE_TEXTS [--update]: whether resources/i18n/weir_de.ts has every string of the window and of core, no
# other, and each translated. Prints those that are new, gone or not done, and exits 1. With --update it puts new ones
# into the file and takes those out that are gone.
set -euo pipefail
core_texts=${1:?expected the program that writes the texts of core}
update=${2:-}
cd -- "$(dirname -- "$(readlink -f -- "$0")")/../.."
kept=resources/i18n/weir_de.ts

# Debian's /usr/bin/lupdate may be another Qt's.
lupdate=$(PATH=/usr/lib/qt6/bin:$PATH command -v lupdate) || exit 77
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$core_texts" >"$work/core_texts.cpp"
cp "$kept" "$work/weir_de.ts"
# Without places and lines, which would change with every edit.
find ui app -name '*.h' -o -name '*.cpp' | sort >"$work/sources"
echo "$work/core_texts.cpp" >>"$work/sources"
"$lupdate" -silent -I . -locations none ${update:+-no-obsolete} "@$work/sources" -ts "$work/weir_de.ts"
if [ "$update" = --update ]; then
    cp "$work/weir_de.ts" "$kept"
    echo "$(grep -c '<translation type=' "$kept" || true) to translate in $kept"
    exit 0
fi
# Whatever lupdate has something to say about has a type: unfinished, vanished or obsolete.
if grep -B 3 -n '<translation type=' "$work/weir_de.ts"; then
    echo "not translated, or no longer there; 'ninja -C build/tests translations' brings $kept up to date"
    exit 1
fi
