#!/usr/bin/env bash
# The comparisons of docs/results/benchmark.md, from label maps or BrainWeb models: both scenarios with 600 and with 2,400
# steps, controls, different scanners, full width. 600 steps take hours on two cores; stopped and started again it goes on.
# As each ends, its tables and figures are copied to docs/results; a part that fails stops no other.
# Usage: [DEVICE=cuda] eng/checks/comparisons.sh ANATOMIES OUTPUT-FOLDER [PART...]
# Parts: see the end; all of 600 steps, in this order, if none is named. Parts whose folders differ can run side by side;
# the full width takes the data of the same scenario with 2,400 steps.
set -euo pipefail
all=(wmh tumor controls-wmh controls-tumor)
long=(wmh-2400 tumor-2400 sites-2400 full-wmh-2400 full-tumor-2400)
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
    rm -f "$out/$name"/runs/*/*/failed.txt
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
# Everything with one seed before the paper's rows with three, ACE with the steps of both networks, and the best rivals.
long() {
    half "$@" --steps 2400 --strategies all --seeds 1
    half "$@" --steps 2400 --strategies paper,ace-long
    half "$@" --steps 2400 --strategies ace-patch,ace-dice,ace-focal,exclusion --seeds 2
}
# NAME SCENARIO: all channels, with the data of SCENARIO's part; seed 1 of what the paper compares.
full() {
    local name=$1 scenario=$2 data=$out/$2-2400/data
    [[ -f $data/train.yaml ]] || { echo "$name: no $data: run ${scenario#tissue-}-2400 first" >&2; status=1; return 0; }
    compare "$name" "$scenario" --recipe paper --steps 2400 --manifest "$data/train.yaml" --test "$data/test.yaml" \
        --strategies multi-unet,naive-ce,ace --seeds 1
}

for part in "${parts[@]}"; do
    case $part in
        wmh) half tissue-wmh tissue-wmh ;;
        tumor) half tissue-tumor tissue-tumor ;;
        controls-wmh) half tissue-wmh tissue-wmh --strategies oracle-ace-patches --seeds 1 ;;
        controls-tumor) half tissue-tumor tissue-tumor --strategies oracle-ace-patches --seeds 1 ;;
        wmh-2400) long tissue-wmh-2400 tissue-wmh ;;
        tumor-2400) long tissue-tumor-2400 tissue-tumor ;;
        sites-2400) half tissue-wmh-sites-2400 tissue-wmh --site-shift --steps 2400 ;;
        full-wmh-2400) full tissue-wmh-full-2400 tissue-wmh ;;
        full-tumor-2400) full tissue-tumor-full-2400 tissue-tumor ;;
    esac
done
exit $status
