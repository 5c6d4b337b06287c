#!/usr/bin/env bash
# The comparisons of docs/results/benchmark.md, from label maps or BrainWeb models: both scenarios with 600 steps on two cores
# and with 2,400 on a GPU, ceilings on the patches of ACE, different scanners, full width. Hours; stopped and started again it
# goes on. As each ends, its tables and figures are copied to docs/results; a part that fails stops no other.
# Usage: [DEVICE=cuda] eng/checks/comparisons.sh ANATOMIES OUTPUT-FOLDER [PART...]
# Parts: see the end; all of 600 steps, in this order, if none is named. Parts whose folders differ can run side by side.
set -euo pipefail
all=(wmh tumor controls-wmh controls-tumor full-tumor sites)
long=(wmh-2400 tumor-2400 sites-2400 full-wmh-2400)
anatomies=$(realpath "$1")
out=$(realpath -m "$2")
shift 2
parts=("$@")
[[ $# -gt 0 ]] || parts=("${all[@]}")
for part in "${parts[@]}"; do
    [[ " ${all[*]} ${long[*]} " == *" $part "* ]] || { echo "unknown part: $part (known: ${all[*]} ${long[*]})" >&2; exit 2; }
done
. "$(dirname "$0")/common.sh"
# A copy: whoever builds meanwhile disturbs nothing.
cp -r "$(dirname "$program")" "$work/program"
program=$work/program/concord.dll
device=${DEVICE:-cpu}
status=0

# NAME SCENARIO OPTION...
compare() {
    local name=$1 scenario=$2
    shift 2
    if ! concord benchmark "$scenario" -o "$out/$name" --device "$device" "$@"; then
        # A training that failed leaves a report of the others; anything else, such as Ctrl-C, ends it all.
        compgen -G "$out/$name/runs/*/*/failed.txt" >/dev/null || exit 1
        status=1
    fi
    [[ -f $out/$name/summary.md ]] || return 0
    mkdir -p "docs/results/$name"
    cp "$out/$name"/{summary.md,results.csv,comparisons.csv} "$out/$name"/figures/*.png "docs/results/$name"
}
half() { compare "$@" --recipe half --anatomy "$anatomies"; }
# Everything with one seed before the paper's rows with three.
long() { half "$@" --steps 2400 --strategies all --seeds 1 && half "$@" --steps 2400; }
# NAME SCENARIO OPTION...: all channels, with the data of SCENARIO's first part; seed 1 of what the paper compares.
full() {
    local name=$1 scenario=$2 data=$out/$2/data
    [[ -f $data/train.yaml ]] || { echo "$name: no $data: run the part of $scenario first" >&2; status=1; return 0; }
    compare "$name" "$scenario" --recipe paper --manifest "$data/train.yaml" --test "$data/test.yaml" \
        --strategies multi-unet,naive-ce,ace --seeds 1 "${@:3}"
}

for part in "${parts[@]}"; do
    case $part in
        wmh) half tissue-wmh tissue-wmh ;;
        tumor) half tissue-tumor tissue-tumor ;;
        controls-wmh) half tissue-wmh tissue-wmh --strategies oracle-ace-patches --seeds 1 ;;
        controls-tumor) half tissue-tumor tissue-tumor --strategies oracle-ace-patches --seeds 1 ;;
        full-tumor) full tissue-tumor-full tissue-tumor --steps 600 ;;
        sites) half tissue-wmh-sites tissue-wmh --site-shift ;;
        wmh-2400) long tissue-wmh-2400 tissue-wmh ;;
        tumor-2400) long tissue-tumor-2400 tissue-tumor ;;
        sites-2400) half tissue-wmh-sites-2400 tissue-wmh --site-shift --steps 2400 --seeds 1 ;;
        full-wmh-2400) full tissue-wmh-full-2400 tissue-wmh --steps 2400 ;;
    esac
done
exit $status
