# Sourced by the checks: goes to the repository's root, builds, and gives `concord`, `peak_of` and a folder $work that is
# removed.
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
dotnet build -c Release src/Concord.Cli >/dev/null
program=$(echo artifacts/bin/Concord.Cli/release_*/concord.dll)
concord() { dotnet "$program" "$@"; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# Runs concord, silent but for what it says beside its results (into $work/log), and leaves its peak resident memory in
# $peak, in KiB.
peak_of() {
    dotnet "$program" "$@" >/dev/null 2>"$work/log" &
    local pid=$! now
    peak=0
    while kill -0 $pid 2>/dev/null; do
        now=$(awk '/VmHWM/ {print $2}' /proc/$pid/status 2>/dev/null || true)
        [ -n "$now" ] && peak=$now
        sleep 0.05
    done
    wait $pid
}
