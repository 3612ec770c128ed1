#!/usr/bin/env bash
# Tests use a real Redis and a real browser; both come from the system's packages. Installs what is missing, as root
# or through sudo. Where that cannot be, says what is needed and fails: a test that was not run must not look green.
set -euo pipefail

missing=()
command -v redis-server >/dev/null || missing+=(redis-server)
command -v pgbouncer >/dev/null || [ -x /usr/sbin/pgbouncer ] || missing+=(pgbouncer)
command -v chromium >/dev/null || missing+=(chromium)
fc-list :lang=zh 2>/dev/null | grep -q . || missing+=(fontconfig fonts-noto-cjk)
[ ${#missing[@]} -eq 0 ] && exit 0

as_root=()
if [ "$(id -u)" -ne 0 ]; then as_root=(sudo -n); fi
if ! command -v apt-get >/dev/null || ! "${as_root[@]}" true 2>/dev/null; then
  echo "The tests need these programs, and they cannot be installed from here: ${missing[*]}" >&2
  echo "Install them with your system's package manager (Debian, Ubuntu: sudo apt-get install ${missing[*]}) and run this again." >&2
  exit 1
fi

echo "Installing for the tests: ${missing[*]}" >&2
export DEBIAN_FRONTEND=noninteractive
"${as_root[@]}" apt-get update -qq
"${as_root[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" >&2
