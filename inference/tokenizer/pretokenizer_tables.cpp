// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
// How model families cut text into words before byte pairs are merged. The expressions in the
// comments are those that the models were published with.
#include "inference/tokenizer/pretokenizer_rules.h"

namespace inference::pretokenizer {

namespace {

using namespace unicode;

constexpr CharSet kBlank{0, U" "};
constexpr CharSet kBreaks{0, U"\r\n"};
constexpr CharSet kBreaksSlash{0, U"\r\n/"};
constexpr CharSet kSpaces{kSpace};
constexpr CharSet kLetters{kLetter};
constexpr CharSet kLettersMarks{kLetter | kMark};
constexpr CharSet kNumbers{kNumber};
/// [^\r\n\p{L}\p{N}]
constexpr CharSet kLead{kAny & ~(kLetter | kNumber), {}, U"\r\n"};
/// [^\s\p{L}\p{N}]
constexpr CharSet kMarksOfAllKinds{kAny & ~(kSpace | kLetter | kNumber)};
constexpr CharSet kOutsideLettersMarks{kAny & ~(kSpace | kLetter | kMark | kNumber)};
constexpr CharSet kUpperLetters{kUpper | kTitle | kModifier | kOtherLetter | kMark};
constexpr CharSet kLowerLetters{kLower | kModifier | kOtherLetter | kMark};
constexpr CharSet kPunctuationSymbols{kPunctuation | kSymbol};
constexpr CharSet kAsciiPunctuation{0, U"!-/:-@\\[-`{-~"};
constexpr CharSet kAsciiLetters{0, U"A-Za-z"};

constexpr Pattern contraction(Contractions contractions) {
    Pattern pattern;
    pattern.verb = Verb::Contraction;
    pattern.contractions = contractions;
    return pattern;
}
constexpr Pattern only(Verb verb) {
    Pattern pattern;
    pattern.verb = verb;
    return pattern;
}
constexpr Pattern run(CharSet body, std::uint32_t min = 1, std::uint32_t max = kUnlimited) {
    Pattern pattern;
    pattern.body = body;
    pattern.min = min;
    pattern.max = max;
    return pattern;
}
constexpr Pattern led(CharSet prefix, CharSet body) {
    Pattern pattern;
    pattern.prefix = prefix;
    pattern.body = body;
    return pattern;
}
constexpr Pattern tailed(CharSet prefix, CharSet body, CharSet tail,
                         std::uint32_t tailMax = kUnlimited) {
    Pattern pattern = led(prefix, body);
    pattern.tail = tail;
    pattern.tailMax = tailMax;
    return pattern;
}
/// One of the two halves of a cased word.
constexpr Pattern cased(Verb verb, Contractions contractions, ClassMask scripts = kAny) {
    Pattern pattern;
    pattern.verb = verb;
    pattern.prefix = kLead;
    pattern.upper = {kUpperLetters.classes & scripts};
    pattern.body = {kLowerLetters.classes & scripts};
    pattern.contractions = contractions;
    return pattern;
}
constexpr Pattern spacedLetters() {
    Pattern pattern;
    pattern.verb = Verb::SpacedLetters;
    pattern.prefix = kLead;
    return pattern;
}

constexpr Contractions kNoContractions = Contractions::None;
constexpr Contractions kAnyCase = Contractions::AnyCase;
constexpr Pattern kLineBreaks = only(Verb::LineBreaks);               // \s*[\r\n]+
constexpr Pattern kSpaceBeforeText = only(Verb::SpaceBeforeText);     // \s+(?!\S)
constexpr Pattern kAnySpace = run(kSpaces);                           // \s+
constexpr Pattern kMarks = tailed(kBlank, kMarksOfAllKinds, kBreaks); //  ?[^\s\p{L}\p{N}]+[\r\n]*
constexpr Pattern kMarksSlash = tailed(kBlank, kMarksOfAllKinds, kBreaksSlash);

// (?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*
// |\s*[\r\n]+|\s+(?!\S)|\s+
constexpr Pattern kLlama3[] = {contraction(kAnyCase),
                               led(kLead, kLetters),
                               run(kNumbers, 1, 3),
                               kMarks,
                               kLineBreaks,
                               kSpaceBeforeText,
                               kAnySpace};
constexpr Pattern kQwen2[] = {contraction(kAnyCase),
                              led(kLead, kLetters),
                              run(kNumbers, 1, 1),
                              kMarks,
                              kLineBreaks,
                              kSpaceBeforeText,
                              kAnySpace};
// Qwen 2 without the contractions.
constexpr Pattern kUfakZeka[] = {led(kLead, kLetters), run(kNumbers, 1, 1), kMarks,
                                 kLineBreaks,          kSpaceBeforeText,    kAnySpace};
constexpr Pattern kMiniCpm5[] = {contraction(kAnyCase), led(kLead, kLetters), run(kNumbers), kMarks,
                                 kLineBreaks,           kSpaceBeforeText,     kAnySpace};
constexpr Pattern kJais2[] = {contraction(kAnyCase), led(kLead, kLetters),
                              run(kNumbers, 1, 3),   kMarks,
                              kLineBreaks,           only(Verb::SpaceByPowers)};
// ... ?[^\s\p{L}\p{N}\r\n]+ ...
constexpr Pattern kSeedCoder[] = {contraction(kAnyCase),
                                  led(kLead, kLetters),
                                  run(kNumbers, 1, 1),
                                  led(kBlank, kMarksOfAllKinds),
                                  kLineBreaks,
                                  kSpaceBeforeText,
                                  kAnySpace};
// ...[^\r\n\p{L}\p{N}]?[\p{L}\p{M}]+|\p{N}| ?[^\s\p{L}\p{M}\p{N}]+[\r\n]*...
constexpr Pattern kQwen35[] = {contraction(kAnyCase),
                               led(kLead, kLettersMarks),
                               run(kNumbers, 1, 1),
                               tailed(kBlank, kOutsideLettersMarks, kBreaks),
                               kLineBreaks,
                               kSpaceBeforeText,
                               kAnySpace};
// ...[^\r\n\p{L}\p{N}]?(?:\p{L}\p{M}*(?: \p{L}\p{M}*)*)+|\p{N}|
// ?[^\s\p{L}\p{N}]+[\r\n/]?|\s*[\r\n]...
constexpr Pattern kExaoneMoe[] = {contraction(kAnyCase),
                                  spacedLetters(),
                                  run(kNumbers, 1, 1),
                                  tailed(kBlank, kMarksOfAllKinds, kBreaksSlash, 1),
                                  kLineBreaks,
                                  kSpaceBeforeText,
                                  kAnySpace};

// [^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?
// |[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:...)?
// |\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+
constexpr Pattern kO200k[] = {cased(Verb::UpperThenLower, kAnyCase),
                              cased(Verb::UpperOnly, kAnyCase),
                              run(kNumbers, 1, 3),
                              kMarksSlash,
                              kLineBreaks,
                              kSpaceBeforeText,
                              kAnySpace};
constexpr Pattern kO200kDigits[] = {cased(Verb::UpperThenLower, kAnyCase),
                                    cased(Verb::UpperOnly, kAnyCase),
                                    run(kNumbers, 1, 1),
                                    kMarksSlash,
                                    kLineBreaks,
                                    kSpaceBeforeText,
                                    kAnySpace};
constexpr Pattern kTekken[] = {cased(Verb::UpperThenLower, kNoContractions),
                               cased(Verb::UpperOnly, kNoContractions),
                               run(kNumbers, 1, 1),
                               kMarksSlash,
                               kLineBreaks,
                               kSpaceBeforeText,
                               kAnySpace};
// o200k with runs of Han taken first and kept out of the letters.
constexpr Pattern kKimi[] = {run({kHan}),
                             cased(Verb::UpperThenLower, kAnyCase, ~kHan),
                             cased(Verb::UpperOnly, kAnyCase, ~kHan),
                             run(kNumbers, 1, 3),
                             kMarks,
                             kLineBreaks,
                             kSpaceBeforeText,
                             kAnySpace};

// 's|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+
constexpr Pattern kGpt2[] = {
    contraction(Contractions::LowerCase), led(kBlank, kLetters), led(kBlank, kNumbers),
    led(kBlank, kMarksOfAllKinds),        kSpaceBeforeText,      kAnySpace};
constexpr Pattern kEachNumber[] = {run(kNumbers, 1, 1)};
constexpr Pattern kNumberRuns[] = {run(kNumbers)};
constexpr Pattern kNumberTriples[] = {run(kNumbers, 1, 3)};
constexpr Pattern kThreeDigits[] = {run({0, U"0-9"}, 3, 3)};
constexpr Pattern kFalconMarks[] = {run({kPunctuation, U"$+<=>\\^~|`"})};
constexpr Pattern kDefaultMarks[] = {run({kPunctuation, U"$+<=>\\^~|"})};

constexpr Pattern kEachBreak[] = {run(kBreaks, 1, 1)};
constexpr Pattern kLines[] = {run({kAny, {}, U"\n"}), run({0, U"\n"})};
constexpr Pattern kNotSpace[] = {run({kAny & ~kSpace})};
constexpr Pattern kSpaceAtEnd[] = {only(Verb::SpaceAtEnd)};
constexpr Pattern kCjk[] = {run({0, U"一-龥ࠀ-一가-\xd7ff"})};
constexpr Pattern kCjkKana[] = {run({0, U"一-龥\x3040-\x309f\x30a0-\x30ff"})};
// Cased letters of the scripts that have case.
constexpr Pattern kDeepSeekLetters[] = {led(
    kSpaces,
    {0,
     U"A-Za-zµÀ-ÖØ-öø-ƺƼ-ƿǄ-ʓʕ-ʯͰ-ͳͶͷͻ-ͽͿΆΈ-ΊΌΎ-ΡΣ-ϵϷ-ҁҊ-ԯԱ-ՖႠ-"
     U"ჅᎠ-"
     U"Ᏽᏸ-"
     U"ᏽᲐ-"
     U"ᲺᲽ-"
     U"Ჿᴀ-ᴫᵫ-ᵷᵹ-ᶚḀ-ἕἘ-Ἕἠ-ὅὈ-Ὅὐ-ὗὙὛὝ"
     U"Ὗ-\x1f7dᾀ-ᾴᾶ-ᾼ\x1fbeῂ-ῄῆ-ῌῐ-\x1fd3ῖ-\x1fdbῠ-Ῥῲ-ῴῶ-ῼℂℇℊ-ℓℕℙ-ℝℤ\x2126ℨ\x212a-ℭℯ-ℴℹℼ-ℿⅅ-"
     U"ⅉⅎↃↄⰀ-ⱻⱾ-ⳤⳫ-ⳮⳲⳳꙀ-ꙭꚀ-ꚛꜢ-ꝯꝱ-ꞇ"
     U"Ꞌ-ꞎꭰ-ꮿﬀ-ﬆﬓ-ﬗＡ-Ｚａ-ｚ𐐀-𐑏𐒰-𐓓𐓘-𐓻𐲀-𐲲𐳀-𐳲𑢠-"
     U"𑣟𞤀-"
     U"𞥃"})};
constexpr Pattern kDeepSeekMarks[] = {led(kSpaces, {0, U"!-/:-~！-／：-～‘-‟\x3000-。"})};
constexpr Pattern kCoderLetters[] = {led(kSpaces, kLetters)};
constexpr Pattern kCoderMarks[] = {led(kSpaces, {kPunctuation})};
// [!"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~][A-Za-z]+|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+
// | ?[\p{P}\p{S}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+
constexpr Pattern kMarkWord{Verb::Run, {}, kAsciiPunctuation, kAsciiLetters, {}, 1, 1, 1};
constexpr CharSet kLeadV3{kAny & ~(kLetter | kPunctuation | kSymbol), {}, U"\r\n"};
constexpr Pattern kDeepSeek3[] = {kMarkWord,
                                  led(kLeadV3, kLettersMarks),
                                  tailed(kBlank, kPunctuationSymbols, kBreaks),
                                  kLineBreaks,
                                  kSpaceBeforeText,
                                  kAnySpace};
constexpr Pattern kSpark[] = {kMarkWord,
                              led(kLeadV3, kLettersMarks),
                              led(kBlank, kPunctuationSymbols),
                              run(kBreaks, 1, 1),
                              kSpaceBeforeText,
                              kAnySpace};

//  ?[^(\s|.,!?…。，、।۔،)]+
constexpr Pattern kBloom[] = {led(kBlank, {kAny & ~kSpace, {}, U"(|.,!?…。，、।۔،)"})};

constexpr Pattern kYoutuScripts[] = {run({0, U"가-힣ㄱ-ㆎ"}), run({0, U"！…“”‘’—：；，、-〿︰-﹏"}),
                                     run({0, U"ㄅ-ㄯ"}),
                                     run({0, U"一-龥\x3040-\x309f\x30a0-\x30ff"})};
constexpr Pattern kDigitGroups[] = {only(Verb::DigitGroups)};
constexpr Pattern kDigitGroupsAlone[] = {only(Verb::DigitGroupsAlone)};
constexpr Pattern kAfmoeScripts[] = {
    run({0, U"一-\x9fff㐀-䶿\xf900-\xfaff\x3040-\x309f\x30a0-\x30ff\xff65-ﾟ\x2f00-\x2fdfเ-"
            U"\xe7f\xe80-\xeffក-\x17ff\x1000-\x109f"
            U"\xaa60-\xaa7f\xa9e0-\xa9ff가-\xd7afᄀ-ᇿ"})};
constexpr Pattern kChameleonSpaces[] = {run({0, U"\t\n"}, 1, 1), run(kBlank, 4, 4),
                                        run(kBlank, 2, 2)};
constexpr Pattern kChameleonMarks[] = {run({kPunctuation, U"!-/:-@\\[-`{-~"}, 1, 1)};

// Each rule: its passes.
constexpr Pass kLlama3Passes[] = {kLlama3};
constexpr Pass kQwen2Passes[] = {kQwen2};
constexpr Pass kQwen35Passes[] = {kQwen35};
constexpr Pass kUfakZekaPasses[] = {kUfakZeka};
constexpr Pass kMiniCpm5Passes[] = {kNumberTriples, kMiniCpm5};
constexpr Pass kJais2Passes[] = {kJais2};
constexpr Pass kSeedCoderPasses[] = {kSeedCoder};
constexpr Pass kExaoneMoePasses[] = {kExaoneMoe};
constexpr Pass kLagunaPasses[] = {kLines, kQwen2};
constexpr Pass kO200kPasses[] = {kO200k};
constexpr Pass kTekkenPasses[] = {kTekken};
constexpr Pass kKimiPasses[] = {kKimi};
constexpr Pass kTinyAyaPasses[] = {kDigitGroupsAlone, kO200k};
constexpr Pass kYoutuPasses[] = {kYoutuScripts, kO200kDigits};
constexpr Pass kGpt2Passes[] = {kGpt2};
constexpr Pass kStarcoderPasses[] = {kEachNumber, kGpt2};
constexpr Pass kFalconPasses[] = {kFalconMarks, kGpt2, kThreeDigits};
constexpr Pass kDefaultPasses[] = {kDefaultMarks, kGpt2, kNumberRuns, kThreeDigits};
constexpr Pass kDeepSeekPasses[] = {kEachBreak, kDeepSeekLetters, kDeepSeekMarks, kSpaceAtEnd,
                                    kCjk,       kNumberRuns};
constexpr Pass kCoderPasses[] = {kEachBreak, kCoderLetters, kCoderMarks, kCjk, kEachNumber};
constexpr Pass kDeepSeek3Passes[] = {kNumberTriples, kCjkKana, kDeepSeek3};
constexpr Pass kSparkPasses[] = {kNumberTriples, kCjkKana, kSpark, kEachNumber};
constexpr Pass kAfmoePasses[] = {kDigitGroups, kAfmoeScripts, kDeepSeek3};
constexpr Pass kBloomPasses[] = {kBloom};
constexpr Pass kVikingPasses[] = {kBloom, kEachNumber};
constexpr Pass kSuperBpePasses[] = {kNumberRuns, kDigitGroups};
constexpr Pass kChameleonPasses[] = {kChameleonSpaces, kEachNumber, kChameleonMarks, kGpt2};
constexpr Pass kLinesPasses[] = {kLines};
constexpr Pass kNotSpacePasses[] = {kNotSpace};

constexpr Rule kLlama3Rule{kLlama3Passes}, kQwen2Rule{kQwen2Passes}, kQwen35Rule{kQwen35Passes},
    kUfakZekaRule{kUfakZekaPasses}, kMiniCpm5Rule{kMiniCpm5Passes}, kJais2Rule{kJais2Passes},
    kSeedCoderRule{kSeedCoderPasses}, kExaoneMoeRule{kExaoneMoePasses}, kLagunaRule{kLagunaPasses},
    kO200kRule{kO200kPasses}, kTekkenRule{kTekkenPasses}, kKimiRule{kKimiPasses},
    kTinyAyaRule{kTinyAyaPasses}, kYoutuRule{kYoutuPasses}, kGpt2Rule{kGpt2Passes},
    kStarcoderRule{kStarcoderPasses}, kFalconRule{kFalconPasses}, kDefaultRule{kDefaultPasses},
    kDeepSeekRule{kDeepSeekPasses}, kCoderRule{kCoderPasses}, kDeepSeek3Rule{kDeepSeek3Passes},
    kSparkRule{kSparkPasses}, kAfmoeRule{kAfmoePasses}, kBloomRule{kBloomPasses},
    kVikingRule{kVikingPasses}, kSuperBpeRule{kSuperBpePasses}, kChameleonRule{kChameleonPasses},
    kLinesRule{kLinesPasses}, kNotSpaceRule{kNotSpacePasses};

constexpr NamedRule whole(std::string_view name, const Rule& rule, bool addBos = false) {
    return {name, &rule, true, addBos};
}
constexpr NamedRule normalized(std::string_view name, const Rule& rule) {
    return {name, &rule, false, false, true};
}
constexpr NamedRule raw(std::string_view name, const Rule& rule, bool markSpaces, bool addBos) {
    return {name, &rule, false, addBos, false, false, markSpaces};
}
constexpr NamedRule separated(std::string_view name, const Rule& rule) {
    return {name, &rule, false, false, false, true, false, true};
}

constexpr NamedRule kRules[] = {
    {"", &kDefaultRule},
    {"default", &kDefaultRule},
    whole("llama3", kLlama3Rule, true),
    whole("llama-v3", kLlama3Rule, true),
    whole("llama-bpe", kLlama3Rule, true),
    whole("falcon3", kLlama3Rule, true),
    whole("falcon-h1", kLlama3Rule, true),
    whole("pixtral", kLlama3Rule, true),
    whole("midm-2.0", kLlama3Rule, true),
    whole("lfm2", kLlama3Rule, true),
    whole("jina-v5-nano", kLlama3Rule, true),
    {"dbrx", &kLlama3Rule},
    {"smaug-bpe", &kLlama3Rule},
    {"glm4", &kLlama3Rule},
    {"chatglm-bpe", &kLlama3Rule},
    whole("minicpm5", kMiniCpm5Rule),
    {"jais-2", &kJais2Rule},
    {"seed-coder", &kSeedCoderRule},
    normalized("qwen2", kQwen2Rule),
    {"deepseek-r1-qwen", &kQwen2Rule},
    {"stablelm2", &kQwen2Rule},
    {"hunyuan", &kQwen2Rule},
    {"megrez", &kQwen2Rule},
    {"solar-open", &kQwen2Rule},
    {"grok-2", &kQwen2Rule},
    {"kormo", &kQwen2Rule},
    {"f2llmv2", &kQwen2Rule},
    {"bailingmoe", &kQwen2Rule},
    {"bailingmoe2", &kQwen2Rule},
    {"llada-moe", &kQwen2Rule},
    {"ufakzeka", &kUfakZekaRule},
    {"laguna", &kLagunaRule},
    {"qwen35", &kQwen35Rule},
    {"exaone-moe", &kExaoneMoeRule},
    {"gpt-4o", &kO200kRule},
    {"llama4", &kO200kRule},
    {"kanana2", &kO200kRule},
    {"minimax-m2", &kO200kRule},
    {"talkie", &kO200kRule},
    whole("granite-embed-multi-97m", kO200kRule),
    whole("tekken", kTekkenRule, true),
    {"kimi-k2", &kKimiRule},
    {"tiny_aya", &kTinyAyaRule},
    {"cohere2moe", &kTinyAyaRule},
    whole("youtu", kYoutuRule),
    {"gpt-2", &kGpt2Rule},
    {"phi-2", &kGpt2Rule},
    {"mpt", &kGpt2Rule},
    {"olmo", &kGpt2Rule},
    {"jais", &kGpt2Rule},
    {"exaone4", &kGpt2Rule},
    {"trillion", &kGpt2Rule},
    {"granite-docling", &kGpt2Rule},
    {"modern-bert", &kGpt2Rule},
    {"jina-es", &kGpt2Rule},
    {"jina-de", &kGpt2Rule},
    {"jina-v2-es", &kGpt2Rule},
    {"jina-v2-de", &kGpt2Rule},
    {"gigachat", &kGpt2Rule},
    {"a.x-4.0", &kGpt2Rule},
    {"mellum", &kGpt2Rule},
    separated("jina-v1-en", kGpt2Rule),
    separated("jina-v2-code", kGpt2Rule),
    separated("roberta-bpe", kGpt2Rule),
    {"starcoder", &kStarcoderRule},
    {"refact", &kStarcoderRule},
    {"command-r", &kStarcoderRule},
    {"smollm", &kStarcoderRule},
    {"codeshell", &kStarcoderRule},
    {"exaone", &kStarcoderRule},
    {"minerva-7b", &kStarcoderRule},
    {"mellum2", &kStarcoderRule},
    {"falcon", &kFalconRule},
    {"deepseek-llm", &kDeepSeekRule},
    {"deepseek-coder", &kCoderRule},
    {"deepseek-v3", &kDeepSeek3Rule},
    {"hunyuan-dense", &kDeepSeek3Rule},
    {"joyai-llm", &kDeepSeek3Rule},
    {"hy_v4", &kDeepSeek3Rule},
    {"spark2_5", &kSparkRule},
    {"afmoe", &kAfmoeRule},
    {"poro-chat", &kBloomRule},
    {"bloom", &kBloomRule},
    {"gpt3-finnish", &kBloomRule},
    {"viking", &kVikingRule},
    {"superbpe", &kSuperBpeRule},
    {"chameleon", &kChameleonRule, false, true},
    raw("gemma4", kLinesRule, true, true),
    raw("granite-embed-multi-311m", kLinesRule, true, true),
    raw("sarvam-moe", kLinesRule, true, false),
    raw("whitespace", kNotSpaceRule, false, false),
};

} // namespace

const NamedRule* findRule(std::string_view name) {
    for (const NamedRule& row : kRules)
        if (row.name == name) return &row;
    return nullptr;
}

} // namespace inference::pretokenizer
