// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
//
// The tensors of what mixes tokens in a layer, but for attention.
#include "inference/model/model_loader.h"

namespace inference {

using Need = TensorBinder::Need;

Result<void> ModelLoader::bindMixer(const std::string& block, std::uint32_t index) {
    TRY(m_tensors.vector(block + "attn_norm.weight", {m_spec.embedding}));
    switch (m_spec.layers[index].mixer) {
    case Mixer::Attention: return bindAttention(block, index);
    case Mixer::ShortConv: return bindShortConv(block);
    case Mixer::GatedDelta: return bindGatedDelta(block);
    case Mixer::Mamba2: return bindMamba(block);
    case Mixer::None: break;
    }
    return {};
}

Result<void> ModelLoader::bindShortConv(const std::string& block) {
    const std::uint64_t width = m_spec.embedding;
    TRY(m_tensors.matrix(block + "shortconv.in_proj.weight", {width, 3 * width}));
    TRY(m_tensors.vector(block + "shortconv.conv.weight", {m_spec.recurrent.taps, width}));
    return m_tensors.matrix(block + "shortconv.out_proj.weight", {width, width});
}

Result<void> ModelLoader::bindGatedDelta(const std::string& block) {
    const RecurrentSpec& sizes = m_spec.recurrent;
    const std::uint64_t width = m_spec.embedding;
    if (m_tensors.has(block + "ssm_in.weight")) { // Older: q, k, v and z of each key head.
        TRY(m_tensors.matrix(block + "ssm_in.weight",
                             {width, std::uint64_t{sizes.channels()} + sizes.innerSize}));
    } else {
        TRY(m_tensors.matrix(block + "attn_qkv.weight", {width, sizes.channels()}));
        TRY(m_tensors.matrix(block + "attn_gate.weight", {width, sizes.innerSize}));
    }
    if (m_tensors.has(block + "ssm_ba.weight")) { // beta and alpha of each key head.
        TRY(m_tensors.matrix(block + "ssm_ba.weight", {width, 2 * std::uint64_t{sizes.heads}}));
    } else {
        TRY(m_tensors.matrix(block + "ssm_beta.weight", {width, sizes.heads}));
        TRY(m_tensors.matrix(block + "ssm_alpha.weight", {width, sizes.heads}));
    }
    TRY(m_tensors.vector(block + "ssm_conv1d.weight", {sizes.taps, sizes.channels()}));
    TRY(m_tensors.vector(block + "ssm_dt.bias", {sizes.heads}));
    TRY(m_tensors.vector(block + "ssm_a", {sizes.heads}));
    TRY(m_tensors.vector(block + "ssm_norm.weight", {sizes.headLength()}));
    return m_tensors.matrix(block + "ssm_out.weight", {sizes.innerSize, width});
}

Result<void> ModelLoader::bindMamba(const std::string& block) {
    const RecurrentSpec& sizes = m_spec.recurrent;
    const std::uint64_t width = m_spec.embedding;
    TRY(m_tensors.slices(block + "ssm_in.weight", width,
                         {{block + "ssm_in_gate.weight", sizes.innerSize},
                          {block + "ssm_in_conv.weight", sizes.channels()},
                          {block + "ssm_in_time.weight", sizes.heads}}));
    TRY(m_tensors.vector(block + "ssm_conv1d.weight", {sizes.taps, sizes.channels()}));
    TRY(m_tensors.vector(block + "ssm_conv1d.bias", {sizes.channels()}, Need::Optional));
    TRY(m_tensors.vector(block + "ssm_dt.bias", {sizes.heads}));
    TRY(m_tensors.vector(block + "ssm_a", {1, sizes.heads}));
    TRY(m_tensors.vector(block + "ssm_d", {1, sizes.heads}));
    TRY(m_tensors.vector(block + "ssm_norm.weight",
                         {sizes.innerSize / sizes.groups, sizes.groups}));
    return m_tensors.matrix(block + "ssm_out.weight", {sizes.innerSize, width});
}

} // namespace inference
