#!/usr/bin/env bash
# Peak resident memory of ten training steps in several settings, beside what the training says before the first.
# Usage: eng/checks/training-memory.sh DATA.yaml
set -euo pipefail
data=$(realpath "$1")
. "$(dirname "$0")/common.sh"
echo "| network | patch, batch | precision | estimate, GB | peak resident GB |"
echo "|---|---|---|---|---|"
while read -r width levels side batch precision recompute; do
    cat >"$work/recipe.yaml" <<YAML
network: { width: $width, levels: $levels, recompute: $recompute }
patch: [$side, $side, $side]
batch: $batch
precision: $precision
YAML
    peak_of train "$data" -o "$work/run" --recipe "$work/recipe.yaml" --steps 10
    estimate=$(grep -o 'about [0-9.]* GB' "$work/log" | cut -d' ' -f2)
    note=$([ "$recompute" = true ] && echo ", recompute" || true)
    echo "| width $width, $levels levels$note | $side, $batch | $precision | $estimate | $(echo "scale=2; $peak * 1024 / 10^9" | bc) |"
    rm -rf "$work/run"
done <<SETTINGS
4 2 16 2 bfloat16 false
16 3 24 7 bfloat16 false
32 4 32 7 bfloat16 false
32 4 32 7 float32 false
32 4 64 2 bfloat16 false
32 4 64 2 float32 false
16 4 64 4 bfloat16 false
32 4 64 7 bfloat16 false
32 4 64 7 bfloat16 true
32 4 96 2 bfloat16 false
32 4 96 2 bfloat16 true
SETTINGS
