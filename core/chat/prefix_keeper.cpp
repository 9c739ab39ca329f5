// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "core/chat/prefix_keeper.h"

#include <system_error>
#include <utility>

namespace core {
namespace {

namespace fs = std::filesystem;

/// Fewer tokens say little about how long reading takes.
constexpr std::uint32_t kMeasuredTokensMin = 64;

/// A file that has changed is another model.
std::string describe(const inference::Engine& engine, const fs::path& model) {
    std::error_code error;
    std::string text = fs::absolute(model, error).string();
    text += '|' + std::to_string(fs::file_size(model, error));
    text += '|' + std::to_string(fs::last_write_time(model, error).time_since_epoch().count());
    return text + '|' + std::to_string(engine.contextLength());
}

} // namespace

PrefixKeeper::PrefixKeeper(inference::Engine& engine, const fs::path& folder, const fs::path& model)
    : PrefixKeeper(engine, PrefixStore(folder), model, Worth()) {}

PrefixKeeper::PrefixKeeper(inference::Engine& engine, PrefixStore store, const fs::path& model,
                           Worth worth)
    : m_engine(engine), m_store(std::move(store)), m_running(describe(engine, model)),
      m_worth(worth) {
    m_store.tidy();
}

void PrefixKeeper::asked() {
    const std::lock_guard lock(m_mutex);
    ++m_answers;
}

bool PrefixKeeper::idle() const {
    const std::lock_guard lock(m_mutex);
    return m_answers == 0;
}

void PrefixKeeper::fetch(ChatId chat, std::size_t promptTokens) {
    if (!m_known.insert(chat).second || promptTokens < m_worth.tokensMin) return;
    const fs::path file = m_store.fileOf(chat, m_running);
    const auto fetched = m_engine.loadPrefix(file);
    if (fetched) return m_store.touch(file);
    // Of another version, or damaged: it will never do.
    std::error_code error;
    if (fetched.error().code != ErrorCode::NotFound) fs::remove(file, error);
}

void PrefixKeeper::answered(ChatId chat, const inference::GenerationResult& result) {
    const std::lock_guard lock(m_mutex);
    --m_answers;
    const std::uint32_t read = result.promptTokens - result.promptTokensReused;
    if (read >= kMeasuredTokensMin) m_secondsPerToken = result.promptSeconds / read;
    m_due.reset();
    if (result.reason == inference::StopReason::Failed || chat == kNoId) return;
    m_due = chat;
    m_tokens = result.promptTokens + static_cast<std::uint32_t>(result.tokens.size());
}

void PrefixKeeper::keep() {
    std::optional<ChatId> chat;
    {
        const std::lock_guard lock(m_mutex);
        if (m_answers > 0) return;
        chat = std::exchange(m_due, std::nullopt);
        if (m_tokens < m_worth.tokensMin || m_tokens * m_secondsPerToken < m_worth.secondsMin)
            return;
    }
    if (!chat) return;
    const auto kept =
        m_engine.savePrefix(m_store.fileOf(*chat, m_running),
                            {.forReopening = true, .bytesMax = m_store.limits().fileBytesMax});
    if (kept) m_store.tidy();
}

} // namespace core
