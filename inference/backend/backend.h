// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "inference/base/log.h"
#include "inference/base/result.h"
#include "inference/plan/forward_plan.h"
#include "inference/tokenizer/tokenizer.h"

namespace inference {

enum class DeviceKind : std::uint8_t { Cpu, Discrete, Integrated, Software };

/// One of the memories of a device.
struct DeviceHeap {
    std::uint64_t bytes = 0;
    std::uint64_t bytesFree =
        0; ///< Budget less usage; equals `bytes` where the driver keeps silent.
    bool deviceLocal = false;
    bool hostVisible =
        false; ///< The host reaches it; on a card with memory of its own: over the bus.
};

struct DeviceInfo {
    std::string id;   ///< "cpu", "vulkan:0", ...
    std::string name; ///< As the driver or the CPU gives it.
    DeviceKind kind = DeviceKind::Cpu;
    std::uint64_t memoryTotal = 0;     ///< Bytes.
    std::uint64_t memoryFree = 0;      ///< Bytes free now (budget); equals total where unknown.
    std::vector<std::string> features; ///< "avx512vnni", "int8-dot", ...
    std::string driver;                ///< "radv Mesa 24.0.9"; empty for the CPU.
    std::string pciAddress;        ///< "0000:03:00.0"; empty where there is none or it is not told.
    std::vector<DeviceHeap> heaps; ///< As the driver counts them; empty for the CPU.
};

/// Share of the work done, 0..1. Return value is not consulted; cancel through the stop token.
using ProgressCallback = std::function<void(float fraction)>;

struct ExecutorOptions {
    unsigned threads = 0; ///< CPU only; 0 = physical cores.
    bool exact = false;   ///< f32 activations everywhere: what the reference computes.
    /// Take all memory, but leave reading the weights to Executor::readWeights().
    bool reserveOnly = false;
    ProgressCallback progress;
    std::stop_token stop;
    LogSink log;
};

struct MemoryUse {
    std::uint64_t weightBytes =
        0; ///< Copied to the device or repacked; 0 where the mapped file is used in place.
    std::uint64_t mappedBytes = 0; ///< Weights used in place in the mapped file: page cache.
    std::uint64_t kvBytes = 0;
    std::uint64_t computeBytes = 0; ///< Arena, scratch, parameters.
    /// Memory through which activations and logits pass between device and host; on a card with
    /// memory of its own it lies in the host's.
    std::uint64_t stagingBytes = 0;

    /// Everything that is allocated; what is mapped comes and goes with the page cache.
    std::uint64_t allocated() const { return weightBytes + kvBytes + computeBytes + stagingBytes; }
};

/// What one device holds of a model.
struct DeviceMemory {
    std::string id;   ///< As DeviceInfo::id.
    std::string name; ///< As DeviceInfo::name.
    DeviceKind kind = DeviceKind::Cpu;
    MemoryUse use;
};

/// Which rows of a batch yield logits.
enum class LogitRows : std::uint8_t { None, Last, All };

struct Candidate {
    TokenId id = kNoToken;
    float logit = 0;
};

/// Rows of a buffer in the host's memory, on the way between two executors of one plan:
/// [rows of the batch][width].
struct BorderRows {
    BufferId buffer = kNoBuffer;
    float* rows = nullptr;
};

struct ForwardRequest {
    std::span<const TokenId> tokens; ///< 1..batchMax; ids below the vocabulary.
    std::uint32_t firstPosition = 0; ///< Cells of earlier positions must be filled already.
    LogitRows rows = LogitRows::Last;
    std::span<float> logits;   ///< [rows][vocabulary]; may be empty when `best` is used.
    std::span<Candidate> best; ///< If not empty: the best.size() candidates of the last row, best
                               ///< first (ties: lower id). A device may reduce them itself.
    // For a part of a plan (split_plan.h): which of its segments to run, where the rows of that
    // segment's `in` buffers come from and those of its `out` buffers go.
    std::uint32_t segment = 0;
    std::span<const BorderRows> in = {};
    std::span<const BorderRows> out = {};
};

/// Cells of one layer's cache in the order in which they lie there; see KvLayerLayout.
struct CellRange {
    std::uint32_t layer = 0;
    std::uint32_t first = 0;
    std::uint32_t count = 0;
};

/// A plan ready to run on one device, with the weights it needs and one KV cache. Positions may be
/// run again after going back: later cells are simply overwritten. Used by one thread.
///
/// A plan with recurrent layers (KvLayout::hasRecurrentState) keeps a state besides, which belongs
/// to one position. It starts anew whenever a pass begins at position 0, moves on with every pass,
/// and goes back only to where a snapshot was taken: saveState() there, loadState() later, with the
/// cells of all positions before the snapshot still (or again) in the KV cache. A pass from any
/// other position is refused. After a pass that failed or was cancelled the state is of no
/// position.
class Executor {
public:
    virtual ~Executor() = default;
    /// Fails with DeviceLost, OutOfMemory, Cancelled (between two ops), and with InvalidArgument
    /// where the recurrent state belongs to another position than the first of the request.
    virtual Result<void> forward(const ForwardRequest& request, std::stop_token stop) = 0;
    virtual MemoryUse memoryUse() const = 0;
    /// Reads the weights into the memory that was taken: once, before the first pass, and only
    /// where ExecutorOptions::reserveOnly put it off. Progress and stop are those of `options`.
    /// Fails with Cancelled and DeviceLost.
    virtual Result<void> readWeights(const ExecutorOptions& options) {
        static_cast<void>(options);
        return {};
    }

