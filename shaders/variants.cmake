# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Hearth authors
# The only list of shaders: those that exist once, and those that exist once per weight format. A format
# is include/quant_<format>.glsl; vk_weight_layout.cpp has its packer.
set(HEARTH_SHADERS_PLAIN rms_norm gather_rows gated_product rope_store latent_store attention attention_step attention_tile
    attention_merge route top_logits split sigmoid_gate gated_norm short_conv gated_delta selective_scan)
set(HEARTH_SHADERS_QUANT matvec matmul head_matmul embed_rows experts_glu experts_down)
set(HEARTH_SHADER_FORMATS f32 f16 bf16 q8_0 q4_0 q4_1 q5_0 q5_1 q2_k q3_k q4_k q5_k q6_k iq4_nl iq4_xs
    mxfp4 nvfp4 q1_0 q2_0 tq2_0 iq1_s iq1_m iq2_xxs iq2_xs iq2_s iq3_xxs iq3_s)
