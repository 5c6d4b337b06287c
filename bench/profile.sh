#!/usr/bin/env bash
# Where a training step's time goes, by Linux perf: a table for docs/performance.md. Needs perf, and a build of bench.
set -euo pipefail
cd "$(dirname "$0")/.."
bench=$(echo artifacts/bin/Concord.Bench/release_*/Concord.Bench.dll)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkfifo "$work/commands"
# The first steps compile and warm up; perf looks at those after them.
(printf 'steps\t12\n' && sleep 20 && printf 'steps\t40\n' && sleep 25) >"$work/commands" &
dotnet "$bench" --steps auto 32 false <"$work/commands" >"$work/seconds" &
step=$!
sleep 22
perf record -q -o "$work/data" -F 999 -p "$step" -- sleep 8 >/dev/null 2>&1
wait
echo "| part | % of samples |"
echo "|---|---|"
# Counts, as perf rounds the many shares that are a single sample.
perf report -i "$work/data" --stdio --percent-limit 0 -F sample,dso,symbol 2>/dev/null |
    awk '
        function part(line) {
            if (line ~ /compute_bwd_bias|bfloat16_t::operator float/) return "bias of transposed convolutions"
            if (line ~ /JIT\]|dnnl.*conv/) return "convolutions"
            if (line ~ /batch_norm/) return "batch normalisation"
            if (line ~ /clamp_min|threshold/) return "ReLU"
            if (line ~ /max_pool/) return "max-pooling"
            if (line ~ /adam|Adam/) return "Adam"
            if (line ~ /logsumexp|softmax|xp_|Exp|Log|vs?exp|sum|Sum|reduc|mask|where|index/) return "loss"
            if (line ~ /libgomp/) return "a thread that waits for the other"
            if (line ~ /add_kernel|mul_kernel|copy|fill|reorder/) return "sums, copies, conversions"
            return "everything else"
        }
        /^ +[0-9]+ / { sum[part($0)] += $1; all += $1 }
        END { for (p in sum) printf "%.1f\t| %s | %.1f |\n", 100 * sum[p] / all, p, 100 * sum[p] / all }' | sort -rn | cut -f2
echo
echo "A step took $(awk 'END { printf "%.0f ms", $1 * 1000 }' "$work/seconds") in the mean of the last ones."
