// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <algorithm>
#include <array>
#include <cstdio>
#include <system_error>

#include <unistd.h>

#include "app/cli/command.h"
#include "app/cli/library.h"
#include "app/cli/network.h"
#include "app/cli/output.h"
#include "core/download/file_check.h"
#include "core/download/file_download.h"
#include "core/download/local_copies.h"
#include "core/hub/hub_link.h"

namespace cli {

namespace {

namespace fs = std::filesystem;

constexpr std::array<Option, 1> kOptions{{
    {"--repair", "", "fetch damaged blocks and missing files again"},
}};

/// What one file turned out to be.
struct Verdict {
    std::string status; ///< ok, damaged, missing, repaired, unreadable
    std::string sha256;
    std::size_t damagedBlocks = 0;
    std::uint64_t fetchedBytes = 0;
    std::string problem;
};

std::string lowerCase(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char c) { return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c; });
    return text;
}

/// A path, a file's name with or without its ending, "publisher/repo" or "publisher/repo:QUANT".
bool isMeant(const fs::path& file, const fs::path& root, const std::string& model) {
    std::error_code failure;
    if (fs::weakly_canonical(model, failure) == fs::weakly_canonical(file, failure)) return true;
    const std::string relative = file.lexically_relative(root).generic_string();
    const std::string name = file.filename().string();
    if (relative == model || name == model || file.stem().string() == model) return true;
    const std::size_t colon = model.find(':');
    const std::string repository = model.substr(0, colon);
    if (!relative.starts_with(repository + '/') || repository.find('/') == std::string::npos)
        return false;
    return colon == std::string::npos
           || lowerCase(relative).find(lowerCase(model.substr(colon + 1))) != std::string::npos;
}

class Verifier {
public:
    Verifier(const Context& context, bool repair)
        : m_context(context), m_repair(repair),
          m_terminal(!context.quiet && isatty(STDERR_FILENO) != 0) {}

    Result<Verdict> verify(const fs::path& file) {
        const auto record = core::readFileRecord(file);
        if (!record) return Verdict{"unreadable", "", 0, 0, record.error().detail};
        const auto check =
            core::checkFile(file, record->blockBytes, progressOf(file), m_context.stop);
        clearLine();
        if (!check && check.error().code == ErrorCode::Cancelled) return check.error();
        if (!check && check.error().code != ErrorCode::NotFound)
            return Verdict{"unreadable", "", 0, 0, check.error().detail};
        Verdict verdict;
        if (!check) {
            verdict.status = "missing";
            verdict.damagedBlocks = record->fingerprints.size();
        } else {
            verdict.sha256 = check->sha256;
            if (check->sha256 == record->sha256 && check->bytes == record->bytes) {
                verdict.status = "ok";
                return verdict;
            }
            verdict.status = "damaged";
            verdict.damagedBlocks = core::damagedBlocks(*record, *check).size();
        }
        if (m_repair) TRY(repair(file, *record, check ? &*check : nullptr, verdict));
        return verdict;
    }

private:
    core::CheckProgress progressOf(const fs::path& file) const {
        if (!m_terminal) return {};
        return [name = file.filename().string()](std::uint64_t bytes, std::uint64_t total) {
            std::fprintf(stderr, "\r\033[Kchecking %s  %.0f%%", printable(name).c_str(),
                         100.0 * static_cast<double>(bytes) / static_cast<double>(total));
        };
    }
    /// With blocks of other files on this machine, where they have them. False: the network is
    /// needed; some blocks may be mended by then.
    Result<bool> mendHere(const fs::path& file, const core::FileRecord& record,
                          const core::FileCheck& check, bool& prepared, Verdict& verdict) {
        const std::vector<std::size_t> damaged = core::damagedBlocks(record, check);
        const std::vector<core::BlockCopy> found = core::findBlocks(
            damaged, record, findCopies(m_context, record.bytes, file), m_context.stop);
        const bool enough = found.size() == damaged.size();
        // Offline, half a repair would only take the file away.
        if (found.empty() || (!enough && m_network.gate->isOffline())) return false;
        TRY(core::prepareRepair(file, record, check));
        prepared = true;
        TRY(const bool whole, core::mendFromCopies(file, record, found, m_context.stop));
        if (!whole) return false;
        verdict.status = "repaired";
        verdict.sha256 = record.sha256;
        printRemark(m_context, "repaired with " + found.front().file.string());
        return true;
    }
    void clearLine() const {
        if (m_terminal) std::fprintf(stderr, "\r\033[K");
    }

