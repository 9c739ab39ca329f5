// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <memory>
#include <vector>

#include "inference/arch/arch_tables.h"
#include "inference/model/model.h"
#include "inference/model/tensor_binder.h"

namespace inference {

/// Builds a Model out of an opened file, or says why none can be built. The order is: family by
/// name, hyperparameters, vocabulary, then every tensor's shape and type; weights themselves are
/// not read.
class ModelLoader {
public:
    enum class Weights { Required, Absent };
    static Result<std::shared_ptr<const Model>> load(GgufFile file,
                                                     Weights weights = Weights::Required);

    /// Everything that keeps this file from running here, first reason first; empty if it would
    /// load. Works on a header without tensor data.
    static std::vector<Error> findObstacles(const GgufFile& file);

private:
    ModelLoader(const ArchRow& row, ArchSpec& spec, TensorBinder& tensors)
        : m_row(row), m_spec(spec), m_tensors(tensors) {}

    Result<void> bindAll();
    Result<void> bindFactors();
    Result<void> findExpertWidth();
    Result<void> findExpertRows();
    Result<void> bindLayer(std::uint32_t index);
    Result<void> bindMixer(const std::string& block, std::uint32_t index);
    Result<void> bindShortConv(const std::string& block);
    Result<void> bindGatedDelta(const std::string& block);
    Result<void> bindMamba(const std::string& block);
    Result<void> bindAttention(const std::string& block, std::uint32_t index);
    Result<void> bindKeysAndValues(const std::string& block, const LayerSpec& layer);
    Result<void> bindLatentAttention(const std::string& block, const LayerSpec& layer);
    Result<void> bindHeadNorms(const std::string& block, std::uint32_t index);
    Result<void> bindFeedForward(const std::string& block, const LayerSpec& layer);
    Result<void> bindExperts(const std::string& block, const LayerSpec& layer);
    Result<void> bindSharedExpert(const std::string& block);
    Result<void> bindExpertsBesideDense(const std::string& block);
    Result<void> bindLayerEmbeddings();

    const ArchRow& m_row;
    ArchSpec& m_spec;
    TensorBinder& m_tensors;
};

} // namespace inference
