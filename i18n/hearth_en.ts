<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>AboutCard</name>
    <message>
        <source>About</source>
        <translation>About</translation>
    </message>
    <message>
        <source>Hearth %1. Runs language models on this computer.</source>
        <translation>Hearth %1. Runs language models on this computer.</translation>
    </message>
    <message>
        <source>Apache License 2.0. Made with Qt 6 (LGPL 3), Vulkan and SPIR-V headers (Apache 2.0), SQLite (public domain), MD4C (MIT), JSON for Modern C++ (MIT), Zstandard (BSD), libcurl (curl licence). Uses the fonts Inter and JetBrains Mono (SIL OFL 1.1) where they are installed.</source>
        <translation>Apache License 2.0. Made with Qt 6 (LGPL 3), Vulkan and SPIR-V headers (Apache 2.0), SQLite (public domain), MD4C (MIT), JSON for Modern C++ (MIT), Zstandard (BSD), libcurl (curl licence). Uses the fonts Inter and JetBrains Mono (SIL OFL 1.1) where they are installed.</translation>
    </message>
</context>
<context>
    <name>ChatPage</name>
    <message>
        <source>Talk with a model on this computer</source>
        <translation>Talk with a model on this computer</translation>
    </message>
    <message>
        <source>What is on your mind?</source>
        <translation>What is on your mind?</translation>
    </message>
    <message>
        <source>Open a GGUF model file, or drop one on this window. Nothing you write leaves this computer.</source>
        <translation>Open a GGUF model file, or drop one on this window. Nothing you write leaves this computer.</translation>
    </message>
    <message>
        <source>%1 is loading. You can write already.</source>
        <translation>%1 is loading. You can write already.</translation>
    </message>
    <message>
        <source>%1 is ready. Nothing you write leaves this computer.</source>
        <translation>%1 is ready. Nothing you write leaves this computer.</translation>
    </message>
    <message>
        <source>Open model file…</source>
        <translation>Open model file…</translation>
    </message>
</context>
<context>
    <name>ChatRow</name>
    <message>
        <source>Chat title</source>
        <translation>Chat title</translation>
    </message>
    <message>
        <source>Delete chat</source>
        <translation>Delete chat</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Rename</translation>
    </message>
    <message>
        <source>F2</source>
        <translation>F2</translation>
    </message>
    <message>
        <source>Unpin</source>
        <translation>Unpin</translation>
    </message>
    <message>
        <source>Pin to top</source>
        <translation>Pin to top</translation>
    </message>
    <message>
        <source>Del</source>
        <translation>Del</translation>
    </message>
</context>
<context>
    <name>ChatSidebar</name>
    <message>
        <source>Chats</source>
        <translation>Chats</translation>
    </message>
    <message>
        <source>New chat</source>
        <translation>New chat</translation>
    </message>
    <message>
        <source>New chat (Ctrl+N)</source>
        <translation>New chat (Ctrl+N)</translation>
    </message>
    <message>
        <source>Search chats</source>
        <translation>Search chats</translation>
    </message>
    <message>
        <source>Ctrl+K</source>
        <translation>Ctrl+K</translation>
    </message>
    <message>
        <source>Chat list</source>
        <translation>Chat list</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>Nothing found</translation>
    </message>
    <message>
        <source>Your chats will be listed here.</source>
        <translation>Your chats will be listed here.</translation>
    </message>
</context>
<context>
    <name>CodeBlock</name>
    <message>
        <source>text</source>
        <translation>text</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Copy</translation>
    </message>
    <message>
        <source>Copy code</source>
        <translation>Copy code</translation>
    </message>
