# Shell functions that app/run, tests/run and .ci/run share: install what is missing, configure and build.
# Sourced, never run. Needs only what a fresh Debian 12 has: bash, coreutils, dpkg, apt, util-linux.
#
# Everything said here goes to standard error, so that standard output stays the program's own. Each configuration has
# a folder of its own, build/NAME, with its log in build/NAME.log; builds in the same tree take turns.
# shellcheck shell=bash disable=SC2034

# The project's folder, wherever the caller stands and through whatever link the script was called.
weir_root=$(cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/.." && pwd -P)

# What it takes to build and run Weir. The -dev packages bring the libraries themselves.
weir_packages=(g++ cmake ninja-build ccache mold nlohmann-json3-dev
    qt6-base-dev qt6-svg-dev qt6-l10n-tools qt6-translations-l10n libqcustomplot-dev libqcustomplot2.1-qt6)

say() { printf 'weir: %s\n' "$*" >&2; }

# die MESSAGE [STATUS]
die() {
    say "$1"
    exit "${2:-1}"
}

# Runs a command as root, without a question where none is needed. The proxy settings come along.
as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        env "$@"
        return
    fi
    local settings=() name
    for name in http_proxy https_proxy no_proxy HTTP_PROXY HTTPS_PROXY NO_PROXY; do
        if [ -n "${!name:-}" ]; then settings+=("$name=${!name}"); fi
    done
    sudo env "${settings[@]}" "$@"
}

# Whether as_root can work: root already, sudo without a password, or sudo with somebody there to type it.
can_be_root() {
    [ "$(id -u)" -eq 0 ] && return 0
    command -v sudo >/dev/null || return 1
    sudo -n true 2>/dev/null || [ -t 0 ]
}

missing_packages() {
    comm -23 <(printf '%s\n' "$@" | sort -u) \
        <(dpkg-query -W -f '${db:Status-Status} ${Package}\n' "$@" 2>/dev/null | sed -n 's/^installed //p' | sort -u)
}

# install_packages PACKAGE...: installs those that are missing. Without any it touches neither the network nor a lock.
install_packages() {
    if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then return 0; fi
    local missing log=$weir_root/build/packages.log
    mapfile -t missing < <(missing_packages "$@")
    if [ ${#missing[@]} -eq 0 ]; then return 0; fi
    can_be_root || die "cannot install without root or sudo; as root: apt-get install ${missing[*]}"

    say "installing ${missing[*]}"
    local apt=(DEBIAN_FRONTEND=noninteractive apt-get -y -qq -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3)
    local install=("${apt[@]}" install --no-install-recommends "${missing[@]}")
    # A failed update may still leave usable lists (one broken repository among several), so the install decides. The
    # second try is for a lock or a mirror that was busy, or an earlier install that was cut short.
    as_root "${apt[@]}" update </dev/null >"$log" 2>&1 || true
    if as_root "${install[@]}" </dev/null >>"$log" 2>&1; then return 0; fi
    sleep 10
    as_root DEBIAN_FRONTEND=noninteractive dpkg --configure -a </dev/null >>"$log" 2>&1 || true
    as_root "${apt[@]}" update </dev/null >>"$log" 2>&1 || true
    if as_root "${install[@]}" </dev/null >>"$log" 2>&1; then return 0; fi
    grep -E '^(E|W):' "$log" | tail -n 8 >&2
    die "could not install ${missing[*]}; all of apt-get's output is in $log"
}

# How many compilers to run at once: one a core, but a source with coroutines or plots can take 1.5 GB.
build_jobs() {
    local cores memory
    cores=$(nproc)
    memory=$(awk '/^MemAvailable:/ {print int($2 / 1500000)}' /proc/meminfo 2>/dev/null)
    if [ "${memory:-$cores}" -lt "$cores" ]; then cores=$memory; fi
    echo $((cores > 0 ? cores : 1))
}

prepare_build_folder() {
    if ! mkdir -p "$weir_root/build" 2>/dev/null || [ ! -w "$weir_root/build" ]; then
        die "cannot write to $weir_root/build; the project's folder belongs to $(stat -c %U "$weir_root")"
    fi
    # ccache wants a home; where there is none (a bare service account) its cache goes beside the build.
    if [ ! -w "${HOME:-/nonexistent}" ]; then export CCACHE_DIR=$weir_root/build/ccache; fi
    # Without this it would keep nothing that was compiled with a precompiled header.
    export CCACHE_SLOPPINESS=pch_defines,time_macros
}

fail_build() {
    local log=$1
    grep -E -m 20 -A 3 'error: |^CMake Error|undefined reference' "$log" >&2 || tail -n 20 "$log" >&2
    die "the build failed; all of its output is in $log"
}

# Repeats how far the ninja that writes LOG has come, on one line of the terminal, until killed or left alone.
show_progress() {
    local log=$1 at
    while sleep 0.5 && kill -0 $$ 2>/dev/null; do
        at=$(tail -n 1 "$log" 2>/dev/null | grep -oE '^\[[0-9]+/[0-9]+\]') && printf '\rweir: building %s ' "$at" >&2
    done
}

# run_ninja FOLDER LOG TARGET: in the foreground, so that Ctrl-C reaches it.
run_ninja() {
    local progress='' status=0
    if [ -t 2 ]; then
        show_progress "$2" 9>&- &
        progress=$!
    fi
    ninja -C "$1" -j "$(build_jobs)" "$3" </dev/null >"$2" 2>&1 9>&- || status=$?
    if [ -n "$progress" ]; then
        kill "$progress" 2>/dev/null
        wait "$progress" 2>/dev/null || true
        printf '\r\033[K' >&2
    fi
    return "$status"
}

# build NAME TARGET [CMAKE OPTION]...: brings TARGET of the configuration build/NAME up to date. Configures only when
# the options or the project's place changed: ninja itself notices changed CMake files.
build() {
    local name=$1 target=$2
    shift 2
    local folder=$weir_root/build/$name log=$weir_root/build/$name.log
    local options=(-G Ninja -S "$weir_root" -B "$folder" "$@")
    prepare_build_folder
    exec 9>"$weir_root/build/.lock"
    flock 9
    if [ ! -f "$folder/build.ninja" ] || [ "$(cat "$folder/options" 2>/dev/null)" != "${options[*]}" ]; then
        say "configuring build/$name"
        cmake --fresh "${options[@]}" </dev/null >"$log" 2>&1 9>&- || fail_build "$log"
        printf '%s\n' "${options[*]}" >"$folder/options"
    fi
    if [[ $(ninja -C "$folder" -n "$target" 2>/dev/null) != *'no work to do'* ]]; then
        say "building build/$name"
        run_ninja "$folder" "$log" "$target" || fail_build "$log"
    fi
    exec 9>&-
}
