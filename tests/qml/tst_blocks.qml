// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
import QtQuick
import QtTest
import Hearth.App
import Hearth.Chat

Item {
    id: root
    width: 500
    height: 500

    TextStyle { id: colours }

    CodeBlock {
        id: code
        width: 400
        code: "def f():\n    return 1"
        language: "python"
        style: colours
    }
    TextBlock {
        id: text
        y: 200
        width: 400
        html: "<p>One <a href=\"https://example.org\">link</a></p>"
    }
    PlainBlock {
        id: plain
        y: 260
        limit: 300
        code: "<b>as written</b>"
    }
    SignalSpy { id: copied; target: code; signalName: "copyWanted" }
    SignalSpy { id: linked; target: Navigation; signalName: "linkPressed" }

    TestCase {
        name: "Blocks"
        when: windowShown

        function find(item, type) {
            if (item.toString().startsWith(type)) return item
            for (let i = 0; i < item.children.length; ++i) {
                const child = item.children[i]
                const found = find(child, type)
                if (found) return found
            }
            return null
        }
        function test_codeGrows() {
            const edit = find(code, "QQuickTextEdit")
            compare(edit.text, code.code)
            code.code = code.code + "\n# more"
            compare(edit.text, code.code)
            code.code = "other"
            compare(edit.text, "other")
        }
        function test_codeIsCopied() {
            copied.clear()
            code.code = "print()"
            mouseClick(code, code.width - 30, 16)
            compare(copied.count, 1)
            compare(copied.signalArguments[0][0], "print()")
        }
        function test_linksAskFirst() {
            linked.clear()
            text.linkActivated("https://example.org")
            compare(linked.count, 1)
        }
        function test_peoplesTextIsNotInterpreted() {
            const edit = find(plain, "QQuickTextEdit")
            plain.code = "<b>as written</b>"
            compare(edit.text, "<b>as written</b>")
            compare(edit.textFormat, TextEdit.PlainText)
        }
        function test_longTextIsFolded() {
            plain.code = "word ".repeat(2000)
            const edit = find(plain, "QQuickTextEdit")
            verify(edit.text.length < 4000)
            plain.open = true
            compare(edit.text.length, 10000)
            plain.open = false
        }
    }
}