</context>
<context>
    <name>Composer</name>
    <message>
        <source>Message %1…</source>
        <translation>Message %1…</translation>
    </message>
    <message>
        <source>Write a message…</source>
        <translation>Write a message…</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>Message</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 of %2</translation>
    </message>
    <message>
        <source>Context used</source>
        <translation>Context used</translation>
    </message>
    <message>
        <source>%1 of %2 tokens</source>
        <translation>%1 of %2 tokens</translation>
    </message>
    <message>
        <source>Enter sends · Shift+Enter for a new line</source>
        <translation>Enter sends · Shift+Enter for a new line</translation>
    </message>
    <message>
        <source>Ctrl+Enter sends</source>
        <translation>Ctrl+Enter sends</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>Send</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Enter</translation>
    </message>
    <message>
        <source>Ctrl+Enter</source>
        <translation>Ctrl+Enter</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Stop</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
</context>
<context>
    <name>ContextSlider</name>
    <message>
        <source>Context length</source>
        <translation>Context length</translation>
    </message>
    <message>
        <source>Tokens that the model holds; it was trained for %1.</source>
        <translation>Tokens that the model holds; it was trained for %1.</translation>
    </message>
    <message>
        <source>Tokens that the model holds.</source>
        <translation>Tokens that the model holds.</translation>
    </message>
    <message>
        <source>automatic (%1)</source>
        <translation>automatic (%1)</translation>
    </message>
    <message>
        <source>automatic</source>
        <translation>automatic</translation>
    </message>
    <message>
        <source>Load again with this length</source>
        <translation>Load again with this length</translation>
    </message>
</context>
<context>
    <name>DeviceMenu</name>
    <message>
        <source>Looking for devices…</source>
        <translation>Looking for devices…</translation>
    </message>
