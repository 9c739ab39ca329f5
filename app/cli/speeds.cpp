// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "app/cli/speeds.h"

#include "app/cli/output.h"
#include "core/base/paths.h"

namespace cli {

namespace {

Result<std::unique_ptr<core::SpeedBook>> openBook(const Context& context) {
    TRY(const core::Paths paths, core::Paths::create(context.dataDirectory));
    return core::SpeedBook::open(paths.speeds());
}

} // namespace

std::unique_ptr<core::SpeedBook> openSpeedBook(const Context& context) {
    auto book = openBook(context);
    if (book) return std::move(book).value();
    printRemark(context, "measured speeds are not known: " + book.error().detail);
    return nullptr;
}

void noteSpeed(const Context& context, const inference::Engine& engine,
               const inference::EngineOptions& options, double tokensPerSecond,
               std::uint32_t tokens) {
    if (options.exact || tokens < core::SpeedBook::kTokensMin) return;
    const auto book = openSpeedBook(context);
    if (book == nullptr) return;
    const auto noted =
        book->note(core::ModelRun::of(engine, options.threads), tokensPerSecond, tokens);
    if (!noted) printRemark(context, "the speed was not noted: " + noted.error().detail);
}

} // namespace cli
