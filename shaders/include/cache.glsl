// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
// The cache as both element types; a constant says which one is meant.
layout(constant_id = 3) const bool kKeyHalf = true;
layout(constant_id = 4) const bool kValueHalf = true;
