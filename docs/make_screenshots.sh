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
model=$out/model.gguf
build/release/tests/make_bench_model --out "$model" --type Q4_K --dim 1024 --layers 24 --heads 16 --kv-heads 4 \
    --ffn 3072 --vocab 32000 --context 131072
for size in 1280x800 800x600; do
    /usr/bin/python3 -B tests/ui/desktop.py --size "$size" \
        /usr/bin/python3 -B tests/ui/screenshots.py build/release/bin/hearth "$out/reciter.gguf" "$size" "$out"
    /usr/bin/python3 -B tests/ui/desktop.py --size "$size" \
        /usr/bin/python3 -B tests/ui/page_screenshots.py build/release/bin/hearth "$model" "$size" "$out"
done
for theme in light dark; do
    cp "$out/code-$theme-1280x800.png" "docs/screenshots/chat-$theme.png"
    cp "$out/discover-$theme-1280x800.png" "docs/screenshots/discover-$theme.png"
done