    /// Bytes of a snapshot: KvLayout::recurrentBytes() of the plan, 0 without recurrent layers.
    virtual std::uint64_t stateBytes() const { return 0; }
    /// The position that the next pass has to start at unless that is 0: where the recurrent state
    /// is. None without recurrent layers (any start will do), before the first pass and after one
    /// that did not end well.
    virtual std::optional<std::uint32_t> statePosition() const { return std::nullopt; }
    /// Copies the recurrent state of statePosition() into `target` of stateBytes(): f32 values,
    /// layer after layer, convolution before matrices, the same on every device. Fails with
    /// InvalidArgument (wrong size, no position), DeviceLost.
    virtual Result<void> saveState(std::span<std::byte> target) {
        if (target.empty()) return {};
        return Error{ErrorCode::InvalidArgument, "this model has no recurrent state"};
    }
    /// Puts a snapshot back: the next pass starts at `position`. Fails as saveState does.
    virtual Result<void> loadState(std::span<const std::byte> source, std::uint32_t position) {
        static_cast<void>(position);
        if (source.empty()) return {};
        return Error{ErrorCode::InvalidArgument, "this model has no recurrent state"};
    }
    /// Copies cells of one layer between the cache and the host, between two passes: `keys` and
    /// `values` hold range.count cells each, as KvLayout lays them out on every device. Fails with
    /// DeviceLost, OutOfMemory.
    virtual Result<void> readCells(const CellRange& range, std::span<std::byte> keys,
                                   std::span<std::byte> values) {
        static_cast<void>(range);
        if (keys.empty() && values.empty()) return {};
        return Error{ErrorCode::Unsupported, "this device does not copy its cache"};
    }
    virtual Result<void> writeCells(const CellRange& range, std::span<const std::byte> keys,
                                    std::span<const std::byte> values) {
        static_cast<void>(range);
        if (keys.empty() && values.empty()) return {};
        return Error{ErrorCode::Unsupported, "this device does not copy its cache"};
    }
    /// Where the host reaches the rows of a buffer, so that another executor can read and write
    /// them in place between two segments; null where it cannot.
    virtual float* hostRows(BufferId) { return nullptr; }
};

/// Room on a device for what the driver makes of an executor: pipelines, descriptors, command
/// buffers. Whoever asks whether something fits counts it in.
inline constexpr std::uint64_t kDriverBytes = 16ull << 20;

/// What the memory of an executor depends on besides the plan, for devices that need not exist.
/// The defaults are those of a usual graphics card.
struct DeviceLimits {
    DeviceKind kind = DeviceKind::Discrete;
    std::uint64_t bindingBytesMax = 1ull << 30;    ///< That one shader binding shows.
    std::uint64_t allocationBytesMax = 1ull << 30; ///< Of one allocation.
    std::uint32_t workgroupsMax = 65535;           ///< In the second dimension of a dispatch.
    std::uint32_t subgroup = 32;
};

/// One device. Creating an executor checks first that all of it fits: otherwise OutOfMemory with
/// the missing bytes in the detail, and nothing stays allocated. Then it takes all memory that it
/// will ever take, and only then it reads the weights.
class Backend {
public:
    virtual ~Backend() = default;
    virtual const DeviceInfo& device() const = 0;
    /// Model and plan must outlive the executor.
    virtual Result<std::unique_ptr<Executor>>
    createExecutor(const Model& model, const ForwardPlan& plan, const ExecutorOptions& options) = 0;
    /// What createExecutor() would allocate for a plan or a part of one, without allocating it and
    /// without reading a weight. Fails as createExecutor() does where the plan cannot run at all.
    virtual Result<MemoryUse> measure(const ForwardPlan& plan,
                                      const ExecutorOptions& options) const = 0;
    /// Bytes that may still be allocated, asked of the system or the driver now.
    virtual std::uint64_t memoryFree() const = 0;
};

/// The CPU backend is always there. (backend/cpu)
std::unique_ptr<Backend> createCpuBackend();

/// Vulkan devices in the driver's order; an empty list with a reason when there is no loader,
/// driver or device. (backend/vulkan or backend/vulkan_stub)
struct VulkanDevices {
    std::vector<DeviceInfo> devices;
    std::string reason; ///< Why the list is empty, for people.
};
VulkanDevices listVulkanDevices();
Result<std::unique_ptr<Backend>> createVulkanBackend(unsigned index, const LogSink& log);
/// Backend::measure for a device that need not be in this machine.
Result<MemoryUse> measureVulkan(const ForwardPlan& plan, const DeviceLimits& limits);

} // namespace inference
