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
    std::string fallbackReason; ///< Why it is not on the device that "auto" would have chosen.
};

/// Opens the device that the options name and puts the model there. For "auto" a device that cannot
/// be used leads to the CPU, with the reason; a device asked for by name leads to its error.
Result<RunningModel> startModel(const Model& model, const EngineOptions& options);

/// The context that the options ask for, or the default: what was trained, at most 8192.
std::uint32_t chooseContext(const Model& model, const EngineOptions& options);

} // namespace inference
