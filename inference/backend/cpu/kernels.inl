// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
//
// All kernels, written once in the vocabulary of simd_<isa>.h and included inside that instruction
// set's namespace. Nothing here may call an inline function of a header that other files share:
// the linker could keep the copy compiled for a wider machine.

// In this order, each needs the one before it.
// clang-format off
#include "inference/backend/cpu/formats.inl"
#include "inference/backend/cpu/formats_iq.inl"
#include "inference/backend/cpu/formats_low.inl"
#include "inference/backend/cpu/kernels_int8.inl"
#include "inference/backend/cpu/kernels_float.inl"
#include "inference/backend/cpu/kernels_cache.inl"
#include "inference/backend/cpu/kernels_attention.inl"
#include "inference/backend/cpu/kernels_recurrent.inl"
// clang-format on

inline KernelTable makeTable(CpuIsa isa) {
    KernelTable table;
    table.isa = isa;
    table.panelRows = kPanelRows;
    addFormats(table.formats);
    table.quantizeRow = quantizeRow;
    table.sumOfSquares = sumOfSquares;
    table.scaleRow = scaleRow;
    table.addRow = addRow;
    table.multiplyRow = multiplyRow;
    table.sigmoidGateRow = sigmoidGateRow;
    table.gluRow = gluRow;
    table.softcapRow = softcapRow;
    table.toFloat = toFloat;
    table.toHalf = toHalf;
    table.floatRowDots = floatRowDots;
    table.packFloats = packFloats;
    table.multiplyFloats = multiplyFloats;
    table.attentionTile = attentionTile;
    table.scanState = scanState;
    table.deltaState = deltaState;
    table.convolveRow = convolveRow;
    table.quantizeCache = quantizeCache;
    table.readAll = readAll;
    return table;
}
