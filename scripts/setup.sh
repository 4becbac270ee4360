#!/usr/bin/env bash
# Copyright the Steelyard authors. SPDX-License-Identifier: Apache-2.0
#
# Installs what Steelyard needs on a Debian 12 machine: system packages by apt, nothing else.
#
# usage: scripts/setup.sh [run|test|bench|format]
#   run      (default) the Swift toolchain is there, libpq, zlib, a PostgreSQL server, psql
#   test     also what the tests use: python3, and the C++ queues that the ring is measured against
#   bench    the same as test
#   format   only the Swift toolchain
#
# Only what is missing is installed; where nothing is missing, apt is not touched and no network is
# needed. Without root, apt runs through sudo. Debian's own cluster "main" is not created: Steelyard
# runs a private one. Exit 3: something is missing that this script cannot install.
set -euo pipefail

readonly swift_needed=6.3
readonly server_needed=15

say() { printf 'setup: %s\n' "$*" >&2; }
fail() {
    printf 'setup: error: %s\n' "$*" >&2
    exit 3
}

# Whether a Debian package is installed completely.
installed() {
    local status
    status=$(dpkg-query --show --showformat='${db:Status-Status}' "$1" 2>/dev/null) || return 1
    [[ $status == installed ]]
}

# Whether a PostgreSQL server of the needed version or newer is installed, from whatever package.
has_server() {
    local binary version
    for binary in /usr/lib/postgresql/*/bin/initdb; do
        [[ -x $binary ]] || continue
        version=${binary#/usr/lib/postgresql/}
        version=${version%%/*}
        if [[ $version =~ ^[0-9]+$ ]] && ((version >= server_needed)); then return 0; fi
    done
    return 1
}

require_swift() {
    local line version
    command -v swift >/dev/null \
        || fail "no 'swift' on the PATH; install Swift $swift_needed or newer" \
            "(https://www.swift.org/install/linux/) and start a new shell"
    line=$(swift --version 2>/dev/null) \
        || fail "'swift --version' does not run; reinstall the toolchain"
    [[ $line =~ Swift\ version\ ([0-9]+)\.([0-9]+) ]] \
        || fail "cannot read a version from 'swift --version': $line"
    version=${BASH_REMATCH[1]}.${BASH_REMATCH[2]}
    # sort --version-sort: 6.10 is newer than 6.3.
    if [[ $(printf '%s\n' "$swift_needed" "$version" | sort --version-sort | head --lines=1) \
        != "$swift_needed" ]]; then
        fail "Swift $version is too old; install $swift_needed or newer" \
            "(https://www.swift.org/install/linux/)"
    fi
}

# Prints the packages that the part needs and that are not there, one a line.
missing_packages() {
    local package command
    local -a wanted=(ca-certificates libpq-dev zlib1g-dev)
    local -A package_of=([git]=git [pkg-config]=pkg-config [psql]=postgresql-client)
    if [[ $1 != run ]]; then
        wanted+=(libboost-dev)
        package_of[python3]=python3
    fi
    # Any such command on the PATH will do; it need not be Debian's.
    for command in "${!package_of[@]}"; do
        command -v "$command" >/dev/null || wanted+=("${package_of[$command]}")
    done
    for package in "${wanted[@]}"; do
        installed "$package" || printf '%s\n' "$package"
    done
    has_server || printf '%s\n' postgresql
    # The toolchain brings no C++ headers of its own; BoringSSL inside swift-crypto needs them.
    compgen -G '/usr/include/c++/*/vector' >/dev/null || printf '%s\n' libstdc++-12-dev
}

as_root() {
    if ((EUID == 0)); then "$@"; else sudo -- "$@"; fi
}

# Keeps the server's package from creating and starting the cluster "main" on port 5432.
# A drop-in, so that the package's own configuration file stays as it came; an existing cluster or
# an administrator's own choice is left alone.
forbid_main_cluster() {
    local folder=/etc/postgresql-common/createcluster.d
    if compgen -G '/etc/postgresql/*/main' >/dev/null || [[ -e $folder/steelyard.conf ]]; then
        return
    fi
    say "telling Debian's PostgreSQL not to create its cluster 'main' ($folder/steelyard.conf)"
    as_root mkdir --parents "$folder"
    printf 'create_main_cluster = false\n' | as_root tee "$folder/steelyard.conf" >/dev/null
}

install_packages() {
    command -v apt-get >/dev/null \
        || fail "this is no Debian system; install by hand what stands for: $*"
    ((EUID == 0)) || command -v sudo >/dev/null \
        || fail "packages are missing ($*), and installing them needs root or sudo;" \
            "run once as root: scripts/setup.sh test"
    local package
    for package in "$@"; do
        if [[ $package == postgresql ]]; then forbid_main_cluster; fi
    done
    say "installing by apt: $*"
    as_root apt-get update --quiet >&2 \
        || fail "apt-get update failed; is the network there? Missing are: $*"
    # The environment is set through env because sudo drops it; noninteractive: nobody answers.
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install --yes --quiet \
        --no-install-recommends "$@" >&2 \
        || fail "apt-get could not install: $*"
}

main() {
    local part=${1:-run}
    case $part in
        run | test | bench | format) ;;
        --help | -h)
            # The usage is the comment on top of this file.
            sed --quiet '4,/^set /{/^#/s/^# \{0,1\}//p}' "${BASH_SOURCE[0]}"
            return
            ;;
        *)
            printf "setup: error: no part '%s'; there are run, test, bench and format\n" "$part" >&2
            exit 2
            ;;
    esac
    require_swift
    if [[ $part == format ]]; then return; fi

    local -a missing
    mapfile -t missing < <(missing_packages "$part")
    if ((${#missing[@]} == 0)); then
        say "nothing is missing"
        return
    fi
    install_packages "${missing[@]}"
    mapfile -t missing < <(missing_packages "$part")
    ((${#missing[@]} == 0)) || fail "still missing after the installation: ${missing[*]}"
    say "done"
}

main "$@"
