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
