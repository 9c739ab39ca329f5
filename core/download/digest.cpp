// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "core/download/digest.h"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include "core/base/result.h"

namespace core {
namespace {

constexpr std::string_view kHex = "0123456789abcdef";
constexpr std::size_t kSha256Digits = 64;

template <typename Bytes>
std::string toHex(const Bytes& bytes, std::size_t count) {
    std::string hex;
    for (std::size_t i = 0; i < count; ++i) {
        hex += kHex[bytes[i] >> 4U];
        hex += kHex[bytes[i] & 15U];
    }
    return hex;
}

int digitOf(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

} // namespace

void Sha256::Free::operator()(evp_md_ctx_st* context) const {
    EVP_MD_CTX_free(context);
}

Sha256::Sha256() : m_context(EVP_MD_CTX_new()) {
    const int begun = EVP_DigestInit_ex(m_context.get(), EVP_sha256(), nullptr);
    ASSERT(begun == 1);
}

Sha256::Sha256(const Sha256& other) : m_context(EVP_MD_CTX_new()) {
    const int copied = EVP_MD_CTX_copy_ex(m_context.get(), other.m_context.get());
    ASSERT(copied == 1);
}

Sha256& Sha256::operator=(const Sha256& other) {
    if (this != &other) {
        const int copied = EVP_MD_CTX_copy_ex(m_context.get(), other.m_context.get());
        ASSERT(copied == 1);
    }
    return *this;
}

void Sha256::update(std::string_view bytes) {
    EVP_DigestUpdate(m_context.get(), bytes.data(), bytes.size());
}

std::string Sha256::hex() const {
    const Sha256 copy(*this);
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    EVP_DigestFinal_ex(copy.m_context.get(), digest.data(), &size);
    return toHex(digest, size);
}

void Fingerprinter::Free::operator()(evp_mac_ctx_st* context) const {
    EVP_MAC_CTX_free(context);
}

Fingerprinter::Fingerprinter() {
    EVP_MAC* mac = EVP_MAC_fetch(nullptr, "GMAC", nullptr);
    m_context.reset(EVP_MAC_CTX_new(mac));
    EVP_MAC_free(mac);
    ASSERT(m_context != nullptr);
    begin();
}

void Fingerprinter::begin() {
    // Stored fingerprints depend on these: they never change.
    std::string cipher = "AES-128-GCM";
    std::string nonce = "hearth-block";
    const std::string key = "hearth-fingerpr.";
    const std::array<OSSL_PARAM, 3> parameters{
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_CIPHER, cipher.data(), 0),
        OSSL_PARAM_construct_octet_string(OSSL_MAC_PARAM_IV, nonce.data(), nonce.size()),
        OSSL_PARAM_construct_end()};
    const int begun =
        EVP_MAC_init(m_context.get(), reinterpret_cast<const unsigned char*>(key.data()),
                     key.size(), parameters.data());
    ASSERT(begun == 1);
}

void Fingerprinter::update(std::string_view bytes) {
    EVP_MAC_update(m_context.get(), reinterpret_cast<const unsigned char*>(bytes.data()),
                   bytes.size());
}

Fingerprint Fingerprinter::finish() {
    Fingerprint fingerprint{};
    std::size_t size = 0;
    const int ended = EVP_MAC_final(m_context.get(), fingerprint.data(), &size, fingerprint.size());
    ASSERT(ended == 1);
    begin();
    return fingerprint;
}

Fingerprint fingerprintOf(std::string_view bytes) {
    Fingerprinter fingerprinter;
    fingerprinter.update(bytes);
    return fingerprinter.finish();
}

std::string hexOf(const Fingerprint& fingerprint) {
    return toHex(fingerprint, fingerprint.size());
}

bool parseFingerprint(std::string_view hex, Fingerprint& fingerprint) {
    if (hex.size() != fingerprint.size() * 2) return false;
    for (std::size_t i = 0; i < fingerprint.size(); ++i) {
        const int high = digitOf(hex[2 * i]);
        const int low = digitOf(hex[2 * i + 1]);
        if (high < 0 || low < 0) return false;
        fingerprint[i] = static_cast<std::uint8_t>(high * 16 + low);
    }
    return true;
}

std::string sha256Of(std::string_view etag) {
    if (etag.starts_with("W/")) etag.remove_prefix(2);
    if (etag.starts_with('"')) etag.remove_prefix(1);
    if (etag.ends_with('"')) etag.remove_suffix(1);
    if (etag.size() != kSha256Digits) return {};
    std::string hex;
    for (const char c : etag) {
        const int digit = digitOf(c);
        if (digit < 0) return {};
        hex += kHex[static_cast<std::size_t>(digit)];
    }
    return hex;
}

} // namespace core
