#!/usr/bin/env bash
# The comparisons of docs/results/benchmark.md, from label maps or BrainWeb models: both scenarios, the paper's rows with three
# seeds, the rivals with one; one network with the arithmetic of two, three networks at full width (one seed); different scanners. Many
# hours on two cores; stopped and started again it goes on. As each ends, its tables and figures are copied to docs/results.
# Usage: eng/checks/comparisons.sh ANATOMIES OUTPUT-FOLDER [PART...]
# Parts: wmh tumor rivals-wmh rivals-tumor longer-wmh full-wmh full-tumor sites-wmh; all, in this order, if none is named. Two scripts
# on one core each (taskset -c 0, taskset -c 1) do more than one on both: see docs/results/benchmark.md.
set -euo pipefail
anatomies=$(realpath "$1")
out=$(realpath -m "$2")
shift 2
. "$(dirname "$0")/common.sh"
# A copy: whoever builds meanwhile disturbs nothing.
cp -r "$(dirname "$program")" "$work/program"
program=$work/program/concord.dll

compare() {
    local name=$1 scenario=$2
    shift 2
    concord benchmark "$scenario" -o "$out/$name" "$@"
    mkdir -p "docs/results/$name"
    cp "$out/$name"/{summary.md,results.csv} "$out/$name"/figures/*.png "docs/results/$name"
}
half() { compare "$@" --recipe half --anatomy "$anatomies"; }
full() {
    local data=$out/$1/data
    compare "$1-full" "$1" --recipe paper --steps 600 --manifest "$data/train.yaml" --test "$data/test.yaml" \
        --strategies multi-unet,naive-ce,ace --seeds 1
}

wmh() { half tissue-wmh tissue-wmh; }
tumor() { half tissue-tumor tissue-tumor; }
rivals-wmh() { half tissue-wmh tissue-wmh --strategies all --seeds 1; }
rivals-tumor() { half tissue-tumor tissue-tumor --strategies all --seeds 1; }
longer-wmh() { half tissue-wmh-1200 tissue-wmh --steps 1200 --strategies ace,oracle --seeds 1; }
full-wmh() { full tissue-wmh; }
full-tumor() { full tissue-tumor; }
sites-wmh() { half tissue-wmh-sites tissue-wmh --site-shift; }

parts=("$@")
[[ $# -gt 0 ]] || parts=(wmh tumor rivals-wmh rivals-tumor longer-wmh full-wmh full-tumor sites-wmh)
for part in "${parts[@]}"; do
    [[ $(type -t "$part") == function ]] || { echo "unknown part: $part" >&2; exit 2; }
    "$part"
done
