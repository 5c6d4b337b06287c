#!/usr/bin/env bash
# Dice of ACE on tissue-wmh in float32 and in bfloat16, three seeds each.
# Usage: bench/precision.sh FOLDER RECIPE [benchmark's options]   (a recipe of recipes/, such as demo)
set -euo pipefail
cd "$(dirname "$0")/.."
out=$(realpath -m "$1")
recipe=$2
shift 2
concord() { dotnet artifacts/bin/Concord.Cli/release_*/concord.dll "$@"; }
mkdir -p "$out"
for precision in float32 bfloat16; do
    { grep -v '^precision:' "recipes/$recipe.yaml" && echo "precision: $precision"; } >"$out/$precision.yaml"
    # The same subjects in both, by the same seed.
    concord benchmark tissue-wmh --recipe "$out/$precision.yaml" --strategies ace --seeds 3 -o "$out/$precision" "$@" >&2
done
echo "| structure | float32 | bfloat16 | difference | float32, by seed | bfloat16, by seed |"
echo "|---|---|---|---|---|---|"
awk -F, '$2 == "ace" && $6 == "dice" && $7 != "" {
        sum[FILENAME, $5] += $7; n[FILENAME, $5]++; own[FILENAME, $5, $3] += $7; m[FILENAME, $5, $3]++; seen[$5] = 1 }
    function seeds(file, s,    i, text) {
        for (i = 1; (file, s, i) in own; i++) text = text sprintf(" %.4f", own[file, s, i] / m[file, s, i])
        return substr(text, 2) }
    END { a = ARGV[1]; b = ARGV[2]; for (s in seen) { x = sum[a, s] / n[a, s]; y = sum[b, s] / n[b, s]
        printf "| %s | %.4f | %.4f | %+.4f | %s | %s |\n", s, x, y, y - x, seeds(a, s), seeds(b, s) } }' \
    "$out/float32/results.csv" "$out/bfloat16/results.csv" | sort
