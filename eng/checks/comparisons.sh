#!/usr/bin/env bash
# The comparisons of docs/results/benchmark.md, from label maps or BrainWeb models: both scenarios, the paper's rows with three
# seeds, the rivals with one; one network with the arithmetic of two; three networks at full width; different scanners. Many
# hours on two cores; stopped and started again it goes on. As each ends, its tables and figures are copied to docs/results.
# Usage: eng/checks/comparisons.sh ANATOMIES OUTPUT-FOLDER
set -euo pipefail
anatomies=$(realpath "$1")
out=$(realpath -m "$2")
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

half tissue-wmh tissue-wmh
half tissue-tumor tissue-tumor
half tissue-wmh tissue-wmh --strategies all --seeds 1
half tissue-tumor tissue-tumor --strategies all --seeds 1
half tissue-wmh-1200 tissue-wmh --steps 1200 --strategies ace,oracle
full tissue-wmh
full tissue-tumor
half tissue-wmh-sites tissue-wmh --site-shift
