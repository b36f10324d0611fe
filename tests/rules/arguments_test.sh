#!/usr/bin/env bash
# tests/run and tests/explore refuse bad arguments by one line that names what is wrong, and exit status 2.
set -uo pipefail
cd -- "$(dirname -- "$(readlink -f -- "$0")")/.." || exit 1
failed=0

# refuses NAMED COMMAND...
refuses() {
    local named=$1 status=0 told
    shift
    told=$("$@" 2>&1 </dev/null) || status=$?
    if [ "$status" -ne 2 ] || [ "$(wc -l <<<"$told")" -ne 1 ] || [[ $told != *"$named"* ]]; then
        printf '%s: exit status %s\n%s\n' "$*" "$status" "$told"
        failed=1
    fi
}

refuses --nope ./run --nope
refuses --nope ./explore --nope
refuses semaphore ./explore semaphore
refuses "'no-such'" ./explore --pattern no-such
refuses --pattern ./explore --pattern
refuses --schedules ./explore --pattern semaphore --schedules
refuses "'0'" ./explore --schedules 0
refuses "'many'" ./explore --schedules many
refuses "'-1'" ./explore --seed -1
refuses "''" ./explore --seed ''
exit $failed
