#!/usr/bin/env bash
# Trains a small network for 2,000 steps and prints the resident memory after every 200: it must not grow.
# Usage: eng/checks/flat-memory.sh DATA.yaml
set -euo pipefail
data=$(realpath "$1")
. "$(dirname "$0")/common.sh"
cat >"$work/recipe.yaml" <<'YAML'
network: { width: 4, levels: 2 }
patch: [16, 16, 16]
batch: 2
checkpoint_seconds: 1000000
YAML
dotnet "$program" train "$data" -o "$work/run" --recipe "$work/recipe.yaml" \
    --steps 2000 >/dev/null 2>&1 &
pid=$!
next=200
echo "| step | resident MB |"
echo "|---|---|"
while kill -0 $pid 2>/dev/null; do
    step=$( (cat "$work/run/log.jsonl" 2>/dev/null || true) | wc -l)
    if [ "$step" -ge "$next" ]; then
        echo "| $step | $(awk '/VmRSS/ {printf "%d", $2 / 1024}' /proc/$pid/status) |"
        next=$((next + 200))
    fi
    sleep 0.05
done
wait $pid