    Result<void> repair(const fs::path& file, const core::FileRecord& record,
                        const core::FileCheck* check, Verdict& verdict) {
        if (m_network.gate == nullptr) {
            TRY(m_network, openNetwork(m_context));
        }
        bool prepared = false;
        if (check != nullptr) {
            TRY(const bool mended, mendHere(file, record, *check, prepared, verdict));
            if (mended) return {};
        }
        core::HubReference reference;
        reference.repository = record.repository;
        reference.revision = record.commit;
        reference.file = record.path;
        core::FileRequest request;
        request.file = {core::hubFileUrl(m_network.gate->hubEndpoint(), reference), record.bytes,
                        record.sha256};
        request.target = file;
        request.name = record.path;
        // Of this revision there is only one content, whatever a server says of it now.
        request.refresh = [listed = request.file]() -> Result<core::ListedFile> { return listed; };
        core::FetchOptions options;
        options.blockBytes = record.blockBytes;
        if (m_network.gate->isOffline())
            return Error{ErrorCode::Offline, file.filename().string()
                                                 + " is damaged and offline it cannot be "
                                                   "repaired: leave out --offline"};
        if (check != nullptr && !prepared) TRY(core::prepareRepair(file, record, *check));
        printRemark(m_context, "repairing " + file.filename().string());
        TRY(const core::FetchedFile fetched,
            core::fetchFile(*m_network.gate, request, options, m_context.stop));
        core::FileRecord now = record;
        now.sha256 = fetched.sha256;
        now.blockBytes = fetched.blockBytes;
        now.fingerprints = fetched.fingerprints;
        TRY(core::writeFileRecord(file, now));
        verdict.status = "repaired";
        verdict.sha256 = fetched.sha256;
        verdict.fetchedBytes = fetched.fetchedBytes;
        return {};
    }

    const Context& m_context;
    bool m_repair;
    bool m_terminal;
    Network m_network; // Opened for the first repair.
};

Result<void> run(const Arguments& arguments, const Context& context) {
    TRY(const core::Paths paths, core::Paths::create(context.dataDirectory));
    std::vector<fs::path> files = core::recordedFiles(paths.models);
    if (!arguments.positional().empty()) {
        const std::string& model = arguments.positional().front();
        std::erase_if(files, [&](const fs::path& f) { return !isMeant(f, paths.models, model); });
        if (files.empty())
            return Error{ErrorCode::NotFound, "no downloaded model is called " + model
                                                  + ": hearth-cli list shows their names"};
    }
    Verifier verifier(context, arguments.has("--repair"));
    Json rows = Json::array();
    std::string bad;
    for (const fs::path& file : files) {
        TRY(const Verdict verdict, verifier.verify(file));
        const std::string name = file.lexically_relative(paths.models).generic_string();
        if (verdict.status != "ok" && verdict.status != "repaired") bad = name;
        if (!context.json) printText(verdict.status + "  " + printable(name) + '\n');
        Json row{{"file", name},
                 {"path", file.string()},
                 {"status", verdict.status},
                 {"sha256", verdict.sha256},
                 {"damaged_blocks", verdict.damagedBlocks},
                 {"fetched_bytes", verdict.fetchedBytes}};
        if (!verdict.problem.empty()) row["problem"] = verdict.problem;
        rows.push_back(std::move(row));
    }
    if (context.json) printJson({{"ok", bad.empty()}, {"files", rows}});
    if (!bad.empty())
        return Error{ErrorCode::Corrupt,
                     bad
                         + " is not as it was downloaded: hearth-cli verify --repair fetches "
                           "what is damaged"};
    return {};
}

} // namespace

const Command kVerifyCommand{
    "verify", "[MODEL]", "reads downloaded models again and compares them with what was published",
    0,        1,         kOptions,
    run,
};

} // namespace cli
