// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "core/hub/secret_service_keyring.h"

#include <array>
#include <condition_variable>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

#include <dlfcn.h>

namespace core {
namespace {

using Kind = KeyringAnswer::Kind;

// The C interface of libsecret and GLib as far as it is used, by their documentation.
struct SchemaAttribute {
    const char* name;
    int type; // 0: text
};
struct Schema {
    const char* name;
    int flags; // 2: the name is not compared
    std::array<SchemaAttribute, 32> attributes;
    int reserved;
    std::array<void*, 7> reservedPointers;
};
struct GlibError {
    std::uint32_t domain;
    int code;
    char* message;
};
constexpr int kIsLocked = 2; // Of the domain "secret-error".

// How QtKeychain describes its entries: https://github.com/frankosterfeld/qtkeychain
constexpr Schema kSchema{"org.qt.keychain", 2, {{{"user", 0}, {"server", 0}, {"type", 0}}}, 0, {}};
constexpr const char* kService = "Hearth";

struct Library {
    using Lookup = char* (*)(const Schema*, void*, GlibError**, ...);
    using Store = int (*)(const Schema*, const char*, const char*, const char*, void*, GlibError**,
                          ...);
    using Clear = int (*)(const Schema*, void*, GlibError**, ...);

    Lookup lookup = nullptr;
    Store store = nullptr;
    Clear clear = nullptr;
    void (*freePassword)(char*) = nullptr;
    void* (*makeCancellable)() = nullptr;
    void (*cancel)(void*) = nullptr;
    void (*release)(void*) = nullptr;
    void (*freeError)(GlibError*) = nullptr;
    const char* (*domainName)(std::uint32_t) = nullptr;
    bool complete = false;

    Library() {
        void* handle = ::dlopen("libsecret-1.so.0", RTLD_NOW | RTLD_LOCAL);
        if (handle == nullptr) return;
        const auto find = [&](auto& function, const char* name) {
            void* symbol = ::dlsym(handle, name); // Also of the libraries that it needs.
            function = reinterpret_cast<std::decay_t<decltype(function)>>(symbol);
            return symbol != nullptr;
        };
        complete = find(lookup, "secret_password_lookup_sync")
                   && find(store, "secret_password_store_sync")
                   && find(clear, "secret_password_clear_sync")
                   && find(freePassword, "secret_password_free")
                   && find(makeCancellable, "g_cancellable_new")
                   && find(cancel, "g_cancellable_cancel") && find(release, "g_object_unref")
                   && find(freeError, "g_error_free") && find(domainName, "g_quark_to_string");
    }
};

/// Loaded once and for good, as GLib has to be.
const Library& library() {
    static const Library loaded;
    return loaded;
}

/// Where there is no bus, GLib would try to start one.
bool hasSessionBus() {
    const char* address = std::getenv("DBUS_SESSION_BUS_ADDRESS");
    if (address != nullptr && *address != '\0') return true;
    const char* runtime = std::getenv("XDG_RUNTIME_DIR");
    std::error_code failure;
    return runtime != nullptr
           && std::filesystem::exists(std::filesystem::path(runtime) / "bus", failure);
}

/// Cancels what takes too long.
class Deadline {
public:
    Deadline(const Library& library, std::chrono::milliseconds patience)
        : m_library(library), m_cancellable(library.makeCancellable()),
          m_thread([this, patience](const std::stop_token& stop) {
              std::unique_lock lock(m_mutex);
              m_wake.wait_for(lock, stop, patience, [] { return false; });
              if (!stop.stop_requested()) m_library.cancel(m_cancellable);
          }) {}
    ~Deadline() {
        m_thread.request_stop();
        m_thread.join();
        m_library.release(m_cancellable);
    }
    Deadline(const Deadline&) = delete;
    Deadline& operator=(const Deadline&) = delete;

    void* cancellable() const { return m_cancellable; }

private:
    const Library& m_library;
    void* m_cancellable;
    std::mutex m_mutex;
    std::condition_variable_any m_wake;
    std::jthread m_thread;
};

/// `work` asks; it gives the kind of answer when there was no error.
KeyringAnswer ask(std::chrono::milliseconds patience,
                  const std::function<KeyringAnswer(const Library&, void*, GlibError**)>& work) {
    if (!hasSessionBus() || !library().complete) return {};
    const Deadline deadline(library(), patience);
    GlibError* error = nullptr;
    KeyringAnswer answer = work(library(), deadline.cancellable(), &error);
    if (error == nullptr) return answer;
    const char* domain = library().domainName(error->domain);
    const bool locked =
        domain != nullptr && std::string_view(domain) == "secret-error" && error->code == kIsLocked;
    library().freeError(error);
    return {locked ? Kind::Refused : Kind::Absent, {}};
}

} // namespace

KeyringAnswer SecretServiceKeyring::read(std::string_view name) {
    return ask(m_patience,
               [user = std::string(name)](const Library& l, void* cancellable,
                                          GlibError** error) -> KeyringAnswer {
                   char* found = l.lookup(&kSchema, cancellable, error, "user", user.c_str(),
                                          "server", kService, "type", "plaintext", nullptr);
                   if (found == nullptr) return {Kind::NotFound, {}};
                   KeyringAnswer answer{Kind::Done, found};
                   l.freePassword(found);
                   return answer;
               });
}

KeyringAnswer SecretServiceKeyring::write(std::string_view name, std::string_view secret) {
    return ask(m_patience,
               [user = std::string(name), secret = std::string(secret)](
                   const Library& l, void* cancellable, GlibError** error) -> KeyringAnswer {
                   const std::string label = std::string(kService) + "/" + user;
                   const int done = l.store(&kSchema, "default", label.c_str(), secret.c_str(),
                                            cancellable, error, "user", user.c_str(), "server",
                                            kService, "type", "plaintext", nullptr);
                   return {done != 0 ? Kind::Done : Kind::Refused, {}};
               });
}

KeyringAnswer SecretServiceKeyring::remove(std::string_view name) {
    return ask(m_patience,
               [user = std::string(name)](const Library& l, void* cancellable,
                                          GlibError** error) -> KeyringAnswer {
                   const int removed = l.clear(&kSchema, cancellable, error, "user", user.c_str(),
                                               "server", kService, "type", "plaintext", nullptr);
                   return {removed != 0 ? Kind::Done : Kind::NotFound, {}};
               });
}

} // namespace core
