# Sourced by every buildpack's script. Runs as the user app in /app; /cache is the app's own and outlives the build.
# shellcheck shell=bash
set -euo pipefail
# One stream: what a tool prints on stderr belongs between the lines it prints on stdout.
exec 2>&1

readonly max_cache_megabytes=2048
readonly min_free_megabytes=512

step() {
    echo "-----> $*"
}

indent() {
    sed -u 's/^/       /'
}

warn() {
    printf ' !     %s\n' "$@"
}

fail() {
    warn "$@"
    exit 1
}

# Runs the app's own script bin/$1, if there is one.
hook() {
    if [[ -f bin/$1 ]]; then
        step "Running bin/$1 hook"
        bash "bin/$1" 2>&1 | indent || fail "bin/$1 failed with status $?."
    fi
}

require_free_disk() {
    local free
    free=$(df -Pm /app | awk 'NR == 2 { print $4 }')
    ((free >= min_free_megabytes)) ||
        fail "No space left on device: builds need ${min_free_megabytes} MB of free disk, this machine has ${free} MB."
}

bound_cache() {
    local used
    used=$(du -sm /cache | cut -f1)
    if ((used > max_cache_megabytes)); then
        step "Clearing the build cache, which has grown to ${used} MB"
        find /cache -mindepth 1 -delete
    fi
}

# Prints whether the files named are those of the last build, and remembers them for the next.
note_change() {
    local fingerprint
    fingerprint=$(cat "$@" | sha256sum)
    if [[ -f /cache/fingerprint ]]; then
        if [[ $fingerprint == "$(</cache/fingerprint)" ]]; then
            step "No change in requirements detected, installing from cache"
        else
            step "Requirements file has been changed, clearing cached dependencies"
        fi
    fi
    echo "$fingerprint" >/cache/fingerprint
}

# Where the kernel killed a process of the build, the build ends as if it had been killed itself: with status 137.
report_memory() {
    local status=$?
    if ((status != 0)) && grep -qsE '^oom_kill [1-9]' /sys/fs/cgroup/memory.events \
        /sys/fs/cgroup/memory/memory.oom_control; then
        exit 137
    fi
}

trap report_memory EXIT
require_free_disk
