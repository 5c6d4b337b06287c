#!/usr/bin/env bash
# Trains 60 steps undisturbed, then again ten times, each time killed with SIGKILL at a random moment and resumed. Every
# final checkpoint must have the bytes of the undisturbed one. CPU, float32, a checkpoint every half second: some are
# killed before their first.
# Usage: eng/checks/kill-and-resume.sh DATA.yaml [tries]   (for instance the data of the demo, demo-out/data/train.yaml)
set -euo pipefail
data=$(realpath "$1")
tries=${2:-10}
. "$(dirname "$0")/common.sh"
cat >"$work/recipe.yaml" <<'YAML'
network: { width: 8, levels: 3 }
patch: [16, 16, 16]
batch: 3
precision: float32
checkpoint_seconds: 0.5
YAML
# The process itself, so that its number is the one to kill.
concord() { exec dotnet "$program" "$@"; }
(concord train "$data" -o "$work/whole" --recipe "$work/recipe.yaml" --steps 60) 2>"$work/log" >/dev/null
expected=$(sha256sum <"$work/whole/checkpoint.safetensors")
same=0
early=0
for ((i = 1; i <= tries; i++)); do
    run="$work/run$i"
    (concord train "$data" -o "$run" --recipe "$work/recipe.yaml" --steps 60) >/dev/null 2>&1 &
    pid=$!
    target=$((1 + RANDOM % 58))
    while kill -0 $pid 2>/dev/null && [ "$(cat "$run/log.jsonl" 2>/dev/null | wc -l)" -lt $target ]; do sleep 0.02; done
    kill -9 $pid 2>/dev/null || true
    wait $pid 2>/dev/null || true
    reached=$( (cat "$run/log.jsonl" 2>/dev/null || true) | wc -l)
    (concord train "$data" -o "$run" --resume) >/dev/null 2>&1
    if [ "$(sha256sum <"$run/checkpoint.safetensors")" = "$expected" ]; then
        same=$((same + 1))
        early=$((early + (reached < 60)))
        echo "try $i: killed at step $reached of 60, resumed: same bytes"
    else
        echo "try $i: killed at step $reached of 60, resumed: DIFFERENT"
    fi
done
echo "$same of $tries the same, $early of them killed before the end"
[ "$same" -eq "$tries" ]
