// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
// The weight format of this variant: the build defines one QUANT_<FORMAT>.
#if defined(QUANT_F32)
#include "quant_f32.glsl"
#elif defined(QUANT_F16)
#include "quant_f16.glsl"
#elif defined(QUANT_BF16)
#include "quant_bf16.glsl"
#elif defined(QUANT_Q8_0)
#include "quant_q8_0.glsl"
#elif defined(QUANT_Q4_0)
#include "quant_q4_0.glsl"
#elif defined(QUANT_Q4_1)
#include "quant_q4_1.glsl"
#elif defined(QUANT_Q5_0)
#include "quant_q5_0.glsl"
#elif defined(QUANT_Q5_1)
#include "quant_q5_1.glsl"
#elif defined(QUANT_Q2_K)
#include "quant_q2_k.glsl"
#elif defined(QUANT_Q3_K)
#include "quant_q3_k.glsl"
#elif defined(QUANT_Q4_K)
#include "quant_q4_k.glsl"
#elif defined(QUANT_Q5_K)
#include "quant_q5_k.glsl"
#elif defined(QUANT_Q6_K)
#include "quant_q6_k.glsl"
#elif defined(QUANT_IQ4_NL)
#include "quant_iq4_nl.glsl"
#elif defined(QUANT_IQ4_XS)
#include "quant_iq4_xs.glsl"
#elif defined(QUANT_MXFP4)
#include "quant_mxfp4.glsl"
#elif defined(QUANT_NVFP4)
#include "quant_nvfp4.glsl"
#elif defined(QUANT_Q1_0)
#include "quant_q1_0.glsl"
#elif defined(QUANT_Q2_0)
#include "quant_q2_0.glsl"
#elif defined(QUANT_TQ2_0)
#include "quant_tq2_0.glsl"
#elif defined(QUANT_IQ1_S)
#include "quant_iq1_s.glsl"
#elif defined(QUANT_IQ1_M)
#include "quant_iq1_m.glsl"
#elif defined(QUANT_IQ2_XXS)
#include "quant_iq2_xxs.glsl"
#elif defined(QUANT_IQ2_XS)
#include "quant_iq2_xs.glsl"
#elif defined(QUANT_IQ2_S)
#include "quant_iq2_s.glsl"
#elif defined(QUANT_IQ3_XXS)
#include "quant_iq3_xxs.glsl"
#elif defined(QUANT_IQ3_S)
#include "quant_iq3_s.glsl"
#else
#error "no weight format"
#endif
