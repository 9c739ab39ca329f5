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

struct DeviceInfo {
    std::string id;   ///< "cpu", "vulkan:0", ...
    std::string name; ///< As the driver or the CPU gives it.
    DeviceKind kind = DeviceKind::Cpu;
    std::uint64_t memoryTotal = 0;     ///< Bytes.
    std::uint64_t memoryFree = 0;      ///< Bytes free now (budget); equals total where unknown.
    std::vector<std::string> features; ///< "avx512vnni", "int8-dot", ...
};

/// Share of the work done, 0..1. Return value is not consulted; cancel through the stop token.
using ProgressCallback = std::function<void(float fraction)>;

struct ExecutorOptions {
    unsigned threads = 0; ///< CPU only; 0 = physical cores.
    bool exact = false;   ///< f32 activations everywhere: what the reference computes.
    ProgressCallback progress;
    std::stop_token stop;
    LogSink log;
};

struct MemoryUse {
    std::uint64_t weightBytes =
        0; ///< Copied to the device or repacked; 0 where the mapped file is used in place.
    std::uint64_t kvBytes = 0;
    std::uint64_t computeBytes = 0; ///< Arena, staging, scratch.
};

/// Which rows of a batch yield logits.
enum class LogitRows : std::uint8_t { None, Last, All };

struct Candidate {
    TokenId id = kNoToken;
    float logit = 0;
};

struct ForwardRequest {
    std::span<const TokenId> tokens; ///< 1..batchMax; ids below the vocabulary.
    std::uint32_t firstPosition = 0; ///< Cells of earlier positions must be filled already.
    LogitRows rows = LogitRows::Last;
    std::span<float> logits;   ///< [rows][vocabulary]; may be empty when `best` is used.
    std::span<Candidate> best; ///< If not empty: the best.size() candidates of the last row, best
                               ///< first (ties: lower id). A device may reduce them itself.
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
};

/// One device. Creating an executor checks first that all of it fits: otherwise OutOfMemory with
/// the missing bytes in the detail, and nothing stays allocated.
class Backend {
public:
    virtual ~Backend() = default;
    virtual const DeviceInfo& device() const = 0;
    /// Model and plan must outlive the executor.
    virtual Result<std::unique_ptr<Executor>>
    createExecutor(const Model& model, const ForwardPlan& plan, const ExecutorOptions& options) = 0;
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

} // namespace inference
