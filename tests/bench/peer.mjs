// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
//
// One measured run of a GGUF in llama.cpp, through the node-llama-cpp package that bench.py put into
// the folder named by the first argument. Prints one JSON object. The speeds are llama.cpp's own
// timings: the package's JavaScript loop between two tokens costs a quarter to two fifths.
//
// Usage: node peer.mjs FOLDER MODEL {cpu|vulkan} THREADS PROMPT GENERATE DEPTH KV
import {pathToFileURL} from "node:url";
import path from "node:path";

const [folder, modelPath, device, ...rest] = process.argv.slice(2);
const [threads, promptTokens, generateTokens, depth] = rest.slice(0, 4).map(Number);
const cacheType = rest[4].toUpperCase();
const entry = path.join(folder, "node_modules/node-llama-cpp/dist/index.js");
const {getLlama, LlamaLogLevel} = await import(pathToFileURL(path.resolve(entry)).href);

let log = "";
const llama = await getLlama({
    gpu: device === "vulkan" ? "vulkan" : false,
    build: "never", skipDownload: true, progressLogs: false, maxThreads: threads,
    logLevel: LlamaLogLevel.debug,
    logger: (level, text) => { log += text; }
});
const loadStart = performance.now();
const model = await llama.loadModel({modelPath, gpuLayers: device === "vulkan" ? "max" : 0, ignoreMemorySafetyChecks: true});
const context = await model.createContext({
    contextSize: Math.max(512, depth + promptTokens + generateTokens + 8), batchSize: Math.max(512, promptTokens),
    experimentalKvCacheKeyType: cacheType, experimentalKvCacheValueType: cacheType,
    ...(cacheType === "F16" ? {} : {flashAttention: true}),
    threads: {ideal: threads, min: threads}, performanceTracking: true, ignoreMemorySafetyChecks: true
});
const loadSeconds = (performance.now() - loadStart) / 1000;
const sequence = context.getSequence();

// Ids of ordinary tokens: above the control and byte tokens of any vocabulary used here.
const vocabulary = model.fileInfo.metadata.tokenizer.ggml.tokens.length;
const first = Math.min(300, Math.floor(vocabulary / 2));
const ids = (count, salt) => Array.from({length: count}, (_, i) => first + (i * 7919 + salt * 104729) % (vocabulary - first));

async function once(prompt, generate, salt) {
    let left = generate;
    const options = {temperature: 0, yieldEogToken: true};
    for await (const token of sequence.evaluate(ids(prompt, salt), options)) {
        if (--left <= 0) break;
    }
}

// The lines read "prompt eval time = 7516.12 ms / 511 tokens (...)". Printing sets them back to zero.
async function timings() {
    log = "";
    await context.printTimings();
    await new Promise((resolve) => setTimeout(resolve, 200));
    const read = (name) => {
        const match = new RegExp(`: +${name} time = *([\\d.]+) ms / *(\\d+) `).exec(log);
        return match === null ? {ms: 0, count: 0} : {ms: Number(match[1]), count: Number(match[2])};
    };
    return {prompt: read("prompt eval"), generate: read("eval")};
}

await once(Math.min(16, promptTokens), 3, 1);
await sequence.clearHistory();
if (depth > 0) await sequence.evaluateWithoutGeneratingNewTokens(ids(depth, 3));
await timings();
const start = performance.now();
await once(promptTokens, generateTokens, 2);
const wallSeconds = (performance.now() - start) / 1000;
const {prompt, generate} = await timings();

const rate = ({ms, count}) => (ms > 0 ? count / ms * 1000 : 0);
console.log(JSON.stringify({
    prompt_tps: rate(prompt), generate_tps: rate(generate), prompt, generate, load_s: loadSeconds, wall_s: wallSeconds,
    device: await llama.getGpuDeviceNames()
}));
process.exit(0);
