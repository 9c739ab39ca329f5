# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Hearth authors
#
# embed_text(FILE HEADER NAMESPACE SYMBOL): writes generated/HEADER with the file's text as
# `inline constexpr std::string_view NAMESPACE::SYMBOL`, anew whenever the file changes.
function(embed_text file header namespace symbol)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
    file(READ ${file} EMBEDDED_TEXT)
    file(CONFIGURE OUTPUT ${PROJECT_BINARY_DIR}/generated/${header} @ONLY CONTENT
"// Made from a file of resources/ by embed_text.cmake.
#pragma once
#include <string_view>
namespace ${namespace} {
inline constexpr std::string_view ${symbol} = R\"text(@EMBEDDED_TEXT@)text\";
}
")
endfunction()
