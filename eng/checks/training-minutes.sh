#!/usr/bin/env bash
# What 600 steps of each strategy take on this machine, in one run: 60 steps of each with recipes/half.yaml, the seconds a step
# from the 10th on (with the validation of the 50th), summed over its networks. Half an hour on two cores with nothing beside.
# Usage: eng/checks/training-minutes.sh ANATOMIES OUTPUT-FOLDER
set -euo pipefail
anatomies=$(realpath "$1")
out=$(realpath -m "$2")
. "$(dirname "$0")/common.sh"
steps=60
concord benchmark tissue-wmh -o "$out" --recipe half --steps "$steps" --subjects 5,10,1 --strategies all --seeds 1 \
    --anatomy "$anatomies" >/dev/null
echo "| strategy | networks trained | seconds a step | minutes for 600 steps |"
echo "|---|--:|--:|--:|"
for run in "$out"/runs/*/seed-1/run; do
    find "$run" -name log.jsonl | sort | while read -r log; do
        sed -nE 's/.*"step":([0-9]+),.*"seconds":([0-9.]+).*/\1 \2/p' "$log" |
            awk -v n="$steps" '$1 == 10 { a = $2 } $1 == n { print ($2 - a) / (n - 10) }'
    done | awk -v name="$(basename "$(dirname "$(dirname "$run")")")" \
        '{ s += $1; n++ } END { printf "| %s | %d | %.2f | %.1f |\n", name, n, s, s * 10 }'
done | sort -t'|' -k5 -n
