#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Hearth authors
#
# Takes the pictures of the documents, and a set for looking at, on a private display:
# build/screenshots/NAME-THEME-SIZE.png, of which four go to docs/screenshots/.
set -euo pipefail
cd "$(dirname "$0")/.."

./dev build hearth make_bench_model
out=build/screenshots
mkdir -p "$out" docs/screenshots
/usr/bin/python3 -B tests/ui/make_reciter.py "$out/reciter.gguf" tests/ui/texts/*.md
models=$out/models
mkdir -p "$models"
for file in Q2_K=Q2_K Q3_K_M=Q3_K Q4_K_M=Q4_K_M Q5_K_M=Q5_K Q6_K=Q6_K Q8_0=Q8_0 F16=F16; do
    build/release/tests/make_bench_model --out "$models/${file%=*}.gguf" --type "${file#*=}" --weights none --dim 5120 \
        --layers 40 --heads 32 --kv-heads 8 --key-length 128 --ffn 14336 --vocab 131072 --context 131072
done
for size in 1280x800 800x600; do
    /usr/bin/python3 -B tests/ui/desktop.py --size "$size" \
        /usr/bin/python3 -B tests/ui/screenshots.py build/release/bin/hearth "$out/reciter.gguf" "$size" "$out"
    /usr/bin/python3 -B tests/ui/desktop.py --size "$size" \
        /usr/bin/python3 -B tests/ui/page_screenshots.py build/release/bin/hearth "$models" "$size" "$out"
done
for theme in light dark; do
    cp "$out/code-$theme-1280x800.png" "docs/screenshots/chat-$theme.png"
    cp "$out/discover-$theme-1280x800.png" "docs/screenshots/discover-$theme.png"
done
