#!/usr/bin/env bash
# The comparisons of docs/results/benchmark.md, from label maps or BrainWeb models: both scenarios, the paper's rows with three
# seeds, the rivals with one; one network with the arithmetic of two, three networks at full width (one seed); different
# scanners. Many hours on two cores; stopped and started again it goes on. As each ends, its tables and figures are copied to
# docs/results; a part that fails stops no other.
# Usage: eng/checks/comparisons.sh ANATOMIES OUTPUT-FOLDER [PART...]
# Parts: wmh tumor rivals-wmh rivals-tumor longer-wmh full-wmh full-tumor sites-wmh; all, in this order, if none is named.
# A full part needs the data of the first of its name. Parts of different folders can run side by side, one on each core.
set -euo pipefail
all=(wmh tumor rivals-wmh rivals-tumor longer-wmh full-wmh full-tumor sites-wmh)
anatomies=$(realpath "$1")
out=$(realpath -m "$2")
shift 2
parts=("$@")
[[ $# -gt 0 ]] || parts=("${all[@]}")
for part in "${parts[@]}"; do
    [[ " ${all[*]} " == *" $part "* ]] || { echo "unknown part: $part (known: ${all[*]})" >&2; exit 2; }
done
. "$(dirname "$0")/common.sh"
# A copy: whoever builds meanwhile disturbs nothing.
cp -r "$(dirname "$program")" "$work/program"
program=$work/program/concord.dll
status=0

compare() {
    local name=$1 scenario=$2
    shift 2
    if ! concord benchmark "$scenario" -o "$out/$name" "$@"; then
        # A training that failed leaves a report of the others; anything else, such as Ctrl-C, ends it all.
        compgen -G "$out/$name/runs/*/*/failed.txt" >/dev/null || exit 1
        status=1
    fi
    [[ -f $out/$name/summary.md ]] || return 0
    mkdir -p "docs/results/$name"
    cp "$out/$name"/{summary.md,results.csv} "$out/$name"/figures/*.png "docs/results/$name"
}
half() { compare "$@" --recipe half --anatomy "$anatomies"; }
full() {
    local data=$out/$1/data
    [[ -f $data/train.yaml ]] || { echo "$1-full: no $data/train.yaml: run the part of $1 first" >&2; status=1; return 0; }
    compare "$1-full" "$1" --recipe paper --steps 600 --manifest "$data/train.yaml" --test "$data/test.yaml" \
        --strategies multi-unet,naive-ce,ace --seeds 1
}

for part in "${parts[@]}"; do
    case $part in
        wmh) half tissue-wmh tissue-wmh ;;
        tumor) half tissue-tumor tissue-tumor ;;
        rivals-wmh) half tissue-wmh tissue-wmh --strategies all --seeds 1 ;;
        rivals-tumor) half tissue-tumor tissue-tumor --strategies all --seeds 1 ;;
        longer-wmh) half tissue-wmh-1200 tissue-wmh --steps 1200 --strategies ace,oracle --seeds 1 ;;
        full-wmh) full tissue-wmh ;;
        full-tumor) full tissue-tumor ;;
        sites-wmh) half tissue-wmh-sites tissue-wmh --site-shift ;;
    esac
done
exit $status