</context>
<context>
    <name>ErrorText</name>
    <message>
        <source>The chats&apos; database was damaged</source>
        <translation>The chats&apos; database was damaged</translation>
    </message>
    <message>
        <source>A new one was begun. The old file was kept: %1</source>
        <translation>A new one was begun. The old file was kept: %1</translation>
    </message>
    <message>
        <source>Hearth is already open</source>
        <translation>Hearth is already open</translation>
    </message>
    <message>
        <source>Another window uses these chats. Use that one, or name another folder with --data-dir.</source>
        <translation>Another window uses these chats. Use that one, or name another folder with --data-dir.</translation>
    </message>
    <message>
        <source>The model file is not there</source>
        <translation>The model file is not there</translation>
    </message>
    <message>
        <source>It was moved or deleted. Open it from where it is now.</source>
        <translation>It was moved or deleted. Open it from where it is now.</translation>
    </message>
    <message>
        <source>The model file could not be read</source>
        <translation>The model file could not be read</translation>
    </message>
    <message>
        <source>Check that the disk is connected and that you may read the file.</source>
        <translation>Check that the disk is connected and that you may read the file.</translation>
    </message>
    <message>
        <source>This model file is damaged</source>
        <translation>This model file is damaged</translation>
    </message>
    <message>
        <source>Nothing was loaded. Download the file again, or choose another one.</source>
        <translation>Nothing was loaded. Download the file again, or choose another one.</translation>
    </message>
    <message>
        <source>Hearth cannot run this model</source>
        <translation>Hearth cannot run this model</translation>
    </message>
    <message>
        <source>The file is fine, but it needs something that is not built in. Choose another model or quantization.</source>
        <translation>The file is fine, but it needs something that is not built in. Choose another model or quantization.</translation>
    </message>
    <message>
        <source>The model does not fit into memory</source>
        <translation>The model does not fit into memory</translation>
    </message>
    <message>
        <source>Choose a smaller quantization, a shorter context, or another device; closing other programs may help.</source>
        <translation>Choose a smaller quantization, a shorter context, or another device; closing other programs may help.</translation>
    </message>
    <message>
        <source>The chosen device is not available</source>
        <translation>The chosen device is not available</translation>
    </message>
    <message>
        <source>Choose another device, for example CPU.</source>
        <translation>Choose another device, for example CPU.</translation>
    </message>
    <message>
        <source>The graphics device stopped answering</source>
        <translation>The graphics device stopped answering</translation>
    </message>
    <message>
        <source>Load the model again; if it happens again, choose CPU.</source>
        <translation>Load the model again; if it happens again, choose CPU.</translation>
    </message>
    <message>
        <source>The model asks for more than Hearth allows</source>
        <translation>The model asks for more than Hearth allows</translation>
    </message>
    <message>
        <source>Try a shorter context, or choose another file.</source>
        <translation>Try a shorter context, or choose another file.</translation>
    </message>
    <message>
        <source>The model could not be loaded</source>
        <translation>The model could not be loaded</translation>
    </message>
    <message>
        <source>Your chats are untouched. Try again, or choose another model.</source>
        <translation>Your chats are untouched. Try again, or choose another model.</translation>
    </message>
    <message>
        <source>Memory ran out while answering</source>
        <translation>Memory ran out while answering</translation>
    </message>
    <message>
        <source>What was written is kept. Load the model with a shorter context.</source>
        <translation>What was written is kept. Load the model with a shorter context.</translation>
    </message>
    <message>
        <source>What was written is kept. Load the model again, or on CPU, and continue.</source>
        <translation>What was written is kept. Load the model again, or on CPU, and continue.</translation>
    </message>
    <message>
        <source>The model&apos;s chat template failed</source>
        <translation>The model&apos;s chat template failed</translation>
    </message>
    <message>
        <source>Your message is kept. The file&apos;s template cannot express this conversation; another build of the model may help.</source>
        <translation>Your message is kept. The file&apos;s template cannot express this conversation; another build of the model may help.</translation>
    </message>
    <message>
        <source>The conversation is longer than the context</source>
        <translation>The conversation is longer than the context</translation>
    </message>
    <message>
        <source>Nothing is lost. Load the model with a longer context, delete earlier messages, or start a new chat.</source>
        <translation>Nothing is lost. Load the model with a longer context, delete earlier messages, or start a new chat.</translation>
    </message>
    <message>
        <source>The answer failed</source>
        <translation>The answer failed</translation>
    </message>
    <message>
        <source>What was written is kept. Try to regenerate it.</source>
        <translation>What was written is kept. Try to regenerate it.</translation>
    </message>
    <message>
        <source>Changes could not be saved</source>
        <translation>Changes could not be saved</translation>
    </message>
    <message>
        <source>The text is still in memory and saving is tried again. Free some space on the disk and leave the window open.</source>
        <translation>The text is still in memory and saving is tried again. Free some space on the disk and leave the window open.</translation>
    </message>
    <message>
        <source>That chat or message is gone</source>
        <translation>That chat or message is gone</translation>
    </message>
    <message>
        <source>It was deleted in the meantime.</source>
        <translation>It was deleted in the meantime.</translation>
    </message>
    <message>
        <source>The chat could not be read or changed</source>
        <translation>The chat could not be read or changed</translation>
    </message>
    <message>
        <source>Nothing was deleted. Try again.</source>
        <translation>Nothing was deleted. Try again.</translation>
    </message>
    <message>
        <source>Hearth could not open its data folder</source>
        <translation>Hearth could not open its data folder</translation>
    </message>
    <message>
        <source>Check the folder&apos;s permissions and free space, or name another one with --data-dir.</source>
        <translation>Check the folder&apos;s permissions and free space, or name another one with --data-dir.</translation>
    </message>
    <message>
        <source>Details: %1</source>
        <translation>Details: %1</translation>
    </message>
    <message>
        <source>stop</source>
        <translation>stop</translation>
    </message>
    <message>
        <source>stop text</source>
        <translation>stop text</translation>
    </message>
    <message>
        <source>token limit</source>
        <translation>token limit</translation>
    </message>
    <message>
        <source>context full</source>
        <translation>context full</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>stopped</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>failed</translation>
    </message>
</context>
<context>
    <name>LabeledSlider</name>
    <message>
        <source>%1, value</source>
        <translation>%1, value</translation>
    </message>
