// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "core/hub/keyring_secret_store.h"

namespace core {
namespace {

using Kind = KeyringAnswer::Kind;

Error refused() {
    return {
        ErrorCode::AccessDenied,
        "the system's keyring refuses: unlock it, then try again, or give the token in HF_TOKEN"};
}

} // namespace

Result<std::optional<std::string>> KeyringSecretStore::read(std::string_view name) {
    KeyringAnswer answer = m_keyring->read(name);
    if (answer.kind == Kind::Done) return std::optional(std::move(answer.secret));
    auto kept = m_files.read(name);
    if (answer.kind == Kind::Refused && kept && !*kept) return refused();
    return kept;
}

Result<void> KeyringSecretStore::write(std::string_view name, std::string_view secret) {
    switch (m_keyring->write(name, secret).kind) {
    case Kind::Done: return m_files.remove(name);
    case Kind::Absent: return m_files.write(name, secret);
    case Kind::NotFound:
    case Kind::Refused: break;
    }
    return refused();
}

Result<void> KeyringSecretStore::remove(std::string_view name) {
    const KeyringAnswer answer = m_keyring->remove(name);
    TRY(m_files.remove(name));
    if (answer.kind == Kind::Refused) return refused();
    return {};
}

} // namespace core
