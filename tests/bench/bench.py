#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Hearth authors
"""Speed of Hearth on generated models, and beside llama.cpp on the same file (see --help)."""
import argparse
import json
import os
import statistics
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BINARIES = ROOT / "build/release"
FOLDER = ROOT / "build/bench"
PEER = "node-llama-cpp"
PEER_VERSION = "3.22.1"
ALL_TYPES = ("F32 F16 BF16 Q8_0 Q4_0 Q4_1 Q5_0 Q5_1 Q2_K Q3_K Q4_K Q5_K Q6_K IQ1_S IQ1_M IQ2_XXS IQ2_XS IQ2_S "
             "IQ3_XXS IQ3_S IQ4_NL IQ4_XS TQ1_0 TQ2_0 Q1_0 Q2_0 MXFP4 NVFP4").split()


def arguments():
    parser = argparse.ArgumentParser(
        prog="./dev bench",
        description="Measures tokens per second on a generated model with random weights, "
        "or on a GGUF of your own. With --peer the same file runs in llama.cpp too, in turns.",
    )
    parser.add_argument("--type", action="append", metavar="T", help="weight type, repeatable (Q8_0 and Q4_0); "
                        "'all' for every one, whose models are removed again")
    parser.add_argument("--shape", default="1b", choices=["1b", "0.5b", "gpt-oss-small", "gpt-oss-20b"],
                        help="what the generated model imitates (1b)")
    parser.add_argument("--layers", type=int, help="write the generated model with fewer layers or more")
    parser.add_argument("--model", action="append", type=Path, metavar="FILE", help="measure this file instead")
    parser.add_argument("--device", default="cpu", help="cpu (default), vulkan, vulkan:N, auto")
    parser.add_argument("--threads", type=int, default=os.cpu_count(), help="default: all processors")
    parser.add_argument("--prompt", type=int, default=512, help="tokens read (512)")
    parser.add_argument("--generate", type=int, default=64, help="tokens written (64)")
    parser.add_argument("--depth", type=int, default=0, help="tokens in the cache before either (0)")
    parser.add_argument("--kv", default="f16", choices=["f32", "f16", "q8_0", "q4_0"], help="type of the cache (f16)")
    parser.add_argument("--rounds", type=int, default=3, help="measurements of each, alternating (3)")
    parser.add_argument("--peer", action="store_true", help=f"compare with llama.cpp through {PEER}")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--table", action="store_true", help="print rows of a Markdown table")
    return parser.parse_args()


def run(command, **options):
    done = subprocess.run([str(part) for part in command], stdout=subprocess.PIPE, text=True, **options)
    if done.returncode != 0:
        sys.exit(f"error: {Path(str(command[0])).name} failed with status {done.returncode}")
    return done.stdout


def say(text):
    print(text, file=sys.stderr, flush=True)


def context_of(options):
    return (options.depth + options.prompt + options.generate + 511) // 256 * 256


def generated_model(kind, options):
    FOLDER.mkdir(parents=True, exist_ok=True)
    changes = ["--layers", options.layers] if options.layers else []
    name = f"{options.shape}{f'-{options.layers}-layers' if options.layers else ''}"
    if options.depth:
        changes += ["--context", context_of(options)]
        name += f"-{context_of(options)}-tokens"
    path = FOLDER / f"{name}-{kind}.gguf"
    if not path.exists():
        say(f"Writing {path.relative_to(ROOT)} ...")
        run([BINARIES / "tests/make_bench_model", "--out", path, "--type", kind, "--shape", options.shape, *changes])
    return path


def install_peer(device):
    """The package and its prebuilt library for this machine, into the build folder. Nothing compiles."""
    machine = {"x86_64": "x64", "aarch64": "arm64"}.get(os.uname().machine)
    if machine is None:
        sys.exit(f"error: {PEER} has no prebuilt library for {os.uname().machine}")
    variants = [f"linux-{machine}"] + (["linux-x64-vulkan"] if device != "cpu" and machine == "x64" else [])
    folder = FOLDER / "peer"
    needed = [PEER] + [f"@node-llama-cpp/{variant}" for variant in variants]
    if all((folder / "node_modules" / name / "package.json").exists() for name in needed):
        return folder
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "package.json").write_text('{"private": true}\n')
    say(f"Installing {' '.join(needed)} ...")
    try:
        run(["npm", "install", "--ignore-scripts", "--omit=optional", "--no-audit", "--no-fund", "--loglevel=error",
             *(f"{name}@{PEER_VERSION}" for name in needed)], cwd=folder)
    except FileNotFoundError:
        sys.exit("error: npm is not installed: install nodejs and npm to compare with llama.cpp")
    return folder