</context>
<context>
    <name>LinkDialog</name>
    <message>
        <source>Open this link in the browser?</source>
        <translation>Open this link in the browser?</translation>
    </message>
    <message>
        <source>The model wrote this address. The page will see that you visit it.</source>
        <translation>The model wrote this address. The page will see that you visit it.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancel</translation>
    </message>
    <message>
        <source>Copy address</source>
        <translation>Copy address</translation>
    </message>
    <message>
        <source>Open link</source>
        <translation>Open link</translation>
    </message>
</context>
<context>
    <name>Main</name>
    <message>
        <source>%1 — Hearth</source>
        <translation>%1 — Hearth</translation>
    </message>
    <message>
        <source>Hearth</source>
        <translation>Hearth</translation>
    </message>
    <message>
        <source>Drop to open the model</source>
        <translation>Drop to open the model</translation>
    </message>
    <message>
        <source>Open model file</source>
        <translation>Open model file</translation>
    </message>
    <message>
        <source>GGUF models (*.gguf)</source>
        <translation>GGUF models (*.gguf)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>All files (*)</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Undo</translation>
    </message>
</context>
<context>
    <name>MessageActions</name>
    <message>
        <source>Copy</source>
        <translation>Copy</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Edit</translation>
    </message>
    <message>
        <source>Edit and ask again</source>
        <translation>Edit and ask again</translation>
    </message>
    <message>
        <source>Edit this answer</source>
        <translation>Edit this answer</translation>
    </message>
    <message>
        <source>Regenerate</source>
        <translation>Regenerate</translation>
    </message>
    <message>
        <source>Another answer beside this one</source>
        <translation>Another answer beside this one</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Continue</translation>
    </message>
    <message>
        <source>Go on where the answer was cut off</source>
        <translation>Go on where the answer was cut off</translation>
    </message>
    <message>
        <source>Branch</source>
        <translation>Branch</translation>
    </message>
    <message>
        <source>Go on from here in a copy of this chat</source>
        <translation>Go on from here in a copy of this chat</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Delete</translation>
    </message>
    <message>
        <source>Delete this message and what follows it</source>
        <translation>Delete this message and what follows it</translation>
    </message>
    <message>
        <source>Previous version</source>
        <translation>Previous version</translation>
    </message>
    <message>
        <source>%1 / %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>Next version</source>
        <translation>Next version</translation>
    </message>
</context>
<context>
    <name>MessageDelegate</name>
    <message>
        <source>You: %1</source>
        <translation>You: %1</translation>
    </message>
    <message>
        <source>Assistant: %1</source>
        <translation>Assistant: %1</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Try again</translation>
    </message>
    <message>
        <source>Answer statistics</source>
        <translation>Answer statistics</translation>
    </message>
</context>
<context>
    <name>MessageEditor</name>
    <message>
        <source>Edit message</source>
        <translation>Edit message</translation>
    </message>
    <message>
        <source>Cancel edit</source>
        <translation>Cancel edit</translation>
    </message>
    <message>
        <source>Ask again</source>
        <translation>Ask again</translation>
    </message>
    <message>
        <source>Save edit</source>
        <translation>Save edit</translation>
    </message>
    <message>
        <source>Ctrl+Enter</source>
        <translation>Ctrl+Enter</translation>
    </message>
</context>
<context>
    <name>MessageList</name>
    <message>
        <source>Messages</source>
        <translation>Messages</translation>
    </message>
    <message>
        <source>Jump to latest</source>
        <translation>Jump to latest</translation>
    </message>
