# Sourced by the scripts beside it: what a script needs, installed when it is missing, each thing said aloud.
# As root apt-get installs; others are told the exact line and nothing is changed.

cd "$(dirname "${BASH_SOURCE[0]}")/.."

say() { printf '== %s\n' "$*" >&2; }
die() { printf '== %s\n' "$*" >&2; exit 1; }

missing=()

# need PACKAGE TEST...: notes the Debian package unless the test succeeds.
need() {
    local package=$1
    shift
    if ! "$@" >/dev/null 2>&1; then missing+=("$package"); fi
}

has() { command -v "$1"; }
has_postgres() { compgen -G '/usr/lib/postgresql/*/bin/pg_ctl' || has pg_ctl; }
has_library() { ldconfig -p | grep -F "$1"; }
has_venv() { python3 -c 'import venv, ensurepip'; }
has_chromium() { has chromium || has google-chrome || [ -x "${CHROMIUM:-}" ]; }

need_rust() {
    # shellcheck disable=SC1091
    if ! has cargo >/dev/null && [ -r "$HOME/.cargo/env" ]; then . "$HOME/.cargo/env"; fi
    has cargo >/dev/null || die "Rust is missing: install it from https://rustup.rs and run this again"
    need build-essential has cc
}

install_missing() {
    [ ${#missing[@]} -gt 0 ] || return 0
    local line="apt-get install -y --no-install-recommends ${missing[*]}"
    if [ "$(id -u)" -ne 0 ]; then
        die "missing: ${missing[*]}. Run: sudo apt-get update && sudo $line"
    fi
    say "installing with apt: ${missing[*]}"
    apt-get update -q >&2
    # shellcheck disable=SC2086
    DEBIAN_FRONTEND=noninteractive $line -q >&2
}

# Puts what package-lock.json names into FOLDER/node_modules, once for each lock.
npm_packages() {
    local folder=$1 stamp=$1/node_modules/.waypost-lock
    if ! cmp -s "$folder/package-lock.json" "$stamp"; then
        say "installing with npm: what $folder/package-lock.json names"
        (cd "$folder" && npm ci --no-audit --no-fund --loglevel=error >&2)
        cp "$folder/package-lock.json" "$stamp"
    fi
}

# Puts snac, a server that the tests federate with, into target/snac: the package is unpacked, not installed, so that no
# service starts and nobody need be root. It needs libcurl4. Where it cannot be had, that is said, and its tests say so and pass.
snac_server() {
    local folder=$PWD/target/snac suite reason
    if [ -x "$folder/usr/bin/snac" ] || has snac >/dev/null; then return; fi
    # shellcheck disable=SC1091
    suite=$(. /etc/os-release; echo "${VERSION_CODENAME:-}")
    # Debian 12 has it in its backports, what comes after in its main archive.
    if [ "$suite" = bookworm ]; then suite=bookworm-backports; fi
    say "fetching with apt into target/snac: snac2 of Debian's $suite"
    rm -rf "$folder"
    mkdir -p "$folder/apt/lists/partial" "$folder/apt/cache/archives/partial"
    cat >"$folder/apt/debian.sources" <<SOURCE
Types: deb
URIs: http://deb.debian.org/debian
Suites: $suite
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg
SOURCE
    local own=(-q -o "Dir::Etc::sourcelist=$folder/apt/debian.sources" -o Dir::Etc::sourceparts=-
        -o "Dir::State::lists=$folder/apt/lists" -o "Dir::Cache=$folder/apt/cache" -o APT::Sandbox::User=root)
    if (cd "$folder/apt" && apt-get "${own[@]}" update && apt-get "${own[@]}" download snac2 \
        && dpkg-deb -x snac2_*.deb "$folder" && { "$folder/usr/bin/snac" || true; } 2>&1 | grep ActivityPub) \
        >"$folder/log" 2>&1; then
        rm -rf "$folder/apt"
    else
        reason=$(grep -m 1 -E '^(E|W):|error|not found' "$folder/log" || tail -n 1 "$folder/log")
        rm -rf "$folder/usr" "$folder/apt"
        printf '%s\n' "$reason" >"$folder/refused"
        say "snac2 cannot be had, its tests will be skipped: $reason"
    fi
}
