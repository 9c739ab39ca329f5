// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace core {

/// Where a model can run with what is free.
enum class Fits : std::uint8_t {
    Gpu,   ///< All of it on the graphics device.
    Split, ///< Part of it: the rest of the layers, or experts, in RAM.
    Cpu,   ///< Only in RAM.
    No,
};

/// What a load takes on one device, in bytes.
struct DeviceUse {
    std::string id; ///< "vulkan:0", "cpu"
    std::string name;
    std::uint64_t weights = 0;
    std::uint64_t kvCache = 0;
    std::uint64_t compute = 0; ///< Activations, scratch, staging.
    std::uint64_t budget = 0;  ///< Free now, less what is to be kept free.

    std::uint64_t total() const { return weights + kvCache + compute; }
};

/// Tokens per second when writing. An estimate is a band; a measurement is a point.
struct SpeedBand {
    double low = 0;
    double high = 0;
    bool measured = false; ///< By a run of this model on this device.
    bool known() const { return high > 0; }
};

/// One sentence of a report, with its number: why, or the nearest change that would help.
struct FitReason {
    enum class Kind : std::uint8_t {
        WholeOnGpu,       ///< amount: bytes left free there.
        ExpertsInRam,     ///< amount: layers whose experts are read from RAM.
        LayersInRam,      ///< amount: layers that run on the CPU.
        NoGraphicsDevice, ///< All of it on the CPU.
        GpuTooSmall,      ///< amount: bytes missing there for all of it, or for what was asked.
        RamTooSmall,      ///< amount: bytes missing in RAM.
        FewerLayers,      ///< Would help: amount layers at most on the graphics device.
        ShorterContext,   ///< Would help: amount tokens at most.
        SmallerCache,     ///< Would help: a cache of amount bits per value: 8 is q8_0, 4 is q4_0.
        SmallerFile,      ///< Would help: a file with amount bytes of weights at most.
        FreeGpuMemory,    ///< Would help: amount bytes more free on the graphics device.
        LargerGpu,        ///< Would help: a graphics device with amount bytes free.
        FreeRam,          ///< Would help: amount bytes more free in RAM.
        MoreRam,          ///< Would help: amount bytes of RAM free, more than there are.
        BeyondTrained,    ///< The context is longer than the amount that the model was trained for.
        AssumedBandwidth, ///< The speed is for a device of amount bytes per second.
    };
    Kind kind = Kind::WholeOnGpu;
    std::uint64_t amount = 0;
};
/// In English; the window has its own translated sentences.
std::string describe(const FitReason& reason);

/// The answer to "does it fit, where, with how much context and how fast".
struct FitReport {
    Fits fits = Fits::No;
    std::vector<DeviceUse> devices; ///< The graphics device first, where one takes part.
    std::uint32_t layers = 0;
    std::uint32_t layersOnGpu = 0;
    std::uint32_t expertLayersOnCpu = 0;
    std::uint64_t gpuMissing = 0; ///< Bytes beyond the budget there; 0 unless it does not fit.
    std::uint64_t ramMissing = 0; ///< The same in RAM.
    std::uint32_t context = 0;    ///< What the figures are for.
    /// Largest context that keeps the answer, at most the trained one; 0 if none fits.
    std::uint32_t contextMax = 0;
    SpeedBand speed;
    std::vector<FitReason> reasons; ///< Why first, then the nearest changes that would help.
};

} // namespace core