</context>
<context>
    <name>ModelBar</name>
    <message>
        <source>Show chat list</source>
        <translation>Show chat list</translation>
    </message>
    <message>
        <source>Hide chat list</source>
        <translation>Hide chat list</translation>
    </message>
    <message>
        <source>%1 (Ctrl+B)</source>
        <translation>%1 (Ctrl+B)</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Model</translation>
    </message>
    <message>
        <source>Open a model</source>
        <translation>Open a model</translation>
    </message>
    <message>
        <source>Choose a model (Ctrl+L)</source>
        <translation>Choose a model (Ctrl+L)</translation>
    </message>
    <message>
        <source>Eject model</source>
        <translation>Eject model</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Device</translation>
    </message>
    <message>
        <source>Device: %1</source>
        <translation>Device: %1</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>Parameters</translation>
    </message>
    <message>
        <source>Parameters (Ctrl+Alt+B)</source>
        <translation>Parameters (Ctrl+Alt+B)</translation>
    </message>
    <message>
        <source>Loading model</source>
        <translation>Loading model</translation>
    </message>
    <message>
        <source>%1%</source>
        <translation>%1%</translation>
    </message>
    <message>
        <source>Cancel loading</source>
        <translation>Cancel loading</translation>
    </message>
</context>
<context>
    <name>ModelPicker</name>
    <message>
        <source>Recent models</source>
        <translation>Recent models</translation>
    </message>
    <message>
        <source>A model is one file whose name ends in .gguf. Open one from this computer, or drop it on the window.</source>
        <translation>A model is one file whose name ends in .gguf. Open one from this computer, or drop it on the window.</translation>
    </message>
    <message>
        <source>Open model file…</source>
        <translation>Open model file…</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancel</translation>
    </message>
    <message>
        <source>Load</source>
        <translation>Load</translation>
    </message>
</context>
<context>
    <name>NoticeCard</name>
    <message>
        <source>Dismiss</source>
        <translation>Dismiss</translation>
    </message>
</context>
<context>
    <name>Notices</name>
    <message>
        <source>Choose another model</source>
        <translation>Choose another model</translation>
    </message>
    <message>
        <source>The CPU took over</source>
        <translation>The CPU took over</translation>
    </message>
</context>
<context>
    <name>ParametersPanel</name>
    <message>
        <source>Parameters</source>
        <translation>Parameters</translation>
    </message>
    <message>
        <source>Simple</source>
        <translation>Simple</translation>
    </message>
    <message>
        <source>All</source>
        <translation>All</translation>
    </message>
    <message>
        <source>System prompt</source>
        <translation>System prompt</translation>
    </message>
    <message>
        <source>What the model should know or be</source>
        <translation>What the model should know or be</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>Temperature</translation>
    </message>
    <message>
        <source>How freely words are chosen. 0 always takes the likeliest.</source>
        <translation>How freely words are chosen. 0 always takes the likeliest.</translation>
    </message>
    <message>
        <source>Maximum tokens</source>
        <translation>Maximum tokens</translation>
    </message>
    <message>
        <source>An answer ends after so many.</source>
        <translation>An answer ends after so many.</translation>
    </message>
    <message>
        <source>no limit</source>
        <translation>no limit</translation>
    </message>
    <message>
        <source>Reasoning effort</source>
        <translation>Reasoning effort</translation>
    </message>
    <message>
        <source>As the model likes</source>
        <translation>As the model likes</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>Off</translation>
    </message>
    <message>
        <source>Low</source>
        <translation>Low</translation>
    </message>
    <message>
        <source>Medium</source>
        <translation>Medium</translation>
    </message>
    <message>
        <source>High</source>
        <translation>High</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>Reset</translation>
    </message>
    <message>
        <source>This chat as new chats begin</source>
        <translation>This chat as new chats begin</translation>
    </message>
    <message>
        <source>Use for new chats</source>
        <translation>Use for new chats</translation>
    </message>
    <message>
        <source>New chats begin with these parameters</source>
        <translation>New chats begin with these parameters</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>Memory</translation>
    </message>
    <message>
        <source>On the graphics device</source>
        <translation>On the graphics device</translation>
    </message>
    <message>
        <source>In main memory</source>
        <translation>In main memory</translation>
    </message>
