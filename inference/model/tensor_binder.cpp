// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "inference/model/tensor_binder.h"

#include <array>
#include <cmath>
#include <cstring>
#include <utility>

namespace inference {

namespace {

std::string shapeText(TensorBinder::Shape shape) {
    std::string text = std::to_string(shape.rowLength);
    if (shape.rows != 1 || shape.stack != 1) text += " x " + std::to_string(shape.rows);
    if (shape.stack != 1) text += " x " + std::to_string(shape.stack);
    return text;
}

/// Names that some writers use for what the field calls otherwise (suffix to suffix).
constexpr std::array<std::pair<std::string_view, std::string_view>, 3> kAliases{{
    {"attn_output.weight", "attn_out.weight"},
    {"attn_output.bias", "attn_out.bias"},
    {"attn_sinks.weight", "attn_sinks"},
}};

} // namespace

const GgufTensor* TensorBinder::find(std::string_view name) const {
    if (const GgufTensor* tensor = m_file.findTensor(name)) return tensor;
    for (const auto& [suffix, alias] : kAliases) {
        if (!name.ends_with(suffix)) continue;
        const std::string other =
            std::string(name.substr(0, name.size() - suffix.size())).append(alias);
        if (const GgufTensor* tensor = m_file.findTensor(other)) return tensor;
    }
    return nullptr;
}

Result<const GgufTensor*> TensorBinder::take(const std::string& name, Shape shape) {
    const GgufTensor* tensor = find(name);
    if (tensor == nullptr)
        return Error{ErrorCode::Corrupt,
                     "tensor " + name + " is missing: the file is incomplete or of a newer kind"};
    const Shape found{tensor->shape[0], tensor->shape[1], tensor->shape[2]};
    if (found.rowLength != shape.rowLength || found.rows != shape.rows || found.stack != shape.stack
        || tensor->shape[3] != 1)
        return Error{ErrorCode::Corrupt, "tensor " + name + " is " + shapeText(found)
                                             + " where the metadata asks for " + shapeText(shape)};
    const DTypeInfo& info = dtypeInfo(tensor->dtype);
    if (info.decode == nullptr)
        return Error{ErrorCode::Unsupported, "tensor " + name + " has type "
                                                 + std::string(info.name)
                                                 + ", which cannot be run yet"};
    m_used[static_cast<std::size_t>(tensor - m_file.tensors().data())] = true;
    return tensor;
}

void TensorBinder::add(std::string name, DType dtype, Shape shape,
                       std::span<const std::byte> data) {
    m_weights.push_back({.name = std::move(name),
                         .index = static_cast<std::uint32_t>(m_weights.size()),
                         .dtype = dtype,
                         .rowLength = static_cast<std::uint32_t>(shape.rowLength),
                         .rows = static_cast<std::uint32_t>(shape.rows),
                         .stack = static_cast<std::uint32_t>(shape.stack),
                         .data = data});
}

Result<void> TensorBinder::matrix(const std::string& name, Shape shape, Need need) {
    if (need == Need::Optional && !has(name)) return {};
    TRY(const GgufTensor* tensor, take(name, shape));
    add(name, tensor->dtype, shape, m_file.data(*tensor));
    return {};
}

Result<std::vector<float>> TensorBinder::decode(const GgufTensor& tensor) const {
    const DTypeInfo& info = dtypeInfo(tensor.dtype);
    const std::span<const std::byte> data = m_file.data(tensor);
    std::vector<float> values(tensor.elements());
    info.decode(data.data(), values.data(), values.size() / info.blockElements);
    return values;
}

Result<void> TensorBinder::vector(const std::string& name, Shape shape, Need need) {
    if (need == Need::Optional && !has(name)) return {};
    TRY(const GgufTensor* tensor, take(name, shape));
    std::span<const std::byte> data = m_file.data(*tensor);
    if (data.empty()) {
        add(name, DType::F32, shape, {});
        return {};
    }
    const bool aligned = reinterpret_cast<std::uintptr_t>(data.data()) % alignof(float) == 0;
    if (tensor->dtype != DType::F32 || !aligned) {
        TRY(auto values, decode(*tensor));
        m_vectors.push_back(std::move(values));
        data = std::as_bytes(std::span<const float>(m_vectors.back()));
    }
    add(name, DType::F32, shape, data);
    return {};
}

Result<void> TensorBinder::slices(const std::string& name, std::uint64_t rowLength,
                                  std::initializer_list<Slice> parts) {
    std::uint64_t rows = 0;
    for (const Slice& part : parts) rows += part.rows;
    TRY(const GgufTensor* tensor, take(name, {rowLength, rows}));
    const std::span<const std::byte> data = m_file.data(*tensor);
    std::size_t offset = 0;
    for (const Slice& part : parts) {
        const std::size_t bytes = part.rows * rowBytes(tensor->dtype, rowLength);
        const auto rowsOfPart = data.empty() ? data : data.subspan(offset, bytes);
        add(part.name, tensor->dtype, {rowLength, part.rows}, rowsOfPart);
        offset += bytes;
    }
    return {};
}

Result<void> TensorBinder::vectorSlices(const std::string& name,
                                        std::initializer_list<Slice> parts) {
    if (!has(name)) return {};
    std::uint64_t length = 0;
    for (const Slice& part : parts) length += part.rows;
    TRY(const GgufTensor* tensor, take(name, {length}));
    std::span<const float> values;
    if (!m_file.data(*tensor).empty()) {
        TRY(auto decoded, decode(*tensor));
        m_vectors.push_back(std::move(decoded));
        values = m_vectors.back();
    }
    std::size_t offset = 0;
    for (const Slice& part : parts) {
        const auto data = values.empty() ? values : values.subspan(offset, part.rows);
        add(part.name, DType::F32, {part.rows}, std::as_bytes(data));
        offset += part.rows;
    }
    return {};
}

Result<void> TensorBinder::keysAndValues(const std::string& name, std::uint64_t rowLength,
                                         HeadRows rows, const std::string& keyName,
                                         const std::string& valueName) {
    const std::uint64_t perHead = rows.keys + rows.values;
    TRY(const GgufTensor* tensor, take(name, {rowLength, rows.heads * perHead}));
    const Shape keyShape{rows.keys, rowLength, rows.heads};
    const Shape valueShape{rowLength, rows.values, rows.heads};
    const std::span<const std::byte> data = m_file.data(*tensor);
    if (data.empty()) {
        add(keyName, DType::F32, keyShape, {});
        add(valueName, tensor->dtype, valueShape, {});
        return {};
    }
    const DTypeInfo& info = dtypeInfo(tensor->dtype);
    const std::size_t bytes = rowBytes(tensor->dtype, rowLength);
    const std::size_t valueBytes = rows.values * bytes;
    std::vector<float> keys(rows.heads * rows.keys * rowLength); // [heads][rowLength][keys]
    std::vector<float> values((rows.heads * valueBytes + sizeof(float) - 1) / sizeof(float));
    std::vector<float> row(rowLength);
    for (std::uint64_t head = 0; head < rows.heads; ++head) {
        const std::byte* from = data.data() + head * perHead * bytes;
        float* to = keys.data() + head * rows.keys * rowLength;
        for (std::uint64_t key = 0; key < rows.keys; ++key, from += bytes) {
            info.decode(from, row.data(), rowLength / info.blockElements);
            for (std::uint64_t i = 0; i < rowLength; ++i) to[i * rows.keys + key] = row[i];
        }
        std::memcpy(reinterpret_cast<std::byte*>(values.data()) + head * valueBytes, from,
                    valueBytes);
    }
    m_vectors.push_back(std::move(keys));
    add(keyName, DType::F32, keyShape, std::as_bytes(std::span<const float>(m_vectors.back())));
    m_vectors.push_back(std::move(values));
    add(valueName, tensor->dtype, valueShape,
        std::as_bytes(std::span<const float>(m_vectors.back())).first(rows.heads * valueBytes));
    return {};
}

Result<std::vector<float>> TensorBinder::factors(const std::string& name, std::uint64_t length) {
    if (!has(name)) return std::vector<float>();
    TRY(const GgufTensor* tensor, take(name, {length}));
    if (m_file.data(*tensor).empty()) return std::vector<float>(length, 1.0f);
    TRY(auto values, decode(*tensor));
    for (const float value : values)
        if (!std::isfinite(value) || value == 0)
            return Error{ErrorCode::Corrupt,
                         "tensor " + name + " holds a factor that is not a number"};
    return values;
}

void TensorBinder::ignore(std::string_view prefix) {
    for (std::size_t i = 0; i < m_used.size(); ++i)
        if (m_file.tensors()[i].name.starts_with(prefix)) m_used[i] = true;
}

Result<void> TensorBinder::finish() const {
    for (std::size_t i = 0; i < m_used.size(); ++i) {
        if (m_used[i]) continue;
        const std::string name(m_file.tensors()[i].name);
        return Error{ErrorCode::Unsupported,
                     "tensor " + name + " has no place in this architecture as known here"};
    }
    return {};
}

} // namespace inference
