#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Hearth authors
"""Writes a GGUF that recites given texts word for word: screenshots and tests need answers that a
person can read and that never change, from a model that is loaded and run like any other.

Usage: make_reciter.py OUT.gguf TEXT...

It is a one-layer llama whose layer adds nothing. A token's embedding is a unit vector, and the output
matrix leads from each token to the one that follows it in the text. The chat template ends with a
control token that starts text N after the N-th question (and begins again after the last).
"""
import struct
import sys
from pathlib import Path

U32, I32, F32, STRING, ARRAY = 4, 5, 6, 8, 9
TYPE_F32, TYPE_F16 = 0, 1
ALIGNMENT = 32
NORMAL, UNKNOWN, CONTROL, BYTE = 1, 2, 3, 6


def text(value):
    data = value.encode()
    return struct.pack("<Q", len(data)) + data


def entry(key, kind, value):
    if kind == ARRAY:
        element, values = value
        body = b"".join(text(v) if element == STRING else struct.pack("<f" if element == F32 else "<i", v) for v in values)
        return text(key) + struct.pack("<IIQ", ARRAY, element, len(values)) + body
    packed = text(value) if kind == STRING else struct.pack("<f" if kind == F32 else "<I", value)
    return text(key) + struct.pack("<I", kind) + packed


def cut(source, taken):
    """Pieces of about three characters, each of which occurs in no other place of the vocabulary."""
    pieces, at = [], 0
    source = source.replace(" ", "\u2581")
    while at < len(source):
        size = 3
        while source[at : at + size] in taken and at + size < len(source):
            size += 1
        piece = source[at : at + size]
        if piece in taken:  # only at the very end: let the piece before it grow
            piece = pieces.pop() + piece
            taken.discard(piece)
        taken.add(piece)
        pieces.append(piece)
        at += size
    return pieces


def vocabulary(texts):
    """(tokens, types, successors): successors[i] is the token that follows i."""
    tokens, types = ["<unk>", "<s>", "</s>"], [UNKNOWN, CONTROL, CONTROL]
    tokens += [f"<0x{byte:02X}>" for byte in range(256)]
    types += [BYTE] * 256
    successors = {}
    taken = set(tokens)
    for number, source in enumerate(texts):
        tokens.append(f"<|text{number}|>")
        types.append(CONTROL)
        for piece in cut(source, taken):
            successors[len(tokens) - 1] = len(tokens)
            tokens.append(piece)
            types.append(NORMAL)
        successors[len(tokens) - 1] = 2
    return tokens, types, successors


def half_matrix(rows, columns, ones, value):
    """Rows of f16 with `value` at the given (row, column) places."""
    data = bytearray(rows * columns * 2)
    for row, column in ones:
        struct.pack_into("<e", data, (row * columns + column) * 2, value)
    return bytes(data)


def template(count):
    choice = f"{{{{ '<|text' ~ ((asked.n - 1) % {count}) ~ '|>' }}}}"
    return (
        "{% set asked = namespace(n=0) %}{% for message in messages %}{% if message['role'] == 'user' %}"
        "{% set asked.n = asked.n + 1 %}{% endif %}{{ message['content'] }}\n{% endfor %}"
        "{% if add_generation_prompt %}" + choice + "{% endif %}"
    )


def main():
    out, *sources = sys.argv[1:]
    tokens, types, successors = vocabulary([Path(source).read_text() for source in sources])
    size = len(tokens)
    dim = (size + 63) // 64 * 64
    ffn = 64
    metadata = [
        ("general.architecture", STRING, "llama"), ("general.name", STRING, "Hearth Reciter"),
        ("general.alignment", U32, ALIGNMENT), ("llama.context_length", U32, 16384),
        ("llama.embedding_length", U32, dim), ("llama.block_count", U32, 1),
        ("llama.feed_forward_length", U32, ffn), ("llama.attention.head_count", U32, dim // 64),
        ("llama.attention.head_count_kv", U32, 1), ("llama.attention.layer_norm_rms_epsilon", F32, 1e-5),
        ("llama.rope.dimension_count", U32, 64), ("llama.vocab_size", U32, size),
        ("tokenizer.ggml.model", STRING, "llama"), ("tokenizer.ggml.tokens", ARRAY, (STRING, tokens)),
        ("tokenizer.ggml.scores", ARRAY, (F32, [-float(i) for i in range(size)])),
        ("tokenizer.ggml.token_type", ARRAY, (I32, types)), ("tokenizer.ggml.unknown_token_id", U32, 0),
        ("tokenizer.ggml.bos_token_id", U32, 1), ("tokenizer.ggml.eos_token_id", U32, 2),
        ("tokenizer.chat_template", STRING, template(len(sources))),
    ]
    ones = struct.pack("<f", 1.0) * dim
    layer = "blk.0."
    tensors = [
        ("token_embd.weight", (dim, size), TYPE_F16, half_matrix(size, dim, [(i, i) for i in range(size)], 1.0)),
        (layer + "attn_norm.weight", (dim,), TYPE_F32, ones),
        (layer + "attn_q.weight", (dim, dim), TYPE_F16, bytes(2 * dim * dim)),
        (layer + "attn_k.weight", (dim, 64), TYPE_F16, bytes(2 * dim * 64)),
        (layer + "attn_v.weight", (dim, 64), TYPE_F16, bytes(2 * dim * 64)),
        (layer + "attn_output.weight", (dim, dim), TYPE_F16, bytes(2 * dim * dim)),
        (layer + "ffn_norm.weight", (dim,), TYPE_F32, ones),
        (layer + "ffn_gate.weight", (dim, ffn), TYPE_F16, bytes(2 * dim * ffn)),
        (layer + "ffn_up.weight", (dim, ffn), TYPE_F16, bytes(2 * dim * ffn)),
        (layer + "ffn_down.weight", (ffn, dim), TYPE_F16, bytes(2 * dim * ffn)),
        ("output_norm.weight", (dim,), TYPE_F32, ones),
        ("output.weight", (dim, size), TYPE_F16, half_matrix(size, dim, [(b, a) for a, b in successors.items()], 8.0)),
    ]
    header = struct.pack("<IIQQ", 0x46554747, 3, len(tensors), len(metadata))
    header += b"".join(entry(*row) for row in metadata)
    offset = 0
    for name, dims, kind, data in tensors:
        header += text(name) + struct.pack(f"<I{len(dims)}QIQ", len(dims), *dims, kind, offset)
        offset += -(-len(data) // ALIGNMENT) * ALIGNMENT
    with open(out, "wb") as file:
        file.write(header + bytes(-len(header) % ALIGNMENT))
        for _, _, _, data in tensors:
            file.write(data + bytes(-len(data) % ALIGNMENT))


if __name__ == "__main__":
    main()