def measure_own(model, options):
    text = run([BINARIES / "bin/hearth-cli", "bench", model, "--json", "--device", options.device,
                "--threads", options.threads, "--prompt", options.prompt, "--generate", options.generate,
                "--repetitions", 1, "--depth", options.depth, "--kv", options.kv,
                *(["--context", context_of(options)] if options.depth else [])])
    return json.loads(text)


def measure_peer(model, options, folder):
    device = "cpu" if options.device == "cpu" else "vulkan"
    # llama.cpp passes over software devices unless one is named.
    environment = {"GGML_VK_VISIBLE_DEVICES": "0"} | os.environ
    return json.loads(run(["node", ROOT / "tests/bench/peer.mjs", folder, model, device, options.threads,
                           options.prompt, options.generate, options.depth, options.kv], env=environment).splitlines()[-1])


def warm(model):
    """Brings the file into the page cache, so that neither side pays for the disk."""
    with open(model, "rb", buffering=0) as file:
        while file.read(1 << 24):
            pass


def spread(values):
    return {"min": min(values), "median": statistics.median(values), "max": max(values)}


def measure(model, options, folder):
    warm(model)
    own, peer = [], []
    for _ in range(options.rounds):
        own.append(measure_own(model, options))
        if folder:
            peer.append(measure_peer(model, options, folder))
    bandwidth = max(each["memory_bandwidth_bytes_s"] for each in own)
    moved = own[0]["weight_bytes_per_token"]
    result = {"model": model.name, "device": options.device, "threads": options.threads,
              "memory_bandwidth_bytes_s": bandwidth, "weight_bytes_per_token": moved}
    for name in ("prompt_tps", "generate_tps"):
        ours = [each[name]["median"] for each in own]
        result[name] = spread(ours)
        if peer:
            theirs = [each[name] for each in peer]
            result["peer_" + name] = spread(theirs)
            result[name + "_ratio"] = statistics.median(ours) / max(statistics.median(theirs), 1e-9)
    result["bandwidth_fraction"] = result["generate_tps"]["median"] * moved / bandwidth
    if peer:
        result["peer_bandwidth_fraction"] = result["peer_generate_tps"]["median"] * moved / bandwidth
    return result


def show(result):
    def cell(values):
        return f"{values['median']:8.1f} ({values['min']:.1f}-{values['max']:.1f})"

    print(f"{result['model']}  {result['device']}, {result['threads']} threads, "
          f"{result['weight_bytes_per_token'] / 1e6:.1f} MB per token, "
          f"memory {result['memory_bandwidth_bytes_s'] / 1e9:.1f} GB/s")
    for name, title in (("prompt_tps", "prompt   t/s"), ("generate_tps", "generate t/s")):
        line = f"  {title}  {cell(result[name])}"
        if "peer_" + name in result:
            line += f"   llama.cpp {cell(result['peer_' + name])}   ratio {result[name + '_ratio']:.2f}"
        print(line)
    line = f"  bandwidth     {result['bandwidth_fraction']:8.0%}"
    if "peer_bandwidth_fraction" in result:
        line += f"   llama.cpp {result['peer_bandwidth_fraction']:8.0%}"
    print(line, flush=True)


def show_row(result):
    """| model | prompt: ours, theirs, ratio | written: ours, theirs, ratio |"""
    cells = [result["model"].removesuffix(".gguf")]
    for name in ("prompt_tps", "generate_tps"):
        cells.append(f"{result[name]['median']:.1f}")
        if "peer_" + name in result:
            cells += [f"{result['peer_' + name]['median']:.1f}", f"{result[name + '_ratio']:.2f}"]
    print("| " + " | ".join(cells) + " |", flush=True)


def models_of(options):
    """The files to measure, each written when its turn comes."""
    if options.model:
        yield from (path.resolve() for path in options.model)
        return
    every = options.type == ["all"]
    for kind in ALL_TYPES if every else options.type or ["Q8_0", "Q4_0"]:
        path = generated_model(kind, options)
        yield path
        if every:
            path.unlink()


def main():
    options = arguments()
    folder = install_peer(options.device) if options.peer else None
    results = []
    for model in models_of(options):
        results.append(measure(model, options, folder))
        if options.table:
            show_row(results[-1])
        elif not options.json:
            show(results[-1])
    if options.json:
        print(json.dumps({"results": results}))


if __name__ == "__main__":
    main()
