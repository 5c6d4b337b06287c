# Sourced by the checks: goes to the repository's root, builds, and gives `concord` and a folder $work that is removed.
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
dotnet build -c Release src/Concord.Cli >/dev/null
program=$(echo artifacts/bin/Concord.Cli/release_*/concord.dll)
concord() { dotnet "$program" "$@"; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
