// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "app/text/code_languages.h"

#include <QStringList>

namespace app {
namespace {

// clang-format off
constexpr CodeLanguage kLanguages[] = {
    {"python py python3 pyi",
     "False None True and as assert async await break case class continue def del elif else except finally for "
     "from global if import in is lambda match nonlocal not or pass raise return self try while with yield",
     "#", nullptr, nullptr, "\"'", true, false, false, false},
    {"c h",
     "auto break case char const continue default do double else enum extern float for goto if inline int long "
     "register restrict return short signed sizeof static struct switch typedef union unsigned void volatile while "
     "NULL bool true false #include #define #if #ifdef #ifndef #endif #else #elif #pragma #undef",
     "//", "/*", "*/", "\"'", false, false, false, false},
    {"cpp c++ cc cxx hpp hxx",
     "alignas alignof auto bool break case catch char char8_t char16_t char32_t class concept const consteval "
     "constexpr constinit const_cast continue co_await co_return co_yield decltype default delete do double "
     "dynamic_cast else enum explicit export extern false final float for friend goto if inline int long mutable "
     "namespace new noexcept nullptr operator override private protected public reinterpret_cast requires return "
     "short signed sizeof static static_assert static_cast struct switch template this thread_local throw true try "
     "typedef typeid typename union unsigned using virtual void volatile while "
     "#include #define #if #ifdef #ifndef #endif #else #elif #pragma #undef",
     "//", "/*", "*/", "\"'", false, false, false, false},
    {"csharp cs c#",
     "abstract as async await base bool break byte case catch char class const continue decimal default delegate do "
     "double else enum event explicit extern false finally float for foreach get if implicit in int interface "
     "internal is lock long namespace new null object operator out override params private protected public readonly "
     "record ref return sbyte sealed set short sizeof static string struct switch this throw true try typeof uint "
     "ulong unchecked unsafe ushort using var virtual void volatile when where while yield",
     "//", "/*", "*/", "\"'", false, false, false, false},
    {"java",
     "abstract assert boolean break byte case catch char class const continue default do double else enum extends "
     "final finally float for goto if implements import instanceof int interface long native new null package private "
     "protected public record return sealed short static strictfp super switch synchronized this throw throws "
     "transient true false try var void volatile while yield",
     "//", "/*", "*/", "\"'", true, false, false, false},
    {"kotlin kt kts",
     "abstract as break by catch class companion const constructor continue data do else enum false final finally for "
     "fun if import in init inline interface internal is lateinit null object open operator out override package "
     "private protected public return sealed super suspend this throw true try typealias val var when where while",
     "//", "/*", "*/", "\"'", true, false, false, false},
    {"javascript js jsx mjs node",
     "async await break case catch class const continue debugger default delete do else export extends false finally "
     "for from function get if import in instanceof let new null of return set static super switch this throw true "
     "try typeof undefined var void while with yield",
     "//", "/*", "*/", "\"'`", false, true, false, false},
    {"typescript ts tsx",
     "abstract any as asserts async await boolean break case catch class const continue debugger declare default "
     "delete do else enum export extends false finally for from function get if implements import in infer instanceof "
     "interface is keyof let namespace never new null number object of private protected public readonly return set "
     "static string super switch symbol this throw true try type typeof undefined unknown var void while yield",
     "//", "/*", "*/", "\"'`", false, true, false, false},
    {"go golang",
     "bool break byte case chan const continue default defer else error fallthrough false float32 float64 for func go "
     "goto if import int int32 int64 interface map nil package range return rune select string struct switch true "
     "type uint uint32 uint64 uint8 var",
     "//", "/*", "*/", "\"'`", false, true, false, false},
    {"rust rs",
     "as async await bool box break char const continue crate dyn else enum extern f32 f64 false fn for i8 i16 i32 "
     "i64 if impl in isize let loop match mod move mut pub ref return self Self static str struct super trait true "
     "type u8 u16 u32 u64 union unsafe use usize where while",
     "//", "/*", "*/", "\"", false, true, false, false},
    {"swift",
     "actor any as associatedtype async await break case catch class continue default defer deinit do else enum "
     "extension false fileprivate final for func get guard if import in init inout internal is lazy let mutating nil "
     "open operator override private protocol public repeat rethrows return self Self set some static struct subscript "
     "super switch throw throws true try typealias var weak where while",
     "//", "/*", "*/", "\"", true, false, false, false},
    {"php",
     "abstract and array as break callable case catch class clone const continue declare default do echo else elseif "
     "empty enum extends false final finally fn for foreach function global if implements include instanceof "
     "interface isset list match namespace new null or print private protected public readonly require require_once "
     "return static switch this throw trait true try unset use var while xor yield",
     "// #", "/*", "*/", "\"'", false, true, false, false},
    {"ruby rb",
     "alias and begin break case class def defined? do else elsif end ensure false for if in module next nil not or "
     "redo require rescue retry return self super then true undef unless until when while yield",
     "#", "=begin", "=end", "\"'`", false, false, false, false},
    {"bash sh shell zsh console",
     "alias break case cd continue declare do done echo elif else esac eval exec exit export fi for function if in "
     "local read readonly return select set shift source sudo test then trap unset until while",
     "#", nullptr, nullptr, "'\"", false, true, false, false},
    {"powershell ps1 pwsh",
     "begin break catch class continue data do dynamicparam else elseif end enum exit filter finally for foreach from "
     "function hidden if in param process return static switch throw trap try until using while",
     "#", "<#", "#>", "\"'", false, false, true, false},
    {"sql sqlite postgresql mysql",
     "add all alter and as asc begin between by case cast check column commit constraint create cross database default "
     "delete desc distinct drop else end except exists false foreign from full group having if in index inner insert "
     "integer intersect into is join key left like limit not null offset on or order outer over partition primary "
     "references replace returning right rollback select set table text then transaction trigger true union unique "
     "update using values view when where with",
     "--", "/*", "*/", "'\"", false, false, true, false},
    {"json json5 jsonc", "true false null", "//", "/*", "*/", "\"", false, false, false, false},
    {"yaml yml", "true false null yes no on off", "#", nullptr, nullptr, "\"'", false, false, false, false},
    {"toml ini cfg conf properties", "true false on off yes no", "# ;", nullptr, nullptr, "\"'", true, false, false,
     false},
    {"html xml xhtml svg vue markup", nullptr, nullptr, "<!--", "-->", "\"'", false, false, false, true},
    {"css scss less",
     "and important from to not only screen print media import keyframes supports font-face root hover focus active "
     "before after auto none inherit initial unset flex grid block inline absolute relative fixed sticky",
     "//", "/*", "*/", "\"'", false, false, false, false},
    {"lua",
     "and break do else elseif end false for function goto if in local nil not or repeat return then true until while",
     "--", "--[[", "]]", "\"'", false, false, false, false},
    {"r",
     "break else FALSE for function if in Inf NA NaN next NULL repeat return TRUE while library",
     "#", nullptr, nullptr, "\"'", false, false, false, false},
    {"haskell hs",
     "case class data default deriving do else family forall foreign if import in infix infixl infixr instance let "
     "module newtype of qualified then type where",
     "--", "{-", "-}", "\"", false, false, false, false},
    {"scala",
     "abstract case catch class def do else enum extends false final finally for given if implicit import lazy match "
     "new null object override package private protected return sealed super then this throw trait true try type "
     "using val var while with yield",
     "//", "/*", "*/", "\"'", true, false, false, false},
    {"dart",
     "abstract as assert async await bool break case catch class const continue default double dynamic else enum "
     "export extends extension factory false final finally for get if implements import in int is late library mixin "
     "new null on operator part required return set static String super switch this throw true try typedef var void "
     "while with yield",
     "//", "/*", "*/", "\"'", true, false, false, false},
    {"perl pl",
     "and cmp do else elsif eq for foreach ge gt if last le lt my ne next no not or our package print return sub "
     "unless until use while xor",
     "#", nullptr, nullptr, "\"'", false, false, false, false},
    {"julia jl",
     "abstract baremodule begin break catch const continue do else elseif end export false finally for function global "
     "if import in let local macro module mutable nothing quote return struct true try type using where while",
     "#", "#=", "=#", "\"", true, false, false, false},
    {"qml",
     "alias as async break case catch component const continue default delete do else enum false finally for from "
     "function if import in instanceof int let list new null on pragma property readonly real required return signal "
     "string switch this throw true try typeof var void while bool",
     "//", "/*", "*/", "\"'`", false, true, false, false},
    {"glsl hlsl wgsl comp frag vert",
     "attribute bool break buffer case const continue default discard do else false float flat fn for highp if in "
     "inout int ivec2 ivec3 ivec4 layout let lowp mat2 mat3 mat4 mediump out precision return sampler2D shared struct "
     "switch true uint uniform uvec2 uvec3 uvec4 var varying vec2 vec3 vec4 void while #version #extension #define "
     "#if #ifdef #endif #else #include",
     "//", "/*", "*/", "\"", false, false, false, false},
    {"zig",
     "align allowzero and anyframe anytype asm async await bool break catch comptime const continue defer else enum "
     "errdefer error export extern false fn for if inline null or orelse packed pub return struct switch test true "
     "try type undefined union unreachable usingnamespace usize var void volatile while",
     "//", nullptr, nullptr, "\"'", false, false, false, false},
    {"dockerfile docker containerfile",
     "add arg as cmd copy entrypoint env expose from healthcheck label onbuild run shell stopsignal user volume workdir",
     "#", nullptr, nullptr, "\"'", false, false, true, false},
    {"makefile make mk",
     "define else endef endif ifdef ifeq ifndef ifneq include override export unexport vpath",
     "#", nullptr, nullptr, "\"'", false, false, false, false},
    {"cmake",
     "add_executable add_library add_subdirectory else elseif endforeach endfunction endif endmacro find_package "
     "foreach function if include macro message option project return set target_link_libraries while endwhile",
     "#", nullptr, nullptr, "\"", false, false, true, false},
};
// clang-format on

} // namespace

std::span<const CodeLanguage> codeLanguages() {
    return kLanguages;
}

const CodeLanguage* findCodeLanguage(const QString& name) {
    if (name.isEmpty()) return nullptr;
    for (const CodeLanguage& row : kLanguages) {
        const auto names = QLatin1String(row.names).tokenize(u' ');
        for (const auto candidate : names) {
            if (candidate == name) return &row;
        }
    }
    return nullptr;
}

} // namespace app
