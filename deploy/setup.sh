# Shared by deploy/quickstart and tests/run: installing packages and building.
# Sourced by bash; needs the variable `root`, the top of the checkout.

# say FRENCH ENGLISH: one line in the reader's language.
say() {
  case "${LC_ALL:-${LC_MESSAGES:-${LANG:-}}}" in
    fr*) printf '%s\n' "$1" ;;
    *) printf '%s\n' "$2" ;;
  esac
}

# fail FRENCH ENGLISH: the same on standard error, and the end.
fail() {
  say "$1" "$2" >&2
  exit 1
}

# timed FRENCH ENGLISH COMMAND…: runs a step and says how long it took.
timed() {
  local fr=$1 en=$2 start=$SECONDS
  shift 2
  say "== $fr" "== $en"
  "$@" || fail "Échec : $fr" "Failed: $en"
  say "   terminé en $((SECONDS - start)) s" "   done in $((SECONDS - start)) s"
}

as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    fail "Il faut être root, ou avoir sudo, pour installer des paquets." \
      "Installing packages needs root, or sudo."
  fi
}

# Packages named in the given files that are not installed yet.
missing_packages() {
  local package
  sed 's/#.*//' "$@" | tr -s ' \n' '\n' | while read -r package; do
    [ -n "$package" ] || continue
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null |
      grep -q 'install ok installed' || printf '%s\n' "$package"
  done
}

# install_packages FILE…: installs what is missing, trying again after a
# broken line; what was fetched is kept.
install_packages() {
  local packages try
  mapfile -t packages < <(missing_packages "$@")
  if [ ${#packages[@]} = 0 ]; then
    say "   rien à installer" "   nothing to install"
    return 0
  fi
  export DEBIAN_FRONTEND=noninteractive
  local apt=(apt-get -q -o Acquire::Retries=5 -o Dpkg::Use-Pty=0)
  for try in 1 2 3 4; do
    as_root "${apt[@]}" update >/dev/null && break
    [ "$try" = 4 ] && return 1
    sleep $((try * 5))
  done
  say "   ${#packages[@]} paquets manquent ; apt dit :" \
    "   ${#packages[@]} packages are missing; apt says:"
  LC_ALL=C as_root "${apt[@]}" install --no-install-recommends --assume-no \
    "${packages[@]}" 2>/dev/null | grep -E '^(Need to get|After this)' |
    sed 's/^/   /' || true
  for try in 1 2 3 4; do
    as_root "${apt[@]}" install -y --no-install-recommends "${packages[@]}" \
      >/tmp/toguna-apt.log 2>&1 && return 0
    say "   la ligne a coupé ? nouvel essai ($try)" \
      "   broken line? trying again ($try)"
    sleep $((try * 5))
  done
  tail -5 /tmp/toguna-apt.log >&2
  return 1
}

# As many jobs as there are cores and 1.5 GiB of free memory for each.
build_jobs() {
  local cores free_kib jobs
  cores=$(nproc)
  free_kib=$(awk '/MemAvailable/ {print $2}' /proc/meminfo)
  jobs=$((free_kib / 1572864))
  [ "$jobs" -gt "$cores" ] && jobs=$cores
  [ "$jobs" -lt 1 ] && jobs=1
  printf '%s' "$jobs"
}

# build PRESET: configures and builds, quietly unless it fails.
build() {
  local log="$root/build/$1.log"
  mkdir -p "$root/build"
  (cd "$root" && cmake --preset "$1" && cmake --build --preset "$1" -j "$(build_jobs)") \
    >"$log" 2>&1 || { grep -E 'error|Error|FAILED' "$log" | head -40 >&2; tail -20 "$log" >&2; return 1; }
}
