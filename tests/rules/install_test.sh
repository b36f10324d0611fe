#!/usr/bin/env bash
# install_test.sh CMAKE BUILD_FOLDER: an installed Weir is complete, and its program runs from where it was put.
set -euo pipefail
cmake=$1
build=$2
prefix=$(mktemp -d)
trap 'rm -rf "$prefix"' EXIT

"$cmake" --install "$build" --prefix "$prefix" >/dev/null
status=0
for file in bin/weir share/applications/org.weir.Weir.desktop share/metainfo/org.weir.Weir.metainfo.xml \
    share/icons/hicolor/scalable/apps/org.weir.Weir.svg share/man/man1/weir.1 share/man/man7/weir-labs.7 share/doc/weir/LICENSE \
    share/doc/weir/LICENSE.fonts; do
    if [ ! -s "$prefix/$file" ]; then
        echo "not installed: $file"
        status=1
    fi
done
if command -v groff >/dev/null; then
    said=$(groff -man -Tutf8 -ww -z "$prefix/share/man/man7/weir-labs.7" 2>&1)
    if [ -n "$said" ]; then
        printf 'weir-labs.7 does not format:\n%s\n' "$said"
        status=1
    fi
fi
cd /
"$prefix/bin/weir" list | grep -q circuit-breaker || {
    echo 'the installed program does not list the circuit breaker'
    status=1
}
exit $status
