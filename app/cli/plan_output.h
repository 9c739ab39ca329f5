// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <span>

#include "app/cli/output.h"
#include "core/planner/fit_report.h"
#include "core/planner/plan_table.h"

namespace cli {

/// "gpu", "split", "cpu" or "no".
const char* fitsName(core::Fits fits);

/// The fields of a plan, as the command line promises them.
Json planJson(const core::FitReport& report);
/// `contexts` and `rows` of a table of plans.
Json tableJson(std::span<const core::PlanRow> rows);

void printPlan(const core::FitReport& report);
void printTable(std::span<const core::PlanRow> rows);

} // namespace cli
