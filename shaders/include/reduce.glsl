// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
// Sum over a workgroup; every invocation gets it. One subgroup needs no shared memory.
shared float reducePartial[kSubgroups];

float workgroupAdd(float value) {
    float sum = subgroupAdd(value);
    if (kSubgroups == 1) return sum;
    barrier();
    if (subgroupElect()) reducePartial[gl_SubgroupID] = sum;
    barrier();
    sum = 0.0;
    for (uint i = 0; i < kSubgroups; ++i) sum += reducePartial[i];
    return sum;
}
