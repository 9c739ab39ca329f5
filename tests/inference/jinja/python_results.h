// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#pragma once

#include <string_view>

/// Cases of huggingface.js-templates.json where JavaScript and Python disagree, and what
/// jinja2 3.1.6 (set up as transformers does) gives: Python writes True and None and single quotes,
/// refuses to add a number to a string, and asks a generator for no length.
struct PythonResult {
    std::string_view name;
    bool renders;
    std::string_view text;
};

// clang-format off
inline constexpr PythonResult kPythonResults[] = {
    {"BOOLEAN_LITERALS", true, "|True|False|True|False|"},
    {"LOGICAL_AND", true, "TrueFalseFalseFalse"},
    {"LOGICAL_OR", true, "TrueTrueTrueFalse"},
    {"LOGICAL_NOT", true, "FalseTrue"},
    {"LOGICAL_NOT_NOT", true, "TrueFalse"},
    {"LOGICAL_AND_OR", true, "TrueTrueTrueTrueFalse"},
    {"LOGICAL_AND_NOT", true, "FalseTrueFalseFalse"},
    {"LOGICAL_OR_NOT", true, "TrueTrueFalseTrue"},
    {"LOGICAL_COMBINED", true, "FalseTrue"},
    {"FOR_LOOP_UNPACKING", false, ""},
    {"FOR_LOOP_OBJECTS", false, ""},
    {"BINOP_EXPR", true, "1TrueFalseFalseTrueTrueTrue5"},
    {"BINOP_EXPR_1", true, "1+2=3 is True"},
    {"PROPERTIES_1", true, "|[['zero-zero-zero', 'zero-zero-one'], ['zero-one-zero', 'zero-one-one']]|['zero-one-zero', 'zero-one-one']|zero-one-one|mixed-indexing|"},
    {"MEMBERSHIP", true, "|True|True|True|True|True|False|"},
    {"MEMBERSHIP_NEGATION_1", true, "|False|False|False|False|False|True|"},
    {"MEMBERSHIP_NEGATION_2", true, "|False|False|False|False|False|True|"},
    {"MEMBERSHIP_UNDEFINED", true, "|False|False|False|False|False|False|"},
    {"UNARY_SIGN_EXPRESSIONS", true, "|yes|True|True|True|True|1|True|-1|1|2|-2|-1.5|-0.0|1|-1|0|"},
    {"SUBSTRING_INCLUSION", true, "|True|True|False|True|False|True|False|"},
    {"FILTER_OPERATOR_4", false, ""},
    {"FILTER_OPERATOR_5", false, ""},
    {"FILTER_OPERATOR_6", false, ""},
    {"FILTER_OPERATOR_7", false, ""},
    {"FILTER_OPERATOR_11", false, ""},
    {"FILTER_OPERATOR_12", false, ""},
    {"FILTER_OPERATOR_13", true, "[{'name': 'some_tool', 'arguments': {'some_name': 'string'}}]"},
    {"FILTER_OPERATOR_16", true, "|hello|False|hello|hello|"},
    {"SORT_BASIC_STRINGS", true, "['Apple', 'banana', 'cherry']"},
    {"SORT_CASE_SENSITIVE", true, "['Apple', 'banana', 'cherry']"},
    {"SORT_CASE_INSENSITIVE", true, "['Apple', 'banana', 'cherry']"},
    {"SORT_ATTRIBUTE_SIMPLE", true, "['Alice', 'Bob', 'Charlie']"},
    {"SORT_CHAINED", true, "['Bob', 'Alice', 'Charlie', 'David']"},
    {"SORT_STABLE", true, "['apple', 'banana', 'carrot', 'broccoli']"},
    {"SORT_POSITIONAL_REVERSE_CASE", true, "['Apple', 'banana', 'cherry']"},
    {"SORT_POSITIONAL_ALL", true, "['Alice', 'Bob', 'Charlie']"},
    {"SORT_NULL_VALUES", true, "[None, None]"},
    {"SORT_UNDEFINED_VALUES", true, "[Undefined, Undefined, Undefined]"},
    {"SORT_MIXED_BOOL_NUM", true, "[0, False, 0.5, True, 1]"},
    {"BOOLEAN_NUMERICAL", true, "|2|0|0|0|1|1|1|0|False|True|"},
    {"BOOLEAN_STRINGS", true, "|b||||a|a|a||False|True|"},
    {"BOOLEAN_MIXED", true, "|1|0|False|False|True|True|1|0|"},
    {"BOOLEAN_MIXED_2", true, "||a||a||True|False|a|"},
    {"IS_OPERATOR", true, "|False|True|True|False|"},
    {"IS_OPERATOR_2", true, "|True|False|False|True|True|False|"},
    {"IS_OPERATOR_3", true, "|True|False|False|True|True|False|True|False|"},
    {"IS_OPERATOR_5", true, "|True|False|False|True|"},
    {"IS_OPERATOR_6", true, "|False|False|False|True|"},
    {"SHORT_CIRCUIT", true, "False"},
    {"SHORT_CIRCUIT_1", true, "True"},
    {"NAMESPACE_1", true, "False"},
    {"NAMESPACE_2", true, "|False|2|"},
    {"OBJECT_OPERATORS", true, "|True|False|False|True|"},
    {"OBJECT_OPERATORS_1", true, "|True|True|True|"},
    {"OBJECT_OPERATORS_2", false, ""},
    {"SCOPE", true, "found=True"},
    {"SCOPE_1", true, "found=False"},
    {"MACROS_2", false, ""},
};
// clang-format on
