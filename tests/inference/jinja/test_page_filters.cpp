// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
// Expected texts are what jinja2 3.1.6 gives.
#include <QTest>

#include <string>

#include "inference/jinja/template.h"

using namespace inference;
using namespace inference::jinja;

namespace {

std::string text(const std::string& source) {
    const auto compiled = Template::parse(source);
    if (!compiled) return "ERROR " + compiled.error().detail;
    const auto out = compiled->render(Value::dict());
    return out ? *out : "ERROR " + out.error().detail;
}

} // namespace

#define RENDERS(source, expected)                                                                  \
    QCOMPARE(QString::fromStdString(text(source)), QString::fromUtf8(expected))

class TestPageFilters : public QObject {
    Q_OBJECT

private slots:
    void wrapsWords() {
        RENDERS("{{ 'the quick brown fox'|wordwrap(9) }}", "the quick\nbrown fox");
        RENDERS("{{ 'a well-known-thing here'|wordwrap(8) }}", "a well-\nknown-\nthing\nhere");
        RENDERS("{{ 'a well-known-thing'|wordwrap(8, true, none, false) }}",
                "a well-k\nnown-thi\nng");
        RENDERS("{{ 'extraordinary words'|wordwrap(5, false) }}", "extraordinary\nwords");
        RENDERS("{{ 'one two\\n\\nthree'|wordwrap(3, wrapstring='|') }}", "one|two||thr|ee");
        RENDERS("{{ 'yes--no 漢字漢字'|wordwrap(4) }}", "yes\n--no\n漢字漢字");
        RENDERS("{{ ''|wordwrap(4) }}", "");
        QVERIFY(text("{{ 'a'|wordwrap(0) }}").starts_with("ERROR"));
    }

    void encodesAddresses() {
        RENDERS("{{ 'a b/c?é+~'|urlencode }}", "a%20b/c%3F%C3%A9%2B~");
        RENDERS("{{ {'k y': 'a/b c', 'n': 1}|urlencode }}", "k+y=a%2Fb+c&n=1");
        RENDERS("{{ [['a', 'x y'], ('b', 2)]|urlencode }}", "a=x+y&b=2");
        RENDERS("{{ 7|urlencode }}", "7");
    }

    void stripsTags() {
        RENDERS("{{ '<p>a  <b>b</b>\\n<!-- <i>x --> c &lt;d&#62; &amp;amp;</p>'|striptags }}",
                "a b c <d> &amp;");
        RENDERS("{{ '1 < 2 and'|striptags }}", "1 < 2 and");
    }

    void writesSizesAndAttributes() {
        RENDERS("{{ 1|filesizeformat }} {{ 999|filesizeformat }} {{ 1e3|filesizeformat }}",
                "1 Byte 999 Bytes 1.0 kB");
        RENDERS("{{ 1500000|filesizeformat }} {{ 1536|filesizeformat(true) }}", "1.5 MB 1.5 KiB");
        RENDERS("<a{{ {'id': 'x\"', 'none': none, 'n': 3}|xmlattr }}>",
                "<a id=\"x&#34;\" n=\"3\">");
        QVERIFY(text("{{ {'a b': 1}|xmlattr }}").starts_with("ERROR"));
    }

    void takesAttributesButNoItems() {
        RENDERS("{{ ({'a': 1}|attr('a')) is defined }} {{ ('x'|attr('upper'))() }}", "False X");
        RENDERS("{% set n = namespace(v=5) %}{{ n|attr('v') }}", "5");
    }

    void choosesTheFirstAtRandom() {
        RENDERS("{{ [3, 4]|random }} {{ 'xy'|random }} {{ []|random is defined }}", "3 x False");
    }

    void keepsWhatUsersWrote() {
        Value globals = Value::dict();
        globals.set("x", Value::untrusted("<b>a b</b>"));
        const auto compiled = Template::parse(
            "{{ x|striptags }}|{{ x|urlencode }}|{{ x|wordwrap(6) }}|{{ {'k': x}|xmlattr }}");
        QVERIFY(compiled.ok());
        const auto out = compiled->renderMarked(globals);
        QVERIFY(out.ok());
        std::string users;
        for (const ByteRange& range : out->untrusted)
            users += '[' + out->bytes.substr(range.begin, range.end - range.begin) + ']';
        QCOMPARE(users, std::string("[a][b][%3Cb%3Ea%20b%3C/b%3E][<b>a][b</b>]"
                                    "[&lt;b&gt;a b&lt;/b&gt;]"));
    }
};

QTEST_GUILESS_MAIN(TestPageFilters)
#include "test_page_filters.moc"
