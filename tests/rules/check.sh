#!/usr/bin/env bash
# tests/rules/check.sh RULE [ROOT]: one rule about the sources as text, checked over the whole tree. Prints every place
# that breaks it, as file:line: text, and exits 1; exits 0 in silence. ctest runs each rule as a test of its own, and
# self_test.sh shows that each one catches what it forbids.
set -uo pipefail
shopt -s lastpipe  # report runs in this shell and sets `found`
export LC_ALL=C.UTF-8

rule=${1:?expected a rule}
cd -- "${2:-$(dirname -- "$(readlink -f -- "$0")")/../..}" || exit 2
found=0

# report MESSAGE: takes the offending places from standard input.
report() {
    local places
    places=$(cat)
    if [ -n "$places" ]; then
        printf '%s:\n%s\n' "$1" "$places"
        found=1
    fi
}

# sources FOLDER...: the C++ files in those of the folders that exist.
sources() {
    local folder
    for folder in "$@"; do
        if [ -d "$folder" ]; then find "$folder" -name '*.h' -o -name '*.cpp'; fi
    done | sort
}

# search PATTERN FOLDER...: matches in code, with comments left out.
search() {
    local pattern=$1 file
    shift
    sources "$@" | while IFS= read -r file; do
        sed 's,//.*,,' "$file" | grep -nE -- "$pattern" | sed "s,^,$file:,"
    done
}

# The layers, lowest first. Each may include itself and those before it.
layers=(core/metrics core/runtime core/sync core/patterns core/theory core/labs core/scenario ui app)

case $rule in
    seam)
        search '\bstd::(this_thread|j?thread)\b|_clock::|\brandom_device\b|\b(usleep|nanosleep)\b|\bpthread_' \
            core/metrics core/sync core/patterns core/theory core/labs core/scenario |
            report 'threads, clocks, entropy and OS sleeps belong to core/runtime'
        ;;
    qt)
        search '#include *[<"]Q[A-Z]' core | report 'core uses no Qt'
        ;;
    layers)
        for ((i = 0; i < ${#layers[@]}; i++)); do
            above=$(IFS='|' && echo "${layers[*]:i+1}")
            if [ -n "$above" ]; then
                search "#include \"($above)/" "${layers[i]}" | report "${layers[i]} includes a layer above it"
            fi
        done
        search '#include "core/(runtime|sync|patterns)/' core/theory | report 'core/theory knows nothing of engines'
        search '#include "\.' core ui app tests | report 'includes start at the root of the project'
        ;;
    headers)
        sources core ui app tests | grep '\.h$' | xargs -r grep -L '^#pragma once$' | report 'a header without #pragma once'
        sources core ui app | grep '\.h$' | while IFS= read -r file; do
            head -n 1 "$file" | grep -q '^//' || echo "$file:1"
        done | report 'a header opens with a few lines saying what it is'
        ;;
    length)
        sources core ui app tests | xargs -r grep -nE '^.{121,}' | report 'a line is longer than 120 columns'
        sources core ui app tests | xargs -r wc -l | awk '$1 > 400 && $2 != "total" {print $2 ": " $1}' |
            report 'a file is longer than 400 lines'
        ;;
    marks)
        # Written apart, so that this file does not find itself.
        grep -rnIE '\b(TO''DO|FIX''ME|X''XX|HA''CK|QS''KIP)\b' app core ui tests resources .ci \
            CMakeLists.txt README.md 2>/dev/null | report 'finish it or leave it out'
        ;;
    top)
        find . -mindepth 1 -maxdepth 1 -not -name '.*' -printf '%f\n' |
            grep -vxE 'app|core|ui|tests|resources|build|CMakeLists\.txt|README\.md' |
            report 'not among the names of the top level'
        ;;
    format)
        # Another major version breaks lines differently.
        command -v clang-format-14 >/dev/null || exit 77
        sources core ui app tests | xargs -r clang-format-14 --dry-run --Werror 2>&1 | grep 'error:' |
            report 'not as .clang-format has it (clang-format-14 -i FILE)'
        ;;
    metadata)
        for tool in appstreamcli desktop-file-validate groff; do command -v "$tool" >/dev/null || exit 77; done
        appstreamcli validate --no-net resources/org.weir.Weir.metainfo.xml >/dev/null 2>&1 ||
            appstreamcli validate --no-net --no-color resources/org.weir.Weir.metainfo.xml 2>&1 |
            report 'appstreamcli objects'
        desktop-file-validate resources/org.weir.Weir.desktop 2>&1 | report 'desktop-file-validate objects'
        groff -man -Tutf8 -ww -z resources/weir.1 2>&1 | report 'the manual page does not format'
        version=$(sed -nE 's/^project\(weir VERSION ([0-9.]+).*/\1/p' CMakeLists.txt)
        grep -q "<release version=\"$version\"" resources/org.weir.Weir.metainfo.xml ||
            echo "resources/org.weir.Weir.metainfo.xml: $version" | report 'this version has no release entry'
        ;;
    *)
        echo "check.sh: unknown rule $rule" >&2
        exit 2
        ;;
esac
exit $found
