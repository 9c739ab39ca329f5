// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "inference/backend/backend.h"
#include "inference/model/model.h"
#include "inference/session/engine.h"

namespace inference {

/// A model on one device: the plan and what runs it. Members go in the order that the later ones
/// borrow from the earlier ones.
struct RunningModel {
    std::unique_ptr<Backend> backend;
    std::unique_ptr<ForwardPlan> plan;
    std::unique_ptr<Executor> executor;
    const GgufFile* file = nullptr; ///< Where weights are read from; the model's.
    PlacementSummary placement;
    std::vector<DeviceMemory> memory; ///< The device first where there is one.
    std::string fallbackReason; ///< Why it is not on the device that "auto" would have chosen.
};

/// Opens the device that the options name and puts the model there, or as much of it as fits or was
/// wished for; the rest stays with the CPU. For "auto" a device that cannot be used leads to the
/// CPU, with the reason; a device asked for by name leads to its error. Everything is measured
/// before anything is allocated, so that loading fails at once or not at all.
Result<RunningModel> startModel(const Model& model, const EngineOptions& options);

/// The context that the options ask for, or the default: what was trained, at most 8192.
std::uint32_t chooseContext(const Model& model, const EngineOptions& options);

} // namespace inference