</context>
<context>
    <name>PlainBlock</name>
    <message>
        <source>Show less</source>
        <translation>Show less</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>Show all</translation>
    </message>
</context>
<context>
    <name>Rail</name>
    <message>
        <source>Chats</source>
        <translation>Chats</translation>
    </message>
    <message>
        <source>Network: offline</source>
        <translation>Network: offline</translation>
    </message>
    <message>
        <source>Offline</source>
        <translation>Offline</translation>
    </message>
    <message>
        <source>Nothing leaves this computer: this version has no network code in use.</source>
        <translation>Nothing leaves this computer: this version has no network code in use.</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Theme</translation>
    </message>
    <message>
        <source>System</source>
        <translation>System</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Light</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dark</translation>
    </message>
    <message>
        <source>Theme: %1. Press for the next one.</source>
        <translation>Theme: %1. Press for the next one.</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Settings</translation>
    </message>
</context>
<context>
    <name>ReasoningBlock</name>
    <message>
        <source>Reasoning</source>
        <translation>Reasoning</translation>
    </message>
    <message>
        <source>Reasoned</source>
        <translation>Reasoned</translation>
    </message>
    <message>
        <source>Shown</source>
        <translation>Shown</translation>
    </message>
    <message>
        <source>Hidden</source>
        <translation>Hidden</translation>
    </message>
    <message>
        <source>Reasoning…</source>
        <translation>Reasoning…</translation>
    </message>
</context>
<context>
    <name>SamplingParameters</name>
    <message>
        <source>Top K</source>
        <translation>Top K</translation>
    </message>
    <message>
        <source>Only so many of the likeliest words are candidates.</source>
        <translation>Only so many of the likeliest words are candidates.</translation>
    </message>
    <message>
        <source>off</source>
        <translation>off</translation>
    </message>
    <message>
        <source>Top P</source>
        <translation>Top P</translation>
    </message>
    <message>
        <source>Only the likeliest words that together reach this share. 1 is off.</source>
        <translation>Only the likeliest words that together reach this share. 1 is off.</translation>
    </message>
    <message>
        <source>Min P</source>
        <translation>Min P</translation>
    </message>
    <message>
        <source>Only words at least this share as likely as the likeliest. 0 is off.</source>
        <translation>Only words at least this share as likely as the likeliest. 0 is off.</translation>
    </message>
    <message>
        <source>Repeat penalty</source>
        <translation>Repeat penalty</translation>
    </message>
    <message>
        <source>Makes words that were just used less likely. 1 is off.</source>
        <translation>Makes words that were just used less likely. 1 is off.</translation>
    </message>
    <message>
        <source>Presence penalty</source>
        <translation>Presence penalty</translation>
    </message>
    <message>
        <source>Makes words that occurred at all less likely. 0 is off.</source>
        <translation>Makes words that occurred at all less likely. 0 is off.</translation>
    </message>
    <message>
        <source>Frequency penalty</source>
        <translation>Frequency penalty</translation>
    </message>
    <message>
        <source>Makes words less likely the more often they occurred. 0 is off.</source>
        <translation>Makes words less likely the more often they occurred. 0 is off.</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Seed</translation>
    </message>
    <message>
        <source>The same seed and the same words give the same answer.</source>
        <translation>The same seed and the same words give the same answer.</translation>
    </message>
    <message>
        <source>random</source>
        <translation>random</translation>
    </message>
