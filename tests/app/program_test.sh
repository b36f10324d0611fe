#!/usr/bin/env bash
# tests/app/program_test.sh WEIR: the program itself, as a person meets it: exit statuses, one line on standard error,
# nothing on standard output when it refuses, no display needed but for the window.
set -uo pipefail
weir=${1:?expected the program}
unset DISPLAY WAYLAND_DISPLAY WAYLAND_SOCKET QT_QPA_PLATFORM
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
failures=0

# expect STATUS ARGUMENT...: runs it and looks at how it ended.
expect() {
    local status=$1 got lines
    shift
    "$weir" "$@" >"$folder/out" 2>"$folder/err"
    got=$?
    lines=$(wc -l <"$folder/err")
    if [ "$got" -ne "$status" ]; then complain "status $got, expected $status" "$@"; fi
    if [ "$status" -eq 0 ]; then
        [ -s "$folder/out" ] || complain 'printed nothing' "$@"
        [ "$lines" -eq 0 ] || complain "wrote to standard error: $(head -n 1 "$folder/err")" "$@"
    else
        [ "$lines" -eq 1 ] || complain "$lines lines on standard error, expected 1" "$@"
        [ -s "$folder/out" ] && complain 'printed something all the same' "$@"
    fi
}

complain() {
    echo "weir ${*:2}: $1"
    failures=$((failures + 1))
}

expect 0 --help
expect 0 --version
expect 0 list
expect 0 list --json
expect 0 describe circuit-breaker
expect 0 describe circuit-breaker --json
# Every lab, in both forms, on both engines; in virtual time the same bytes each time.
labs=$("$weir" list | cut -d ' ' -f 1)
[ "$(wc -w <<<"$labs")" -eq 10 ] || complain "tells other labs: $labs" list
for lab in $labs; do
    for variant in textbook production; do
        virtual=(run "$lab" --set "variant=$variant" --engine virtual --duration 2 --json)
        expect 0 "${virtual[@]}"
        cp "$folder/out" "$folder/first"
        expect 0 "${virtual[@]}"
        cmp -s "$folder/first" "$folder/out" || complain 'printed other bytes the second time' "${virtual[@]}"
        expect 0 run "$lab" --set "variant=$variant" --engine threads --duration 100ms --json
    done
done
expect 2 lsit
expect 2 --nonsense
expect 2 --
expect 2 run
expect 2 run nobody
expect 2 run circuit-breaker --set load.rate=0
expect 2 run circuit-breaker --set nobody=1
expect 2 run circuit-breaker --csv /nowhere/run.csv
expect 2 "$folder/none.json"
printf '{"weir": 1,\n "lab": }' >"$folder/bad.json"
expect 2 run "$folder/bad.json"
grep -q 'bad.json:2:9: ' "$folder/err" || complain "does not say where: $(cat "$folder/err")" run bad.json
printf '{"weir": 1, "lab": "circuit-breaker", "parameters": {"load.rate": 0}}' >"$folder/range.json"
expect 2 run "$folder/range.json"
expect 2 "$folder/range.json"
expect 2 screenshot circuit-breaker
expect 2
grep -q 'weir run' "$folder/err" || complain "does not suggest weir run: $(cat "$folder/err")"
export DISPLAY=:4711
expect 2
grep -q ':4711' "$folder/err" || complain "does not name the display: $(cat "$folder/err")"
grep -q 'weir run' "$folder/err" || complain "does not suggest weir run: $(cat "$folder/err")"
"$weir" list >/dev/full 2>"$folder/err"
[ $? -eq 1 ] || complain 'a full disk goes unnoticed' list

exit $((failures > 0))
