#!/bin/sh
# Installs what is missing: npm packages by npm ci, system packages by apt-get. Does nothing, quickly, when
# nothing is missing. Elsewhere than on Debian and Ubuntu it says what to install and stops.
# Runs before anything else is there: POSIX shell, no Node packages.
set -eu
cd "$(dirname "$0")/.."

NODE_MAJOR_MIN=20
CROSS=${CROSS-i686-linux-gnu-}

fail() { # fail MESSAGE ADVICE
  printf 'error: %s\n  what to do: %s\n' "$1" "$2" >&2
  exit 1
}

has() { command -v "$1" >/dev/null 2>&1; }

check_node() {
  has node || fail "Node.js is not there" "install Node.js $NODE_MAJOR_MIN or newer: https://nodejs.org"
  version=$(node --version)
  major=${version#v}
  major=${major%%.*}
  [ "$major" -ge "$NODE_MAJOR_MIN" ] ||
    fail "Node.js $version is too old" "install Node.js $NODE_MAJOR_MIN or newer: https://nodejs.org"
  has npm || fail "npm is not there" "install npm, which belongs to Node.js"
}

# npm writes node_modules/.package-lock.json last: without it, or with an older one, an install is due.
install_node_packages() {
  installed=node_modules/.package-lock.json
  if [ -f "$installed" ] && [ -z "$(find package-lock.json -newer "$installed")" ]; then return; fi
  echo "setup: npm packages (npm ci)" >&2
  npm ci --no-audit --no-fund --loglevel=error >&2 || fail "npm ci failed" "look at its message above; is there a network?"
  touch "$installed"
}

packages() { sed -e 's/#.*//' -e '/^[[:space:]]*$/d' tools/debian-packages.txt | tr -d ' \t'; }

missing_packages() {
  packages | while read -r package; do
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || printf '%s ' "$package"
  done
}

as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    env DEBIAN_FRONTEND=noninteractive "$@"
  elif has sudo; then
    sudo env DEBIAN_FRONTEND=noninteractive "$@"
  else
    fail "system packages are missing and neither root nor sudo is there" "as root: apt-get install $missing"
  fi
}

install_system_packages() {
  missing=$(missing_packages)
  if [ -z "$missing" ]; then return; fi
  # Another tool chain was named: what it lacks, if anything, is not in the list.
  if [ "$CROSS" != i686-linux-gnu- ] && has_all_commands; then return; fi
  echo "setup: system packages (apt-get install $missing)" >&2
  options="-q -y -o Acquire::Retries=3 -o Acquire::http::Timeout=60 -o DPkg::Lock::Timeout=300"
  # shellcheck disable=SC2086 # both lists are meant to be split
  as_root apt-get $options update >&2 || fail "apt-get update failed" "look at its message above; is there a network?"
  # shellcheck disable=SC2086
  as_root apt-get $options install --no-install-recommends $missing >&2 ||
    fail "apt-get install failed" "look at its message above"
}

has_one() { # has_one COMMAND…: any of them
  for command in "$@"; do
    if has "$command"; then return 0; fi
  done
  return 1
}

has_firmware() {
  for file in "${OVMF-}" /usr/share/ovmf/OVMF.fd /usr/share/OVMF/OVMF*.fd /usr/share/edk2/*/OVMF*.fd \
    /opt/homebrew/share/qemu/edk2-x86_64-code.fd /usr/local/share/qemu/edk2-x86_64-code.fd; do
    if [ -n "$file" ] && [ -f "$file" ]; then return 0; fi
  done
  return 1
}

has_grub() {
  for folder in /usr/lib/grub /usr/share/grub /opt/homebrew/lib/i686-elf/grub /usr/local/lib/i686-elf/grub; do
    if [ -d "$folder/i386-pc" ]; then return 0; fi
  done
  return 1
}

has_all_commands() {
  for command in "${CROSS}gcc" "${CROSS}ld" "${CROSS}objcopy" nasm qemu-system-i386 qemu-system-x86_64 xorriso mformat; do
    has "$command" || return 1
  done
  has_one cc gcc clang && has_one grub-mkimage grub2-mkimage i686-elf-grub-mkimage && has_grub && has_firmware &&
    has_one gdb i386-elf-gdb
}

tell_elsewhere() {
  system=$(uname -s)
  case $system in
  Darwin) system=macOS ;;
  Linux)
    if [ -f /etc/fedora-release ]; then system=Fedora; fi
    if [ -f /etc/arch-release ]; then system=Arch; fi
    ;;
  esac
  lines=$(grep "^$system|" tools/packages-elsewhere.txt || grep -v '^#' tools/packages-elsewhere.txt)
  echo "error: system packages are missing (compiler ${CROSS}gcc, nasm, QEMU, GRUB, xorriso, mtools, gdb)" >&2
  echo "  what to do:" >&2
  printf '%s\n' "$lines" | awk -F'|' '{ printf "  %s: %s\n    %s\n", $1, $2, $3 }' >&2
  exit 1
}

check_node
if has apt-get && has dpkg-query; then
  install_system_packages
elif ! has_all_commands; then
  tell_elsewhere
fi
install_node_packages