</context>
<context>
    <name>SettingsPage</name>
    <message>
        <source>Settings</source>
        <translation>Settings</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>Appearance</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>Colours</translation>
    </message>
    <message>
        <source>System</source>
        <translation>System</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Light</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dark</translation>
    </message>
    <message>
        <source>Font size</source>
        <translation>Font size</translation>
    </message>
    <message>
        <source>Writing</source>
        <translation>Writing</translation>
    </message>
    <message>
        <source>Enter sends, Shift+Enter breaks the line</source>
        <translation>Enter sends, Shift+Enter breaks the line</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Models</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Device</translation>
    </message>
    <message>
        <source>Default device</source>
        <translation>Default device</translation>
    </message>
    <message>
        <source>CPU threads</source>
        <translation>CPU threads</translation>
    </message>
    <message>
        <source>Counts from the next load on.</source>
        <translation>Counts from the next load on.</translation>
    </message>
    <message>
        <source>automatic</source>
        <translation>automatic</translation>
    </message>
    <message>
        <source>Load the last model at the start</source>
        <translation>Load the last model at the start</translation>
    </message>
    <message>
        <source>Your data</source>
        <translation>Your data</translation>
    </message>
    <message>
        <source>Data folder</source>
        <translation>Data folder</translation>
    </message>
    <message>
        <source>Open data folder</source>
        <translation>Open data folder</translation>
    </message>
</context>
<context>
    <name>ShortcutsOverlay</name>
    <message>
        <source>Send the message</source>
        <translation>Send the message</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Enter</translation>
    </message>
    <message>
        <source>New line</source>
        <translation>New line</translation>
    </message>
    <message>
        <source>Shift+Enter</source>
        <translation>Shift+Enter</translation>
    </message>
    <message>
        <source>Stop the answer</source>
        <translation>Stop the answer</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>Change the last message</source>
        <translation>Change the last message</translation>
    </message>
    <message>
        <source>Up, in an empty field</source>
        <translation>Up, in an empty field</translation>
    </message>
    <message>
        <source>Another answer</source>
        <translation>Another answer</translation>
    </message>
    <message>
        <source>Ctrl+R</source>
        <translation>Ctrl+R</translation>
    </message>
    <message>
        <source>Copy the last answer</source>
        <translation>Copy the last answer</translation>
    </message>
    <message>
        <source>Ctrl+Shift+C</source>
        <translation>Ctrl+Shift+C</translation>
    </message>
    <message>
        <source>Back to the message field</source>
        <translation>Back to the message field</translation>
    </message>
    <message>
        <source>Shift+Esc</source>
        <translation>Shift+Esc</translation>
    </message>
    <message>
        <source>New chat</source>
        <translation>New chat</translation>
    </message>
    <message>
        <source>Ctrl+N</source>
        <translation>Ctrl+N</translation>
    </message>
    <message>
        <source>Search chats</source>
        <translation>Search chats</translation>
    </message>
    <message>
        <source>Ctrl+K</source>
        <translation>Ctrl+K</translation>
    </message>
    <message>
        <source>Rename the chat</source>
        <translation>Rename the chat</translation>
    </message>
    <message>
        <source>F2</source>
        <translation>F2</translation>
    </message>
    <message>
        <source>Choose a model</source>
        <translation>Choose a model</translation>
    </message>
    <message>
        <source>Ctrl+L</source>
        <translation>Ctrl+L</translation>
    </message>
    <message>
        <source>Open a model file</source>
        <translation>Open a model file</translation>
    </message>
    <message>
        <source>Ctrl+O</source>
        <translation>Ctrl+O</translation>
    </message>
    <message>
        <source>Show or hide the chat list</source>
        <translation>Show or hide the chat list</translation>
    </message>
    <message>
        <source>Ctrl+B</source>
        <translation>Ctrl+B</translation>
    </message>
    <message>
        <source>Show or hide the parameters</source>
        <translation>Show or hide the parameters</translation>
    </message>
    <message>
        <source>Ctrl+Alt+B</source>
        <translation>Ctrl+Alt+B</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Settings</translation>
    </message>
    <message>
        <source>Ctrl+,</source>
        <translation>Ctrl+,</translation>
    </message>
    <message>
        <source>This list</source>
        <translation>This list</translation>
    </message>
    <message>
        <source>F1</source>
        <translation>F1</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Quit</translation>
    </message>
    <message>
        <source>Ctrl+Q</source>
        <translation>Ctrl+Q</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Keyboard shortcuts</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Close</translation>
    </message>
