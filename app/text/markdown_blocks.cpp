// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include "app/text/markdown_blocks.h"

#include <QUrl>
#include <md4c.h>

#include <algorithm>
#include <utility>

namespace app {
namespace {

constexpr int kTagDepthMax = 12;              // Deeper nesting adds no more tags.
constexpr std::size_t kConvertMax = 8u << 20; // Longer text is shown as it stands.
constexpr qsizetype kLanguageMax = 24;

QString fromUtf8(const MD_CHAR* text, MD_SIZE size) {
    return QString::fromUtf8(text, static_cast<qsizetype>(size));
}

QString attributeText(const MD_ATTRIBUTE& attribute) {
    return attribute.size > 0 ? fromUtf8(attribute.text, attribute.size) : QString();
}

// "&amp;" and its kin; an unknown one stays as it was written.
QString entityText(QStringView entity) {
    if (entity.startsWith(u"&#")) {
        const bool hex = entity.size() > 2 && (entity[2] == u'x' || entity[2] == u'X');
        bool ok = false;
        const uint code = entity.mid(hex ? 3 : 2).chopped(1).toUInt(&ok, hex ? 16 : 10);
        const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
        if (!ok || code == 0 || surrogate || code > 0x10FFFF)
            return QString(QChar::ReplacementCharacter);
        const char32_t point = code;
        return QString::fromUcs4(&point, 1);
    }
    struct Row {
        QStringView name;
        char16_t text;
    };
    static constexpr Row kRows[] = {
        {u"&amp;", u'&'},         {u"&lt;", u'<'},         {u"&gt;", u'>'},
        {u"&quot;", u'"'},        {u"&apos;", u'\''},      {u"&nbsp;", u'\u00A0'},
        {u"&copy;", u'\u00A9'},   {u"&ndash;", u'\u2013'}, {u"&mdash;", u'\u2014'},
        {u"&hellip;", u'\u2026'}, {u"&times;", u'\u00D7'}, {u"&rarr;", u'\u2192'},
        {u"&larr;", u'\u2190'},   {u"&euro;", u'\u20AC'},  {u"&deg;", u'\u00B0'},
        {u"&middot;", u'\u00B7'},
    };
    for (const Row& row : kRows) {
        if (row.name == entity) return QString(QChar(row.text));
    }
    return entity.toString();
}

// Turns the events of the parser into blocks. Nothing reaches the HTML unescaped.
class Writer {
public:
    explicit Writer(const MarkdownStyle& style) : m_style(style) {}

    QVector<TextBlock> take();
    void enterBlock(MD_BLOCKTYPE type, void* detail);
    void leaveBlock(MD_BLOCKTYPE type);
    void enterSpan(MD_SPANTYPE type, void* detail);
    void leaveSpan(MD_SPANTYPE type);
    void text(MD_TEXTTYPE type, const QString& text);

private:
    TextBlock& open(TextBlock::Kind kind);
    QString& html() { return m_blocks.last().html; }
    void openTag(const QString& tag);
    void closeTag(const QString& tag);
    void openCell(const MD_BLOCK_TD_DETAIL* detail, bool head);
    void openCode(const MD_BLOCK_CODE_DETAIL* detail);
    void openLink(const QString& target);
    void beginDirection(qsizetype insertAt);
    void settleDirection(const QString& text);

