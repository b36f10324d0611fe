#!/usr/bin/env bash
# Shows that each rule of check.sh catches what it forbids and leaves sound code alone: a tree that breaks a rule in one
# place must fail exactly by that rule.
set -euo pipefail

check=$(dirname -- "$(readlink -f -- "$0")")/check.sh
format=$(dirname -- "$check")/../../.clang-format
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
failures=0

fresh_tree() {
    rm -rf "${tree:?}"/*
    mkdir -p "$tree"/core/{metrics,runtime,patterns,theory,labs} "$tree"/{app,ui,tests,resources}
    cp "$format" "$tree/.clang-format"
    printf '%s\n' '// A sound header.' '#pragma once' '' '#include "core/runtime/time.h"' >"$tree/core/labs/sound.h"
    printf '%s\n' '#include <thread>' '' 'std::thread worker;' >"$tree/core/runtime/pool.cpp"
}

# caught RULE FILE TEXT: a tree with TEXT as FILE fails by RULE and names FILE.
caught() {
    fresh_tree
    printf '%b\n' "$3" >"$tree/$2"
    if output=$("$check" "$1" "$tree"); then
        echo "rule $1 did not catch '${3:0:60}' in $2"
        failures=$((failures + 1))
    elif [[ $output != *"$2"* ]]; then
        echo "rule $1 failed without naming $2: $output"
        failures=$((failures + 1))
    fi
}

# allowed RULE FILE TEXT: a tree with TEXT as FILE passes RULE.
allowed() {
    fresh_tree
    printf '%b\n' "$3" >"$tree/$2"
    if ! output=$("$check" "$1" "$tree"); then
        echo "rule $1 objects to '$3' in $2: $output"
        failures=$((failures + 1))
    fi
}

caught seam core/patterns/a.cpp 'std::thread t;'
caught seam core/labs/a.cpp 'std::jthread t;'
caught seam core/labs/a.cpp 'auto t = std::chrono::steady_clock::now();'
caught seam core/theory/a.h 'std::random_device d;'
caught seam core/metrics/a.h 'std::this_thread::yield();'
allowed seam core/labs/a.cpp 'co_await executor.sleep(delay);  // not std::this_thread::sleep_for'
caught qt core/labs/a.h '#include <QString>'
allowed qt ui/a.h '#include <QString>'
caught layers core/runtime/a.h '#include "core/patterns/a.h"'
caught layers core/labs/a.h '#include "ui/a.h"'
caught layers ui/a.h '#include "app/a.h"'
caught layers core/theory/a.h '#include "core/runtime/executor.h"'
caught layers core/labs/a.h '#include "../runtime/time.h"'
allowed layers core/labs/a.h '#include "core/patterns/a.h"'
caught headers core/labs/a.h '// What it is.\nint x;'
caught headers core/labs/a.h '#pragma once'
caught length core/labs/a.h "// $(printf 'x%.0s' {1..120})"
caught length core/labs/a.cpp "$(printf 'int x;\\n%.0s' {1..401})"
caught marks ui/a.cpp '// TO''DO: later'
caught marks resources/a.md 'FIX''ME'
caught top notes.txt 'anything'
allowed top README.md 'anything'
if command -v clang-format-14 >/dev/null; then
    caught format core/labs/a.h 'int * x ;'
    allowed format core/labs/a.h 'int* x;'
fi

exit $((failures > 0))