</context>
<context>
    <name>Toast</name>
    <message>
        <source>Notification</source>
        <translation>Notification</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>Dismiss</translation>
    </message>
</context>
<context>
    <name>WritingMark</name>
    <message>
        <source>Reading the conversation</source>
        <translation>Reading the conversation</translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation>Starting…</translation>
    </message>
    <message>
        <source>Reading the conversation, %1%</source>
        <translation>Reading the conversation, %1%</translation>
    </message>
</context>
<context>
    <name>app::ChatListModel</name>
    <message>
        <source>Deleted “%1”</source>
        <translation>Deleted “%1”</translation>
    </message>
    <message>
        <source>Pinned</source>
        <translation>Pinned</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Today</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>Yesterday</translation>
    </message>
    <message>
        <source>Previous 7 days</source>
        <translation>Previous 7 days</translation>
    </message>
    <message>
        <source>Earlier</source>
        <translation>Earlier</translation>
    </message>
    <message>
        <source>New chat</source>
        <translation>New chat</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>Found</translation>
    </message>
</context>
<context>
    <name>app::ChatViewModel</name>
    <message>
        <source>Your message is saved. It is answered as soon as a model is open.</source>
        <translation>Your message is saved. It is answered as soon as a model is open.</translation>
    </message>
    <message>
        <source>Your message is saved. It is answered when the model has loaded.</source>
        <translation>Your message is saved. It is answered when the model has loaded.</translation>
    </message>
    <message>
        <source>The model answers another chat first.</source>
        <translation>The model answers another chat first.</translation>
    </message>
    <message>
        <source>This is a copy of the chat up to that message.</source>
        <translation>This is a copy of the chat up to that message.</translation>
    </message>
    <message>
        <source>Message deleted, with what followed it</source>
        <translation>Message deleted, with what followed it</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>Copied</translation>
    </message>
</context>
<context>
    <name>app::DeviceList</name>
    <message>
        <source>Automatic</source>
        <translation>Automatic</translation>
    </message>
    <message>
        <source>The fastest device that fits</source>
        <translation>The fastest device that fits</translation>
    </message>
    <message>
        <source>CPU</source>
        <translation>CPU</translation>
    </message>
    <message>
        <source>processor</source>
        <translation>processor</translation>
    </message>
    <message>
        <source>graphics card</source>
        <translation>graphics card</translation>
    </message>
    <message>
        <source>integrated graphics</source>
        <translation>integrated graphics</translation>
    </message>
    <message>
        <source>software, slow</source>
        <translation>software, slow</translation>
    </message>
</context>
<context>
    <name>app::MessageListModel</name>
    <message>
        <source>%1 tokens/s</source>
        <translation>%1 tokens/s</translation>
    </message>
    <message>
        <source>%1 s to first token</source>
        <translation>%1 s to first token</translation>
    </message>
    <message>
        <source>%1 tokens</source>
        <translation>%1 tokens</translation>
    </message>
    <message>
        <source>Interrupted. What was written is kept; Continue goes on from here.</source>
        <translation>Interrupted. What was written is kept; Continue goes on from here.</translation>
    </message>
</context>
<context>
    <name>app::ModelViewModel</name>
    <message>
        <source>That is no GGUF model file.</source>
        <translation>That is no GGUF model file.</translation>
    </message>
    <message>
        <source>GPU</source>
        <translation>GPU</translation>
    </message>
    <message>
        <source>CPU</source>
        <translation>CPU</translation>
    </message>
    <message>
        <source>%1, %2, on %3, %4, %5 tokens of context</source>
        <translation>%1, %2, on %3, %4, %5 tokens of context</translation>
    </message>
    <message>
        <source>Loading %1</source>
        <translation>Loading %1</translation>
    </message>
    <message>
        <source>No model is loaded</source>
        <translation>No model is loaded</translation>
    </message>
</context>
</TS>