    const MarkdownStyle& m_style;
    QVector<TextBlock> m_blocks;
    int m_depth = 0;    // Blocks around the current one, the document not counted.
    int m_tagDepth = 0; // Nesting, including what is past kTagDepthMax.
    int m_imageDepth = 0;
    int m_links = 0; // Open <a>; a link that is not openable counts in m_deadLinks.
    QVector<bool> m_linkIsTag;
    qsizetype m_directionAt = -1; // Where "dir" goes once the direction is known; -1: nowhere.
    bool m_inCode = false;        // A code block of its own.
    bool m_inNestedCode = false;
    bool m_joinParagraph = false; // The first paragraph of a list item.
};

TextBlock& Writer::open(TextBlock::Kind kind) {
    if (kind != TextBlock::Kind::Text || m_blocks.isEmpty()
        || m_blocks.last().kind != TextBlock::Kind::Text) {
        m_blocks.append(TextBlock{.kind = kind, .html = {}, .code = {}, .language = {}});
    }
    return m_blocks.last();
}

void Writer::openTag(const QString& tag) {
    if (m_tagDepth++ < kTagDepthMax) html() += tag;
}

void Writer::closeTag(const QString& tag) {
    if (--m_tagDepth < kTagDepthMax) html() += tag;
}

// A paragraph runs the way of its first letter that has one. `insertAt` is where its tag may still
// take an attribute.
void Writer::beginDirection(qsizetype insertAt) {
    m_directionAt = insertAt;
}

void Writer::settleDirection(const QString& text) {
    if (m_directionAt < 0) return;
    for (const QChar c : text) {
        const QChar::Direction direction = c.direction();
        const bool rightToLeft = direction == QChar::DirR || direction == QChar::DirAL;
        if (!rightToLeft && direction != QChar::DirL) continue;
        if (rightToLeft) html().insert(m_directionAt, QStringLiteral(" dir=\"rtl\""));
        m_directionAt = -1;
        return;
    }
}

void Writer::openCell(const MD_BLOCK_TD_DETAIL* detail, bool head) {
    QString align = QStringLiteral("left");
    if (detail->align == MD_ALIGN_CENTER) align = QStringLiteral("center");
    if (detail->align == MD_ALIGN_RIGHT) align = QStringLiteral("right");
    html() += QStringLiteral("<td align=\"%1\" style=\"border-bottom-width:1px; "
                             "border-bottom-style:solid; border-bottom-color:%2\">%3")
                  .arg(align, m_style.line, head ? QStringLiteral("<b>") : QString());
    if (head && m_blocks.last().kind == TextBlock::Kind::Table) ++m_blocks.last().columns;
}

void Writer::openCode(const MD_BLOCK_CODE_DETAIL* detail) {
    if (m_depth > 0) {
        m_inNestedCode = true;
        openTag(
            QStringLiteral("<pre style=\"font-family:'%1'; background-color:%2; margin:4px 0px;\">")
                .arg(m_style.monospace.toHtmlEscaped(), m_style.codeBackground));
        return;
    }
    m_inCode = true;
    TextBlock& block = open(TextBlock::Kind::Code);
    const QString info = attributeText(detail->lang).toLower();
    for (const QChar c : info.left(kLanguageMax)) {
        if (c.isLetterOrNumber() || c == u'+' || c == u'#' || c == u'-' || c == u'_' || c == u'.') {
            block.language += c;
        }
    }
}

void Writer::openLink(const QString& target) {
    const bool openable = isOpenableLink(target) && m_links == 0;
    m_linkIsTag.append(openable);
    if (!openable) return;
    ++m_links;
    html() += QStringLiteral("<a href=\"%1\" style=\"color:%2; text-decoration:underline\">")
                  .arg(target.toHtmlEscaped(), m_style.link);
}

void Writer::enterBlock(MD_BLOCKTYPE type, void* detail) {
    if (type != MD_BLOCK_P || !m_joinParagraph) m_directionAt = -1;
    switch (type) {
    case MD_BLOCK_DOC: return;
    case MD_BLOCK_QUOTE:
        if (m_depth == 0) {
            open(TextBlock::Kind::Quote);
        } else {
            openTag(QStringLiteral("<blockquote>"));
        }
        break;
    case MD_BLOCK_UL:
        if (m_depth == 0) open(TextBlock::Kind::Text);
        openTag(QStringLiteral("<ul style=\"margin-top:0px; margin-bottom:8px;\">"));
        break;
    case MD_BLOCK_OL:
        if (m_depth == 0) open(TextBlock::Kind::Text);
        openTag(QStringLiteral("<ol start=\"%1\" style=\"margin-top:0px; margin-bottom:8px;\">")
                    .arg(std::min(static_cast<MD_BLOCK_OL_DETAIL*>(detail)->start, 999'999'999u)));
        break;
    case MD_BLOCK_LI: {
        const auto* item = static_cast<MD_BLOCK_LI_DETAIL*>(detail);
        if (m_tagDepth < kTagDepthMax) beginDirection(html().size() + 3);
        openTag(QStringLiteral("<li style=\"line-height:150%; margin-bottom:3px;\">"));
        if (item->is_task) html() += item->task_mark == ' ' ? u'\u2610' : u'\u2611';
        if (item->is_task) html() += u' ';
        m_joinParagraph = true;
        break;
    }
    case MD_BLOCK_HR:
        if (m_depth == 0) {
            open(TextBlock::Kind::Rule);
        } else {
            html() += QStringLiteral("<hr/>");
        }
        break;
    case MD_BLOCK_H: {
        if (m_depth == 0) open(TextBlock::Kind::Text);
        const unsigned level = static_cast<MD_BLOCK_H_DETAIL*>(detail)->level;
        const int size = m_style.size + (level == 1 ? 6 : level == 2 ? 4 : level == 3 ? 2 : 0);
        beginDirection(html().size() + 2);
        html() += QStringLiteral("<p style=\"margin-top:%1px; margin-bottom:8px; font-size:%2px; "
                                 "font-weight:600; line-height:130%;\">")
                      .arg(html().isEmpty() ? 0 : 8)
                      .arg(size);
        break;
    }
    case MD_BLOCK_CODE: openCode(static_cast<MD_BLOCK_CODE_DETAIL*>(detail)); break;
    case MD_BLOCK_HTML: // Not produced: HTML is text.
    case MD_BLOCK_P:
        if (m_depth == 0) open(TextBlock::Kind::Text);
        if (m_joinParagraph) break;
        beginDirection(html().size() + 2);
        html() +=
            QStringLiteral("<p style=\"margin-top:0px; margin-bottom:10px; line-height:150%\">");
        break;
    case MD_BLOCK_TABLE:
        if (m_depth == 0) open(TextBlock::Kind::Table);
        openTag(QStringLiteral("<table cellspacing=\"0\" cellpadding=\"7\" border=\"0\">"));
        break;
    case MD_BLOCK_THEAD:
    case MD_BLOCK_TBODY: break;
    case MD_BLOCK_TR: html() += QStringLiteral("<tr>"); break;
    case MD_BLOCK_TH: openCell(static_cast<MD_BLOCK_TD_DETAIL*>(detail), true); break;
    case MD_BLOCK_TD: openCell(static_cast<MD_BLOCK_TD_DETAIL*>(detail), false); break;
    }
    ++m_depth;
}

void Writer::leaveBlock(MD_BLOCKTYPE type) {
    if (type == MD_BLOCK_DOC) return;
    --m_depth;
    switch (type) {
    case MD_BLOCK_QUOTE:
        if (m_depth > 0) closeTag(QStringLiteral("</blockquote>"));
        break;
    case MD_BLOCK_UL: closeTag(QStringLiteral("</ul>")); break;
    case MD_BLOCK_OL: closeTag(QStringLiteral("</ol>")); break;
    case MD_BLOCK_LI:
        closeTag(QStringLiteral("</li>"));
        m_joinParagraph = false;
        break;
    case MD_BLOCK_H: html() += QStringLiteral("</p>"); break;
    case MD_BLOCK_CODE:
        if (m_inNestedCode) closeTag(QStringLiteral("</pre>"));
        if (m_inCode && m_blocks.last().code.endsWith(u'\n')) m_blocks.last().code.chop(1);
        m_inCode = false;
        m_inNestedCode = false;
        break;
    case MD_BLOCK_P:
    case MD_BLOCK_HTML:
        if (!m_joinParagraph) html() += QStringLiteral("</p>");
        m_joinParagraph = false;
        break;
    case MD_BLOCK_TABLE: closeTag(QStringLiteral("</table>")); break;
    case MD_BLOCK_TR: html() += QStringLiteral("</tr>"); break;
    case MD_BLOCK_TH: html() += QStringLiteral("</b></td>"); break;
    case MD_BLOCK_TD: html() += QStringLiteral("</td>"); break;
    default: break;
    }
}

void Writer::enterSpan(MD_SPANTYPE type, void* detail) {
    switch (type) {
    case MD_SPAN_EM: html() += QStringLiteral("<i>"); break;
    case MD_SPAN_STRONG: html() += QStringLiteral("<b>"); break;
    case MD_SPAN_U: html() += QStringLiteral("<u>"); break;
    case MD_SPAN_DEL: html() += QStringLiteral("<s>"); break;
    case MD_SPAN_CODE:
        html() +=
            QStringLiteral("<span style=\"font-family:'%1'; font-size:%2px; background-color:%3\">")
                .arg(m_style.monospace.toHtmlEscaped())
                .arg(m_style.size - 1)
                .arg(m_style.codeBackground);
        break;
    case MD_SPAN_A: openLink(attributeText(static_cast<MD_SPAN_A_DETAIL*>(detail)->href)); break;
    case MD_SPAN_IMG:
        // Shown as a link: nothing is ever fetched for a picture.
        ++m_imageDepth;
        openLink(attributeText(static_cast<MD_SPAN_IMG_DETAIL*>(detail)->src));
        html() += QStringLiteral("\u25A3 ");
        break;
    default: break;
    }
}

void Writer::leaveSpan(MD_SPANTYPE type) {
    switch (type) {
    case MD_SPAN_EM: html() += QStringLiteral("</i>"); break;
    case MD_SPAN_STRONG: html() += QStringLiteral("</b>"); break;
    case MD_SPAN_U: html() += QStringLiteral("</u>"); break;
    case MD_SPAN_DEL: html() += QStringLiteral("</s>"); break;
    case MD_SPAN_CODE: html() += QStringLiteral("</span>"); break;
    case MD_SPAN_IMG: --m_imageDepth; [[fallthrough]];
    case MD_SPAN_A:
        if (!m_linkIsTag.isEmpty() && m_linkIsTag.takeLast()) {
            --m_links;
            html() += QStringLiteral("</a>");
        }
        break;
    default: break;
    }
}

void Writer::text(MD_TEXTTYPE type, const QString& text) {
    if (m_inCode) {
        m_blocks.last().code += text;
        return;
    }
    if (m_blocks.isEmpty()) open(TextBlock::Kind::Text);
    settleDirection(text);
    switch (type) {
    case MD_TEXT_NULLCHAR: html() += QChar::ReplacementCharacter; break;
    case MD_TEXT_BR:
    case MD_TEXT_SOFTBR: html() += QStringLiteral("<br/>"); break;
    case MD_TEXT_ENTITY: html() += entityText(text).toHtmlEscaped(); break;
    case MD_TEXT_CODE: {
        QString escaped = text.toHtmlEscaped();
        if (!m_inNestedCode) escaped.replace(QStringLiteral("  "), QStringLiteral("&nbsp; "));
        html() += escaped;
        break;
    }
    default: html() += text.toHtmlEscaped(); break;
    }
}

QVector<TextBlock> Writer::take() {
    for (TextBlock& block : m_blocks) {
        // The last margin of a block is the delegate's business.
        if (block.kind == TextBlock::Kind::Text || block.kind == TextBlock::Kind::Quote) {
            const qsizetype last = block.html.lastIndexOf(QLatin1String("margin-bottom:10px"));
            const bool isLast = last >= 0 && block.html.indexOf(QLatin1String("<p "), last) < 0
                                && block.html.indexOf(QLatin1String("<li"), last) < 0;
            if (isLast) block.html.replace(last, 18, QLatin1String("margin-bottom:0px"));
        }
    }
    return std::move(m_blocks);
}

int onEnterBlock(MD_BLOCKTYPE type, void* detail, void* writer) {
    static_cast<Writer*>(writer)->enterBlock(type, detail);
    return 0;
}
int onLeaveBlock(MD_BLOCKTYPE type, void*, void* writer) {
    static_cast<Writer*>(writer)->leaveBlock(type);
    return 0;
}
int onEnterSpan(MD_SPANTYPE type, void* detail, void* writer) {
    static_cast<Writer*>(writer)->enterSpan(type, detail);
    return 0;
}
int onLeaveSpan(MD_SPANTYPE type, void*, void* writer) {
    static_cast<Writer*>(writer)->leaveSpan(type);
    return 0;
}
int onText(MD_TEXTTYPE type, const MD_CHAR* text, MD_SIZE size, void* writer) {
    static_cast<Writer*>(writer)->text(type, fromUtf8(text, size));
    return 0;
}

QVector<TextBlock> asPlain(std::string_view text) {
    TextBlock block;
    block.kind = TextBlock::Kind::Plain;
    block.code = QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
    return {block};
}

} // namespace

bool isOpenableLink(const QString& target) {
    if (target.size() > 4096) return false;
    const QUrl url(target.trimmed(), QUrl::StrictMode);
    if (!url.isValid() || url.isRelative()) return false;
    const QString scheme = url.scheme().toLower();
    if (scheme == QLatin1String("mailto")) return true;
    return (scheme == QLatin1String("http") || scheme == QLatin1String("https"))
           && !url.host().isEmpty();
}

QVector<TextBlock> convertMarkdown(std::string_view markdown, const MarkdownStyle& style) {
    if (markdown.size() > kConvertMax) return asPlain(markdown);
    MD_PARSER parser{};
    parser.flags = MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH | MD_FLAG_TASKLISTS | MD_FLAG_NOHTML
                   | MD_FLAG_NOINDENTEDCODEBLOCKS | MD_FLAG_PERMISSIVEURLAUTOLINKS;
    parser.enter_block = onEnterBlock;
    parser.leave_block = onLeaveBlock;
    parser.enter_span = onEnterSpan;
    parser.leave_span = onLeaveSpan;
    parser.text = onText;
    Writer writer(style);
    const int failed =
        md_parse(markdown.data(), static_cast<MD_SIZE>(markdown.size()), &parser, &writer);
    return failed != 0 ? asPlain(markdown) : writer.take();
}

} // namespace app
