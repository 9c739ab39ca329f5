// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "app/cli/output.h"

#include <array>
#include <cstdio>
#include <fstream>
#include <iterator>

namespace cli {

namespace {

constexpr std::size_t kInputMax = std::size_t{256} << 20;

/// What to do about an error whose own text does not say it.
std::string_view advice(ErrorCode code) {
    switch (code) {
    case ErrorCode::InvalidArgument: return "see hearth-cli --help";
    case ErrorCode::NotFound: return "check the name";
    case ErrorCode::Io: return "check the path and its permissions";
    case ErrorCode::Corrupt: return "get the file again";
    case ErrorCode::Unsupported: return "choose another file";
    case ErrorCode::OutOfMemory: return "choose a smaller model or a shorter context";
    case ErrorCode::DeviceUnavailable: return "use --device cpu";
    case ErrorCode::DeviceLost: return "try again, or use --device cpu";
    case ErrorCode::LimitExceeded: return "ask for less";
    case ErrorCode::TemplateError: return "check the messages against the template";
    case ErrorCode::Cancelled: return "start it again when you are ready";
    case ErrorCode::Busy: return "wait for the other program to finish";
    case ErrorCode::Offline: return "leave out --offline";
    case ErrorCode::Network: return "check the connection and try again";
    case ErrorCode::AccessDenied: return "accept the licence on the model's page and set a token";
    case ErrorCode::DiskFull: return "free some space";
    case ErrorCode::Internal: return "please report this";
    }
    return "please report this";
}

Result<std::string> readAll(std::istream& stream, const std::string& what) {
    std::string text;
    std::array<char, 65536> block{};
    while (stream.read(block.data(), block.size()) || stream.gcount() > 0) {
        text.append(block.data(), static_cast<std::size_t>(stream.gcount()));
        if (text.size() > kInputMax)
            return Error{ErrorCode::LimitExceeded, what + " is larger than 256 MB: give less"};
    }
    return text;
}

} // namespace

void printText(std::string_view text) {
    std::fwrite(text.data(), 1, text.size(), stdout);
    std::fflush(stdout);
}

void printJson(const Json& json) {
    printText(json.dump(-1, ' ', false, Json::error_handler_t::replace) + '\n');
}

void printRemark(const Context& context, std::string_view text) {
    if (context.quiet) return;
    std::fprintf(stderr, "%s\n", printable(text).c_str());
}

void printError(const Error& error) {
    std::string line = "error: " + printable(error.detail);
    if (error.detail.find(": ") == std::string::npos) line.append(": ").append(advice(error.code));
    std::fprintf(stderr, "%s\n", line.c_str());
}

std::string printable(std::string_view text) {
    std::string result;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        result += byte < 0x20 || byte == 0x7f ? ' ' : c;
    }
    return result;
}

std::string humanBytes(std::uint64_t bytes) {
    constexpr std::array<const char*, 5> kUnits{"B", "KB", "MB", "GB", "TB"};
    double value = static_cast<double>(bytes);
    std::size_t unit = 0;
    for (; value >= 1000 && unit + 1 < kUnits.size(); ++unit) value /= 1000;
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), unit == 0 ? "%.0f %s" : "%.1f %s", value, kUnits[unit]);
    return text.data();
}

std::string humanCount(std::uint64_t count) {
    constexpr std::array<const char*, 5> kUnits{"", "K", "M", "B", "T"};
    double value = static_cast<double>(count);
    std::size_t unit = 0;
    for (; value >= 999.5 && unit + 1 < kUnits.size(); ++unit) value /= 1000;
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), value < 99.95 && unit > 0 ? "%.1f%s" : "%.0f%s", value,
                  kUnits[unit]);
    return text.data();
}

Result<std::string> readFile(const std::string& path) {
    if (path == "-") return readStandardInput();
    std::ifstream stream(path, std::ios::binary);
    if (!stream) return Error{ErrorCode::NotFound, "cannot open " + path + ": check the path"};
    return readAll(stream, path);
}

Result<std::string> readStandardInput() {
    std::string text;
    std::array<char, 65536> block{};
    while (const std::size_t count = std::fread(block.data(), 1, block.size(), stdin)) {
        text.append(block.data(), count);
        if (text.size() > kInputMax)
            return Error{ErrorCode::LimitExceeded,
                         "standard input is larger than 256 MB: give less"};
    }
    return text;
}

Result<Json> parseJson(std::string_view text, const std::string& what) {
    Json json = Json::parse(text, nullptr, /*allow_exceptions=*/false);
    if (json.is_discarded())
        return Error{ErrorCode::Corrupt, what + " is not valid JSON: check it"};
    return json;
}

} // namespace cli
