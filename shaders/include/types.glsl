// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
// What every shader starts with: extensions and the shape of a workgroup.
#extension GL_EXT_shader_16bit_storage : require
#extension GL_KHR_shader_subgroup_basic : require
#extension GL_KHR_shader_subgroup_arithmetic : require
#extension GL_KHR_shader_subgroup_shuffle : require
#extension GL_EXT_control_flow_attributes : require

layout(local_size_x_id = 0, local_size_y = 1, local_size_z = 1) in;
layout(constant_id = 1) const uint kSubgroup = 32;   // Invocations of a subgroup.
layout(constant_id = 2) const uint kSubgroups = 1;   // Subgroups of a workgroup.

#include "push_constants.h"

const uint kNoChoice = 0xffffffffu;

// More workgroups than one dimension may have continue in z.
uint linearGroup() { return gl_WorkGroupID.x + gl_WorkGroupID.z * gl_NumWorkGroups.x; }

// Work is dealt out to subgroups: each starts at its own number and goes on by their count, so that any
// number of workgroups does it all. Where a workgroup is dear, as on a software device, few are run.
uint firstUnit() { return linearGroup() * kSubgroups + gl_SubgroupID; }
uint unitStride() { return gl_NumWorkGroups.x * gl_NumWorkGroups.z * kSubgroups; }
