# shellcheck shell=bash
# Gets the program that the action checks with: the released one for this machine where the action is pinned to a release,
# by its tag or its commit, or else one that is built from the action's own source. It is run by a shell that ends with the
# first command that fails, and says to the next step where the program is and where programs are looked for.
#
# Nobody has to trust the checked repository, so nothing of it has a say in what is fetched, built or run: neither its
# folder, where a rust-toolchain.toml or a .cargo/config.toml can name any program, nor a program of its own on the PATH,
# nor what an earlier step set for another build.

cd "$GITHUB_ACTION_PATH/../../.." || exit 1
checkout="$(cd "$GITHUB_WORKSPACE" && pwd -P)"
# Only what is asked about the attestation is given the token.
token="${TOKEN-}"
unset TOKEN

within() {
  local real
  real="$(cd "$1" 2>/dev/null && pwd -P)" || real="$1"
  [[ "$1/" == "$GITHUB_WORKSPACE"/* || "$1/" == "$checkout"/* || "$real/" == "$checkout"/* ]]
}

search=""
while IFS= read -r -d ":" folder; do
  if [[ "$folder" == /* ]] && ! within "$folder"; then search+="$folder:"; fi
done <<< "$PATH:"
export PATH="${search%:}"

for name in $(compgen -e); do
  case "$name" in
    CARGO_HOME | RUSTUP_HOME) if within "${!name}"; then unset "$name"; fi ;;
    RUSTUP_DIST_SERVER | RUSTUP_UPDATE_ROOT | CARGO_HTTP_* | CARGO_NET_*) ;;
    CARGO_* | RUST* | GH_* | TAR_OPTIONS | GZIP | UNZIP | UNZIPOPT) unset "$name" ;;
  esac
done

place="$(mktemp -d "$RUNNER_TEMP/bcf.XXXXXX")"
version="$(sed -n 's/^version = "\([0-9A-Za-z.+-]*\)"$/\1/p' Cargo.toml)"
why=""

# Ends the job: what was fetched is not what was released, and somebody should look.
refuse() {
  echo "::error title=bcf::$1"
  exit 1
}

# Names the archive of this machine, as .github/workflows/release.yml makes them.
archive_here() {
  case "$RUNNER_OS-$RUNNER_ARCH" in
    Linux-X64) echo bcf-x86_64-unknown-linux-musl.tar.gz ;;
    Linux-ARM64) echo bcf-aarch64-unknown-linux-musl.tar.gz ;;
    macOS-X64) echo bcf-x86_64-apple-darwin.tar.gz ;;
    macOS-ARM64) echo bcf-aarch64-apple-darwin.tar.gz ;;
    Windows-X64) echo bcf-x86_64-pc-windows-msvc.zip ;;
    Windows-ARM64) echo bcf-aarch64-pc-windows-msvc.zip ;;
  esac
}

# Fetches a file of the release into the place. `-q` leaves out what a .curlrc says.
download() {
  curl -q --proto =https --fail --silent --show-error --location --retry 3 --output "$place/$1" \
    "$GITHUB_SERVER_URL/$repository/releases/download/v$version/$1"
}

sha256() {
  if command -v sha256sum >/dev/null; then sha256sum < "$1"; else shasum -a 256 < "$1"; fi | cut -c 1-64
}

# Fetches the archive, or takes the one that an earlier job of this machine kept: either is believed for its SHA-256 alone,
# which is asked of the release each time.
archive_with() {
  local kept="${RUNNER_TOOL_CACHE:-$RUNNER_TEMP}/bcf/$version"
  if cp "$kept/$archive" "$place/$archive" 2>/dev/null && [[ "$(sha256 "$place/$archive")" == "$1" ]]; then return; fi
  rm -f "$place/$archive"
  if ! download "$archive"; then return 1; fi
  if [[ "$(sha256 "$place/$archive")" != "$1" ]]; then
    refuse "$archive of v$version is not the file whose SHA-256 was released with it"
  fi
  # Put in the place of what is there, which may be a link. Where it cannot be kept it is fetched again next time.
  { mkdir -p "$kept" && cp "$place/$archive" "$kept/$archive.new" && mv -f "$kept/$archive.new" "$kept/$archive"; } || true
}

# Asks whether the release workflow of the action's repository made the archive, where there is something to ask with.
attested() {
  if [[ -z "$token" ]] || ! gh attestation verify --help >/dev/null 2>&1; then
    echo "bcf: the attestation of $archive is not verified: there is no gh that can; its SHA-256 is"
    return
  fi
  GH_TOKEN="$token" gh attestation verify "$place/$archive" --repo "$repository" \
    --signer-workflow "$repository/.github/workflows/release.yml" >/dev/null ||
    refuse "gh finds no attestation that $archive of v$version was made by the release workflow of $repository"
}

# Fetches the released program. Where there is none for the action as it is pinned, `why` says so.
fetch() {
  local sum said
  # The runner puts an action there; what it says of its name and ref by itself is empty or of another action in a step
  # such as this.
  if [[ ! "$PWD" =~ /_actions/([^/]+/[^/]+)/(v[^/]+|[0-9a-f]{40})$ ]]; then
    why="the action is not pinned to a release, by its tag or its commit"
    return 1
  fi
  repository="${BASH_REMATCH[1]}" ref="${BASH_REMATCH[2]}"
  if [[ "$ref" == v* && "$ref" != "v$version" ]]; then
    why="$ref is not the tag of version $version"
    return 1
  fi
  archive="$(archive_here)"
  if [[ -z "$archive" ]]; then
    why="none is released for $RUNNER_OS on $RUNNER_ARCH"
    return 1
  fi
  why="there is no release v$version, or it cannot be reached"
  if ! download "$archive.sha256"; then return 1; fi
  sum="$(cut -c 1-64 "$place/$archive.sha256")"
  if ! archive_with "$sum"; then return 1; fi
  attested
  case "$archive" in
    *.zip) (cd "$place" && unzip -q "$archive") ;;
    *) (cd "$place" && tar -xzf "$archive") ;;
  esac
  archive="${archive%.zip}"
  program="$place/${archive%.tar.gz}/bcf"
  said="$("$program" --version --verbose)"
  if [[ "$said" != "bcf $version"$'\n'* ]]; then refuse "what is released as v$version is another version"; fi
  if [[ "$ref" != v* && "$said" != *$'\n'"commit: $ref"$'\n'* ]]; then
    why="v$version was not released from commit $ref"
    return 1
  fi
}

if fetch; then
  echo "bcf: v$version as it was released"
else
  echo "bcf: built from source, which takes minutes: $why"
  cargo install --locked --quiet --path . --root "$place"
  program="$place/bin/bcf"
fi
printf '%s\n' "program=$program" "search=$PATH" >> "$GITHUB_OUTPUT"
