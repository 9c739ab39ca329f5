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
    <name>AccessCard</name>
    <message>
        <source>The publisher wants to know who downloads</source>
        <translation>The publisher wants to know who downloads</translation>
    </message>
    <message>
        <source>Accept the licence on the model&apos;s page, logged in there. Then give Hearth a token of that account in the settings, and try again.</source>
        <translation>Accept the licence on the model&apos;s page, logged in there. Then give Hearth a token of that account in the settings, and try again.</translation>
    </message>
    <message>
        <source>Open the model&apos;s page</source>
        <translation>Open the model&apos;s page</translation>
    </message>
    <message>
        <source>In the browser.</source>
        <translation>In the browser.</translation>
    </message>
    <message>
        <source>Give a token</source>
        <translation>Give a token</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Try again</translation>
    </message>
</context>
<context>
    <name>AdviceTable</name>
    <message>
        <source>%1, %2: %3. %4 %5</source>
        <translation>%1, %2: %3. %4 %5</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
</context>
<context>
    <name>Application</name>
    <message>
        <source>That link names no model</source>
        <translation>That link names no model</translation>
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
    <name>ConfirmDialog</name>
    <message>
        <source>Cancel</source>
        <translation>Cancel</translation>
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
    <name>DeviceRow</name>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>Memory in use of %1</source>
        <translation>Memory in use of %1</translation>
    </message>
</context>
<context>
    <name>DiscoverPage</name>
    <message>
        <source>Results</source>
        <translation>Results</translation>
    </message>
    <message>
        <source>Nothing was found. Try fewer words.</source>
        <translation>Nothing was found. Try fewer words.</translation>
    </message>
    <message>
        <source>Find a model</source>
        <translation>Find a model</translation>
    </message>
    <message>
        <source>Choose one to see, before anything is downloaded, where it runs on this computer and how fast.</source>
        <translation>Choose one to see, before anything is downloaded, where it runs on this computer and how fast.</translation>
    </message>
    <message>
        <source>More results</source>
        <translation>More results</translation>
    </message>
    <message>
        <source>Nothing was found with these filters.</source>
        <translation>Nothing was found with these filters.</translation>
    </message>
    <message>
        <source>Search without filters</source>
        <translation>Search without filters</translation>
    </message>
</context>
<context>
    <name>DownloadRow</name>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Resume</translation>
    </message>
    <message>
        <source>Chat</source>
        <translation>Chat</translation>
    </message>
    <message>
        <source>Clear from the list</source>
        <translation>Clear from the list</translation>
    </message>
    <message>
        <source>Cancel download</source>
        <translation>Cancel download</translation>
    </message>
</context>
<context>
    <name>DownloadsCard</name>
    <message>
        <source>Downloads</source>
        <translation>Downloads</translation>
    </message>
    <message>
        <source>Downloads at the same time</source>
        <translation>Downloads at the same time</translation>
    </message>
    <message>
        <source>Limit rate (MB/s)</source>
        <translation>Limit rate (MB/s)</translation>
    </message>
    <message>
        <source>Megabytes per second for all downloads together.</source>
        <translation>Megabytes per second for all downloads together.</translation>
    </message>
    <message>
        <source>no limit</source>
        <translation>no limit</translation>
    </message>
    <message>
        <source>Download only between certain hours</source>
        <translation>Download only between certain hours</translation>
    </message>
    <message>
        <source>From</source>
        <translation>From</translation>
    </message>
    <message>
        <source>Downloads begin at</source>
        <translation>Downloads begin at</translation>
    </message>
    <message>
        <source>Until</source>
        <translation>Until</translation>
    </message>
    <message>
        <source>Downloads end at</source>
        <translation>Downloads end at</translation>
    </message>
</context>
<context>
    <name>DownloadsTray</name>
    <message>
        <source>Downloads</source>
        <translation>Downloads</translation>
    </message>
    <message>
        <source>Limit rate</source>
        <translation>Limit rate</translation>
    </message>
    <message>
        <source>Megabytes per second for all downloads together.</source>
        <translation>Megabytes per second for all downloads together.</translation>
    </message>
    <message>
        <source>no limit</source>
        <translation>no limit</translation>
    </message>
    <message>
        <source>Nothing is being downloaded.</source>
        <translation>Nothing is being downloaded.</translation>
    </message>
</context>
<context>
    <name>DuplicateRow</name>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>Move this copy to the trash</source>
        <translation>Move this copy to the trash</translation>
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
    <message>
        <source>Hearth is offline</source>
        <translation>Hearth is offline</translation>
    </message>
    <message>
        <source>Nothing was sent. Switch to online on the Network page.</source>
        <translation>Nothing was sent. Switch to online on the Network page.</translation>
    </message>
    <message>
        <source>The hub wants permission first</source>
        <translation>The hub wants permission first</translation>
    </message>
    <message>
        <source>The hub does not have that</source>
        <translation>The hub does not have that</translation>
    </message>
    <message>
        <source>It was moved, renamed or deleted there.</source>
        <translation>It was moved, renamed or deleted there.</translation>
    </message>
    <message>
        <source>Busy just now</source>
        <translation>Busy just now</translation>
    </message>
    <message>
        <source>Try again in a moment.</source>
        <translation>Try again in a moment.</translation>
    </message>
    <message>
        <source>The disk is too full</source>
        <translation>The disk is too full</translation>
    </message>
    <message>
        <source>Free some space and resume: what was fetched is kept.</source>
        <translation>Free some space and resume: what was fetched is kept.</translation>
    </message>
    <message>
        <source>The hub could not be reached</source>
        <translation>The hub could not be reached</translation>
    </message>
    <message>
        <source>Check the connection and try again.</source>
        <translation>Check the connection and try again.</translation>
    </message>
    <message>
        <source>That did not work</source>
        <translation>That did not work</translation>
    </message>
    <message>
        <source>Nothing was lost. Try again.</source>
        <translation>Nothing was lost. Try again.</translation>
    </message>
    <message>
        <source>Accept the model&apos;s licence on its page and give your token in the settings.</source>
        <translation>Accept the model&apos;s licence on its page and give your token in the settings.</translation>
    </message>
</context>
<context>
    <name>HardwarePage</name>
    <message>
        <source>Hardware</source>
        <translation>Hardware</translation>
    </message>
    <message>
        <source>gpt-oss on this machine</source>
        <translation>gpt-oss on this machine</translation>
    </message>
    <message>
        <source>Speeds are the limit that memory bandwidth sets: bytes read per token over bytes per second. Engines reach about a third to four fifths of it. With a model&apos;s file at hand, its own plan is exact.</source>
        <translation>Speeds are the limit that memory bandwidth sets: bytes read per token over bytes per second. Engines reach about a third to four fifths of it. With a model&apos;s file at hand, its own plan is exact.</translation>
    </message>
    <message>
        <source>Other machines</source>
        <translation>Other machines</translation>
    </message>
    <message>
        <source>Figures of %1. Guides like the one quoted err by a lot: they count neither the experts that stay unread nor what fast memory gives.</source>
        <translation>Figures of %1. Guides like the one quoted err by a lot: they count neither the experts that stay unread nor what fast memory gives.</translation>
    </message>
</context>
<context>
    <name>HubCard</name>
    <message>
        <source>Model hub</source>
        <translation>Model hub</translation>
    </message>
    <message>
        <source>A token is kept</source>
        <translation>A token is kept</translation>
    </message>
    <message>
        <source>Hub token</source>
        <translation>Hub token</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Keep</translation>
    </message>
    <message>
        <source>Forget</source>
        <translation>Forget</translation>
    </message>
    <message>
        <source>Some models ask you to accept a licence on their page first. A token of your account there proves it. It is kept in the keyring of your desktop, or where there is none in a file that only you can read, and goes to the hub alone.</source>
        <translation>Some models ask you to accept a licence on their page first. A token of your account there proves it. It is kept in the keyring of your desktop, or where there is none in a file that only you can read, and goes to the hub alone.</translation>
    </message>
</context>
<context>
    <name>HubFileRow</name>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>%1. %2</source>
        <translation>%1. %2</translation>
    </message>
    <message>
        <source>–</source>
        <translation>–</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>Download</translation>
    </message>
    <message>
        <source>Chat</source>
        <translation>Chat</translation>
    </message>
    <message>
        <source>%1%</source>
        <comment>progress</comment>
        <translation>%1%</translation>
    </message>
    <message>
        <source>Shows the downloads.</source>
        <translation>Shows the downloads.</translation>
    </message>
</context>
<context>
    <name>HubFileTable</name>
    <message>
        <source>Quantization</source>
        <translation>Quantization</translation>
    </message>
    <message>
        <source>Context of %1</source>
        <translation>Context of %1</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>Files</translation>
    </message>
</context>
<context>
    <name>HubModelPane</name>
    <message>
        <source>Results</source>
        <translation>Results</translation>
    </message>
    <message>
        <source>Runs in this version</source>
        <translation>Runs in this version</translation>
    </message>
    <message>
        <source>Does not run in this version</source>
        <translation>Does not run in this version</translation>
    </message>
    <message>
        <source>Needs a token</source>
        <translation>Needs a token</translation>
    </message>
    <message>
        <source>Loading the model&apos;s page</source>
        <translation>Loading the model&apos;s page</translation>
    </message>
    <message>
        <source>Reading the file&apos;s header</source>
        <translation>Reading the file&apos;s header</translation>
    </message>
    <message>
        <source>There is no GGUF file in this repository.</source>
        <translation>There is no GGUF file in this repository.</translation>
    </message>
    <message>
        <source>Reading the file&apos;s header…</source>
        <translation>Reading the file&apos;s header…</translation>
    </message>
    <message>
        <source>What the publisher writes</source>
        <translation>What the publisher writes</translation>
    </message>
    <message>
        <source>Show all of it</source>
        <translation>Show all of it</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Try again</translation>
    </message>
    <message>
        <source>Architecture %1 is not supported</source>
        <translation>Architecture %1 is not supported</translation>
    </message>
    <message>
        <source>This version of Hearth cannot run this file</source>
        <translation>This version of Hearth cannot run this file</translation>
    </message>
</context>
<context>
    <name>HubResultRow</name>
    <message>
        <source>%1. Where a usual 4-bit file of it runs, by its size; its page tells exactly.</source>
        <translation>%1. Where a usual 4-bit file of it runs, by its size; its page tells exactly.</translation>
    </message>
    <message>
        <source>%1   %2</source>
        <translation>%1   %2</translation>
    </message>
    <message>
        <source>%1, %2, %3</source>
        <translation>%1, %2, %3</translation>
    </message>
</context>
<context>
    <name>KeepFreeSlider</name>
    <message>
        <source>Keep free in RAM (GB)</source>
        <translation>Keep free in RAM (GB)</translation>
    </message>
    <message>
        <source>Keep free on %1 (GB)</source>
        <translation>Keep free on %1 (GB)</translation>
    </message>
    <message>
        <source>Models leave so much to other programs. Counts from the next load on.</source>
        <translation>Models leave so much to other programs. Counts from the next load on.</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>nothing</translation>
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
    <name>LedgerList</name>
    <message>
        <source>download: %1</source>
        <translation>download: %1</translation>
    </message>
</context>
<context>
    <name>LibraryChecksCard</name>
    <message>
        <source>Stop</source>
        <translation>Stop</translation>
    </message>
    <message>
        <source>Stop checking</source>
        <translation>Stop checking</translation>
    </message>
    <message>
        <source>Close the report</source>
        <translation>Close the report</translation>
    </message>
    <message>
        <source>Duplicates</source>
        <translation>Duplicates</translation>
    </message>
</context>
<context>
    <name>LibraryPage</name>
    <message>
        <source>Library</source>
        <translation>Library</translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation>Looking…</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>Filter</translation>
    </message>
    <message>
        <source>Filter models</source>
        <translation>Filter models</translation>
    </message>
    <message>
        <source>Add folder…</source>
        <translation>Add folder…</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>Look again</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Models</translation>
    </message>
    <message>
        <source>No models yet</source>
        <translation>No models yet</translation>
    </message>
    <message>
        <source>Models that you download land in %1. Folders of LM Studio, Ollama, Jan, GPT4All and the hub&apos;s cache are found by themselves; any other folder can be added.</source>
        <translation>Models that you download land in %1. Folders of LM Studio, Ollama, Jan, GPT4All and the hub&apos;s cache are found by themselves; any other folder can be added.</translation>
    </message>
    <message>
        <source>No model matches.</source>
        <translation>No model matches.</translation>
    </message>
    <message>
        <source>Folder with models</source>
        <translation>Folder with models</translation>
    </message>
    <message>
        <source>Find duplicates</source>
        <translation>Find duplicates</translation>
    </message>
    <message>
        <source>Compares models of the same size. Files that were never compared are read once.</source>
        <translation>Compares models of the same size. Files that were never compared are read once.</translation>
    </message>
    <message>
        <source>Check for newer versions</source>
        <translation>Check for newer versions</translation>
    </message>
    <message>
        <source>Asks the hub about every model that came from there.</source>
        <translation>Asks the hub about every model that came from there.</translation>
    </message>
    <message>
        <source>Move this copy to the trash?</source>
        <translation>Move this copy to the trash?</translation>
    </message>
    <message>
        <source>Another copy of the model stays.</source>
        <translation>Another copy of the model stays.</translation>
    </message>
    <message>
        <source>Move %1 to the trash?</source>
        <translation>Move %1 to the trash?</translation>
    </message>
    <message>
        <source>It can be taken back from there.</source>
        <translation>It can be taken back from there.</translation>
    </message>
    <message>
        <source>Find a model</source>
        <translation>Find a model</translation>
    </message>
    <message>
        <source>Move to trash</source>
        <translation>Move to trash</translation>
    </message>
</context>
<context>
    <name>LibraryRow</name>
    <message>
        <source>%1, %2, %3</source>
        <translation>%1, %2, %3</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>Chat</source>
        <translation>Chat</translation>
    </message>
    <message>
        <source>Chat with %1</source>
        <translation>Chat with %1</translation>
    </message>
    <message>
        <source>Show folder</source>
        <translation>Show folder</translation>
    </message>
    <message>
        <source>Move to trash</source>
        <translation>Move to trash</translation>
    </message>
    <message>
        <source>Load options</source>
        <translation>Load options</translation>
    </message>
    <message>
        <source>own parameters</source>
        <translation>own parameters</translation>
    </message>
    <message>
        <source>Update</source>
        <translation>Update</translation>
    </message>
    <message>
        <source>Downloads the newer file of the hub.</source>
        <translation>Downloads the newer file of the hub.</translation>
    </message>
    <message>
        <source>Update %1</source>
        <translation>Update %1</translation>
    </message>
    <message>
        <source>Check for a newer version</source>
        <translation>Check for a newer version</translation>
    </message>
    <message>
        <source>It is not known where this model came from.</source>
        <translation>It is not known where this model came from.</translation>
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
    <name>LoadDialog</name>
    <message>
        <source>Reading the file&apos;s header</source>
        <translation>Reading the file&apos;s header</translation>
    </message>
    <message>
        <source>Remember for this model</source>
        <translation>Remember for this model</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancel</translation>
    </message>
    <message>
        <source>Load</source>
        <translation>Load</translation>
    </message>
    <message>
        <source>It does not fit. Loading says what is missing.</source>
        <translation>It does not fit. Loading says what is missing.</translation>
    </message>
</context>
<context>
    <name>MachineCard</name>
    <message>
        <source>This machine</source>
        <translation>This machine</translation>
    </message>
    <message>
        <source>Looking at the machine…</source>
        <translation>Looking at the machine…</translation>
    </message>
    <message>
        <source>RAM: %1</source>
        <translation>RAM: %1</translation>
    </message>
    <message>
        <source>reads %1, measured</source>
        <translation>reads %1, measured</translation>
    </message>
    <message>
        <source>No graphics device: %1</source>
        <translation>No graphics device: %1</translation>
    </message>
    <message>
        <source>Measuring…</source>
        <translation>Measuring…</translation>
    </message>
    <message>
        <source>Measure again</source>
        <translation>Measure again</translation>
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
        <source>Undo</source>
        <translation>Undo</translation>
    </message>
</context>
<context>
    <name>MemoryBar</name>
    <message>
        <source>%1: %2, %3</source>
        <translation>%1: %2, %3</translation>
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
    <message>
        <source>The context is full</source>
        <translation>The context is full</translation>
    </message>
    <message>
        <source>The model can hold no more of this chat. Without the oldest turns it can go on; they stay in the chat.</source>
        <translation>The model can hold no more of this chat. Without the oldest turns it can go on; they stay in the chat.</translation>
    </message>
    <message>
        <source>Go on without the oldest turns</source>
        <translation>Go on without the oldest turns</translation>
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
    <name>ModelDrop</name>
    <message>
        <source>Drop to open the model</source>
        <translation>Drop to open the model</translation>
    </message>
</context>
<context>
    <name>ModelPicker</name>
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
    <message>
        <source>Models on this computer</source>
        <translation>Models on this computer</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>Options…</source>
        <translation>Options…</translation>
    </message>
    <message>
        <source>Context, cache and what runs where, with what they take</source>
        <translation>Context, cache and what runs where, with what they take</translation>
    </message>
</context>
<context>
    <name>NetworkPage</name>
    <message>
        <source>Network</source>
        <translation>Network</translation>
    </message>
    <message>
        <source>Offline: open no connection at all</source>
        <translation>Offline: open no connection at all</translation>
    </message>
    <message>
        <source>Started with --offline: this holds until the program ends.</source>
        <translation>Started with --offline: this holds until the program ends.</translation>
    </message>
    <message>
        <source>Nothing is contacted at the start. Searching for models, reading their headers and downloading them are the only reasons to connect, and each connection is listed here.</source>
        <translation>Nothing is contacted at the start. Searching for models, reading their headers and downloading them are the only reasons to connect, and each connection is listed here.</translation>
    </message>
    <message>
        <source>Connections made</source>
        <translation>Connections made</translation>
    </message>
    <message>
        <source>Clear the list</source>
        <translation>Clear the list</translation>
    </message>
    <message>
        <source>Read again</source>
        <translation>Read again</translation>
    </message>
    <message>
        <source>%1, %2: %3, %4, %5</source>
        <translation>%1, %2: %3, %4, %5</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>No connection was ever made.</source>
        <translation>No connection was ever made.</translation>
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
    <name>PlanCard</name>
    <message>
        <source>Context length</source>
        <translation>Context length</translation>
    </message>
    <message>
        <source>Tokens of the conversation that the model holds.</source>
        <translation>Tokens of the conversation that the model holds.</translation>
    </message>
</context>
<context>
    <name>PlanOptions</name>
    <message>
        <source>Cache type</source>
        <translation>Cache type</translation>
    </message>
    <message>
        <source>Layers on the GPU</source>
        <translation>Layers on the GPU</translation>
    </message>
    <message>
        <source>The rest runs on the processor.</source>
        <translation>The rest runs on the processor.</translation>
    </message>
    <message>
        <source>automatic</source>
        <translation>automatic</translation>
    </message>
    <message>
        <source>Layers with experts in RAM</source>
        <translation>Layers with experts in RAM</translation>
    </message>
    <message>
        <source>Experts are read seldom: in RAM they cost little speed and free much graphics memory.</source>
        <translation>Experts are read seldom: in RAM they cost little speed and free much graphics memory.</translation>
    </message>
</context>
<context>
    <name>QObject</name>
    <message>
        <source>%1 GB/s</source>
        <translation>%1 GB/s</translation>
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
    <message>
        <source>Discover</source>
        <translation>Discover</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>Library</translation>
    </message>
    <message>
        <source>Downloads</source>
        <translation>Downloads</translation>
    </message>
    <message numerus="yes">
        <source>%n left</source>
        <comment>downloads</comment>
        <translation>
            <numerusform>%n left</numerusform>
            <numerusform>%n left</numerusform>
        </translation>
    </message>
    <message>
        <source>Downloads (Ctrl+J)</source>
        <translation>Downloads (Ctrl+J)</translation>
    </message>
    <message>
        <source>Network: online</source>
        <translation>Network: online</translation>
    </message>
    <message>
        <source>Online</source>
        <translation>Online</translation>
    </message>
    <message>
        <source>Nothing leaves this computer.</source>
        <translation>Nothing leaves this computer.</translation>
    </message>
    <message>
        <source>Connects only when you search or download. Press to see every connection made.</source>
        <translation>Connects only when you search or download. Press to see every connection made.</translation>
    </message>
    <message>
        <source>Hardware</source>
        <translation>Hardware</translation>
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
    <name>SearchFilters</name>
    <message>
        <source>Publisher</source>
        <translation>Publisher</translation>
    </message>
    <message>
        <source>Model size</source>
        <translation>Model size</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Licence</translation>
    </message>
</context>
<context>
    <name>SearchHead</name>
    <message>
        <source>Discover</source>
        <translation>Discover</translation>
    </message>
    <message>
        <source>Filters: %1</source>
        <translation>Filters: %1</translation>
    </message>
    <message>
        <source>Filters</source>
        <translation>Filters</translation>
    </message>
    <message>
        <source>Publisher, size and licence.</source>
        <translation>Publisher, size and licence.</translation>
    </message>
    <message>
        <source>Search models</source>
        <translation>Search models</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>Order</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Try again</translation>
    </message>
    <message>
        <source>Search again</source>
        <translation>Search again</translation>
    </message>
    <message>
        <source>Searching</source>
        <translation>Searching</translation>
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
    <message>
        <source>When the context is full, leave out the oldest turns</source>
        <translation>When the context is full, leave out the oldest turns</translation>
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
    <message>
        <source>Find models</source>
        <translation>Find models</translation>
    </message>
    <message>
        <source>Ctrl+Shift+F</source>
        <translation>Ctrl+Shift+F</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>Library</translation>
    </message>
    <message>
        <source>Ctrl+Shift+L</source>
        <translation>Ctrl+Shift+L</translation>
    </message>
    <message>
        <source>Downloads</source>
        <translation>Downloads</translation>
    </message>
    <message>
        <source>Ctrl+J</source>
        <translation>Ctrl+J</translation>
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
    <name>WelcomeMachine</name>
    <message>
        <source>Looking at the machine</source>
        <translation>Looking at the machine</translation>
    </message>
    <message>
        <source>Hearth runs language models here, on the graphics device or on the processor. Nothing you write leaves this computer.</source>
        <translation>Hearth runs language models here, on the graphics device or on the processor. Nothing you write leaves this computer.</translation>
    </message>
</context>
<context>
    <name>WelcomeModels</name>
    <message>
        <source>Found on this computer. They are used where they lie.</source>
        <translation>Found on this computer. They are used where they lie.</translation>
    </message>
    <message>
        <source>None was found on this computer. These run well on it; they come from the model hub when you say so.</source>
        <translation>None was found on this computer. These run well on it; they come from the model hub when you say so.</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>Use</translation>
    </message>
    <message>
        <source>Use %1</source>
        <translation>Use %1</translation>
    </message>
    <message>
        <source>%1 · %2. %3</source>
        <translation>%1 · %2. %3</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>Download</translation>
    </message>
    <message>
        <source>Download %1</source>
        <translation>Download %1</translation>
    </message>
</context>
<context>
    <name>WelcomePrivacy</name>
    <message>
        <source>There is no account and no statistics. Hearth connects only when you search for models or download one, and lists every connection on the page Network.</source>
        <translation>There is no account and no statistics. Hearth connects only when you search for models or download one, and lists every connection on the page Network.</translation>
    </message>
    <message>
        <source>Stay offline: open no connection at all</source>
        <translation>Stay offline: open no connection at all</translation>
    </message>
    <message>
        <source>Load the last model at the start</source>
        <translation>Load the last model at the start</translation>
    </message>
</context>
<context>
    <name>WelcomeSteps</name>
    <message>
        <source>Step %1 of 3</source>
        <translation>Step %1 of 3</translation>
    </message>
    <message>
        <source>This computer</source>
        <translation>This computer</translation>
    </message>
    <message>
        <source>A model to begin with</source>
        <translation>A model to begin with</translation>
    </message>
    <message>
        <source>What may leave this computer</source>
        <translation>What may leave this computer</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>Skip</translation>
    </message>
    <message>
        <source>Everything here is also on the pages of the rail.</source>
        <translation>Everything here is also on the pages of the rail.</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Back</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Next</translation>
    </message>
    <message>
        <source>Begin</source>
        <translation>Begin</translation>
    </message>
</context>
<context>
    <name>WindowDialogs</name>
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
    <name>app::AdviceList</name>
    <message>
        <source>fits the GPU</source>
        <translation>fits the GPU</translation>
    </message>
    <message numerus="yes">
        <source>experts of %n layers in RAM</source>
        <translation>
            <numerusform>experts of %n layer in RAM</numerusform>
            <numerusform>experts of %n layers in RAM</numerusform>
        </translation>
    </message>
    <message>
        <source>in RAM only</source>
        <translation>in RAM only</translation>
    </message>
    <message>
        <source>does not fit</source>
        <translation>does not fit</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>at most %1 tokens/s</source>
        <translation>at most %1 tokens/s</translation>
    </message>
    <message>
        <source>up to %1 tokens of context</source>
        <translation>up to %1 tokens of context</translation>
    </message>
</context>
<context>
    <name>app::BuildList</name>
    <message>
        <source>%1 (integrated)</source>
        <translation>%1 (integrated)</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>%1 · %2 · %3 %4</source>
        <translation>%1 · %2 · %3 %4</translation>
    </message>
    <message>
        <source>A buying guide of 2025 expects %1 to %2 tokens/s of gpt-oss-20b at 4 bit.</source>
        <translation>A buying guide of 2025 expects %1 to %2 tokens/s of gpt-oss-20b at 4 bit.</translation>
    </message>
    <message>
        <source>A buying guide of 2025 expects less than %1 tokens/s of gpt-oss-20b at 4 bit.</source>
        <translation>A buying guide of 2025 expects less than %1 tokens/s of gpt-oss-20b at 4 bit.</translation>
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
    <name>app::DeviceUseList</name>
    <message>
        <source>RAM</source>
        <translation>RAM</translation>
    </message>
    <message>
        <source>%1 of %2 free</source>
        <translation>%1 of %2 free</translation>
    </message>
    <message>
        <source>weights %1 · cache %2 · buffers %3</source>
        <translation>weights %1 · cache %2 · buffers %3</translation>
    </message>
</context>
<context>
    <name>app::DiscoverViewModel</name>
    <message>
        <source>%1. %2</source>
        <translation>%1. %2</translation>
    </message>
    <message>
        <source>Not from the hub now, but as it was on %1. %2</source>
        <translation>Not from the hub now, but as it was on %1. %2</translation>
    </message>
    <message>
        <source>%1 parameters</source>
        <translation>%1 parameters</translation>
    </message>
    <message>
        <source>%1 context</source>
        <translation>%1 context</translation>
    </message>
    <message>
        <source>Mixture of experts</source>
        <translation>Mixture of experts</translation>
    </message>
    <message>
        <source>Its architecture is called %1, and this version of Hearth has no code for it. None of its files would run: choose another model, or come back after an update.</source>
        <translation>Its architecture is called %1, and this version of Hearth has no code for it. None of its files would run: choose another model, or come back after an update.</translation>
    </message>
    <message>
        <source>The file that was looked at cannot run: %1. Another file of this model may, as may another model.</source>
        <translation>The file that was looked at cannot run: %1. Another file of this model may, as may another model.</translation>
    </message>
</context>
<context>
    <name>app::DownloadList</name>
    <message>
        <source>waiting for its turn</source>
        <translation>waiting for its turn</translation>
    </message>
    <message>
        <source>checking</source>
        <translation>checking</translation>
    </message>
    <message>
        <source>trying again</source>
        <translation>trying again</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>paused</translation>
    </message>
    <message>
        <source>verified</source>
        <translation>verified</translation>
    </message>
    <message numerus="yes">
        <source>%n s</source>
        <comment>seconds</comment>
        <translation>
            <numerusform>%n s</numerusform>
            <numerusform>%n s</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n min</source>
        <comment>minutes</comment>
        <translation>
            <numerusform>%n min</numerusform>
            <numerusform>%n min</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 h %2 min</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 of %2</translation>
    </message>
    <message>
        <source>%1/s</source>
        <translation>%1/s</translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>%1 left</translation>
    </message>
    <message>
        <source>waits since the last time</source>
        <translation>waits since the last time</translation>
    </message>
</context>
<context>
    <name>app::DownloadsViewModel</name>
    <message>
        <source>%1 is here and verified</source>
        <translation>%1 is here and verified</translation>
    </message>
    <message>
        <source>Download finished</source>
        <translation>Download finished</translation>
    </message>
    <message>
        <source>%1/s</source>
        <translation>%1/s</translation>
    </message>
    <message>
        <source>%1 is on its way</source>
        <translation>%1 is on its way</translation>
    </message>
</context>
<context>
    <name>app::DuplicateList</name>
    <message numerus="yes">
        <source>%1 is here %n times</source>
        <translation>
            <numerusform>%1 is here once</numerusform>
            <numerusform>%1 is here %n times</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>app::FitViewModel</name>
    <message>
        <source>Everything fits the graphics device, with %1 to spare.</source>
        <translation>Everything fits the graphics device, with %1 to spare.</translation>
    </message>
    <message numerus="yes">
        <source>The experts of %n layers are read from RAM.</source>
        <translation>
            <numerusform>The experts of %n layer are read from RAM.</numerusform>
            <numerusform>The experts of %n layers are read from RAM.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n layers run on the CPU.</source>
        <translation>
            <numerusform>%n layer runs on the CPU.</numerusform>
            <numerusform>%n layers run on the CPU.</numerusform>
        </translation>
    </message>
    <message>
        <source>It runs on the CPU.</source>
        <translation>It runs on the CPU.</translation>
    </message>
    <message>
        <source>The graphics device lacks %1 for all of it.</source>
        <translation>The graphics device lacks %1 for all of it.</translation>
    </message>
    <message>
        <source>RAM lacks %1.</source>
        <translation>RAM lacks %1.</translation>
    </message>
    <message>
        <source>With a context of %1 tokens it would fit better.</source>
        <translation>With a context of %1 tokens it would fit better.</translation>
    </message>
    <message>
        <source>Freeing %1 on the graphics device would let all of it run there.</source>
        <translation>Freeing %1 on the graphics device would let all of it run there.</translation>
    </message>
    <message>
        <source>Freeing %1 of RAM would let it run.</source>
        <translation>Freeing %1 of RAM would let it run.</translation>
    </message>
    <message>
        <source>It was trained for %1 tokens of context only.</source>
        <translation>It was trained for %1 tokens of context only.</translation>
    </message>
    <message>
        <source>The speed is a guess: nobody told how fast this device reads.</source>
        <translation>The speed is a guess: nobody told how fast this device reads.</translation>
    </message>
    <message>
        <source>%1 tokens/s, measured here</source>
        <translation>%1 tokens/s, measured here</translation>
    </message>
    <message>
        <source>%1 to %2 tokens/s expected</source>
        <translation>%1 to %2 tokens/s expected</translation>
    </message>
    <message>
        <source>Largest context that fits: %1.</source>
        <translation>Largest context that fits: %1.</translation>
    </message>
    <message>
        <source>With a cache of type %1 it would fit better.</source>
        <translation>With a cache of type %1 it would fit better.</translation>
    </message>
    <message>
        <source>A file with at most %1 of weights would fit.</source>
        <translation>A file with at most %1 of weights would fit.</translation>
    </message>
    <message numerus="yes">
        <source>With %n layers on the GPU it would fit.</source>
        <translation>
            <numerusform>With %n layer on the GPU it would fit.</numerusform>
            <numerusform>With %n layers on the GPU it would fit.</numerusform>
        </translation>
    </message>
    <message>
        <source>A graphics device with %1 free would hold all of it.</source>
        <translation>A graphics device with %1 free would hold all of it.</translation>
    </message>
    <message>
        <source>It would run with %1 of RAM free.</source>
        <translation>It would run with %1 of RAM free.</translation>
    </message>
</context>
<context>
    <name>app::GraphicsList</name>
    <message>
        <source>card with memory of its own</source>
        <translation>card with memory of its own</translation>
    </message>
    <message>
        <source>shares the RAM</source>
        <translation>shares the RAM</translation>
    </message>
    <message>
        <source>software, slower than the CPU</source>
        <translation>software, slower than the CPU</translation>
    </message>
    <message>
        <source>%1 of %2 free</source>
        <translation>%1 of %2 free</translation>
    </message>
</context>
<context>
    <name>app::HardwareViewModel</name>
    <message numerus="yes">
        <source>%n cores</source>
        <translation>
            <numerusform>%n core</numerusform>
            <numerusform>%n cores</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>%1 of %2 free</source>
        <translation>%1 of %2 free</translation>
    </message>
</context>
<context>
    <name>app::HubFileList</name>
    <message>
        <source>as it was trained</source>
        <translation>as it was trained</translation>
    </message>
    <message>
        <source>nearly the original</source>
        <translation>nearly the original</translation>
    </message>
    <message>
        <source>very good quality</source>
        <translation>very good quality</translation>
    </message>
    <message>
        <source>good quality</source>
        <translation>good quality</translation>
    </message>
    <message>
        <source>noticeably weaker</source>
        <translation>noticeably weaker</translation>
    </message>
    <message>
        <source>poor quality</source>
        <translation>poor quality</translation>
    </message>
    <message>
        <source>very poor quality</source>
        <translation>very poor quality</translation>
    </message>
    <message>
        <source>parts are missing in the repository</source>
        <translation>parts are missing in the repository</translation>
    </message>
    <message>
        <source>%1, about %2 bits</source>
        <translation>%1, about %2 bits</translation>
    </message>
    <message>
        <source>%1, as its makers trained it</source>
        <translation>%1, as its makers trained it</translation>
    </message>
    <message>
        <source>%1, the usual choice</source>
        <translation>%1, the usual choice</translation>
    </message>
    <message>
        <source>GPU</source>
        <translation>GPU</translation>
    </message>
    <message>
        <source>GPU + RAM</source>
        <translation>GPU + RAM</translation>
    </message>
    <message>
        <source>RAM</source>
        <translation>RAM</translation>
    </message>
    <message>
        <source>too large</source>
        <translation>too large</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <comment>context, place</comment>
        <translation>%1 %2</translation>
    </message>
</context>
<context>
    <name>app::HubResultList</name>
    <message>
        <source>%1M</source>
        <comment>millions</comment>
        <translation>%1M</translation>
    </message>
    <message>
        <source>%1k</source>
        <comment>thousands</comment>
        <translation>%1k</translation>
    </message>
    <message>
        <source>taken down</source>
        <translation>taken down</translation>
    </message>
    <message>
        <source>not supported</source>
        <translation>not supported</translation>
    </message>
    <message>
        <source>needs a token</source>
        <translation>needs a token</translation>
    </message>
    <message>
        <source>Chat</source>
        <translation>Chat</translation>
    </message>
    <message>
        <source>Vision</source>
        <translation>Vision</translation>
    </message>
    <message>
        <source>Audio</source>
        <translation>Audio</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>Tools</translation>
    </message>
    <message>
        <source>Reasoning</source>
        <translation>Reasoning</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>Code</translation>
    </message>
    <message>
        <source>Embedding</source>
        <translation>Embedding</translation>
    </message>
</context>
<context>
    <name>app::LedgerList</name>
    <message>
        <source>search for models</source>
        <translation>search for models</translation>
    </message>
    <message>
        <source>list a model&apos;s files</source>
        <translation>list a model&apos;s files</translation>
    </message>
    <message>
        <source>read a model&apos;s card</source>
        <translation>read a model&apos;s card</translation>
    </message>
    <message>
        <source>look at a model&apos;s page</source>
        <translation>look at a model&apos;s page</translation>
    </message>
    <message>
        <source>look at a model&apos;s header</source>
        <translation>look at a model&apos;s header</translation>
    </message>
    <message>
        <source>%1 sent, %2 received</source>
        <translation>%1 sent, %2 received</translation>
    </message>
    <message>
        <source>done</source>
        <translation>done</translation>
    </message>
</context>
<context>
    <name>app::LibraryChecks</name>
    <message>
        <source>%1. %2</source>
        <translation>%1. %2</translation>
    </message>
    <message>
        <source>The hub has the same file.</source>
        <translation>The hub has the same file.</translation>
    </message>
    <message>
        <source>The hub no longer has this file. Yours stays as it is.</source>
        <translation>The hub no longer has this file. Yours stays as it is.</translation>
    </message>
    <message>
        <source>The hub has a newer file, %1, of %2.</source>
        <translation>The hub has a newer file, %1, of %2.</translation>
    </message>
    <message>
        <source>Comparing the models…</source>
        <translation>Comparing the models…</translation>
    </message>
    <message>
        <source>Reading %1, to compare it…</source>
        <translation>Reading %1, to compare it…</translation>
    </message>
    <message>
        <source>Stopped. What was compared so far need not be read again.</source>
        <translation>Stopped. What was compared so far need not be read again.</translation>
    </message>
    <message>
        <source>No model is here twice.</source>
        <translation>No model is here twice.</translation>
    </message>
    <message>
        <source>With one copy of each, %1 would be free.</source>
        <translation>With one copy of each, %1 would be free.</translation>
    </message>
    <message>
        <source>One copy of %1 is in the trash</source>
        <translation>One copy of %1 is in the trash</translation>
    </message>
    <message>
        <source>It is not known of any model where it came from: nothing was asked.</source>
        <translation>It is not known of any model where it came from: nothing was asked.</translation>
    </message>
    <message>
        <source>Hearth is offline: the hub was not asked. Switch to online on the Network page first.</source>
        <translation>Hearth is offline: the hub was not asked. Switch to online on the Network page first.</translation>
    </message>
    <message numerus="yes">
        <source>Asking the hub about %n models…</source>
        <translation>
            <numerusform>Asking the hub about %n model…</numerusform>
            <numerusform>Asking the hub about %n models…</numerusform>
        </translation>
    </message>
    <message>
        <source>Stopped.</source>
        <translation>Stopped.</translation>
    </message>
    <message>
        <source>nothing is newer there</source>
        <translation>nothing is newer there</translation>
    </message>
    <message numerus="yes">
        <source>%n are newer there</source>
        <translation>
            <numerusform>%n is newer there</numerusform>
            <numerusform>%n are newer there</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The hub was asked about %n models: %1.</source>
        <translation>
            <numerusform>The hub was asked about %n model: %1.</numerusform>
            <numerusform>The hub was asked about %n models: %1.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>app::LibraryList</name>
    <message>
        <source>your folder</source>
        <translation>your folder</translation>
    </message>
    <message>
        <source>hub cache</source>
        <translation>hub cache</translation>
    </message>
    <message>
        <source>%1 tokens of context</source>
        <translation>%1 tokens of context</translation>
    </message>
    <message>
        <source>%1 B</source>
        <comment>billions</comment>
        <translation>%1 B</translation>
    </message>
    <message>
        <source>%1 M</source>
        <comment>millions</comment>
        <translation>%1 M</translation>
    </message>
    <message>
        <source>Its disk is not there now: connect it, then look again.</source>
        <translation>Its disk is not there now: connect it, then look again.</translation>
    </message>
    <message>
        <source>%1 of %2 parts are there: download the others.</source>
        <translation>%1 of %2 parts are there: download the others.</translation>
    </message>
    <message>
        <source>This version cannot run it.</source>
        <translation>This version cannot run it.</translation>
    </message>
    <message>
        <source>It lies in the store of %1, whose files belong together: remove it there.</source>
        <translation>It lies in the store of %1, whose files belong together: remove it there.</translation>
    </message>
    <message>
        <source>It lies in the folder of %1, which will not find it any more.</source>
        <translation>It lies in the folder of %1, which will not find it any more.</translation>
    </message>
</context>
<context>
    <name>app::LibraryViewModel</name>
    <message>
        <source>%1 is in the trash</source>
        <translation>%1 is in the trash</translation>
    </message>
    <message numerus="yes">
        <source>%n models, %1</source>
        <translation>
            <numerusform>%n model, %1</numerusform>
            <numerusform>%n models, %1</numerusform>
        </translation>
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
    <message numerus="yes">
        <source>For want of room the model did not read the %n oldest message(s).</source>
        <translation>
            <numerusform>For want of room the model did not read the oldest message.</numerusform>
            <numerusform>For want of room the model did not read the %n oldest messages.</numerusform>
        </translation>
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
<context>
    <name>app::PlanViewModel</name>
    <message>
        <source>%1. %2</source>
        <translation>%1. %2</translation>
    </message>
    <message>
        <source>Read from the file&apos;s own header, %1, before downloading.</source>
        <translation>Read from the file&apos;s own header, %1, before downloading.</translation>
    </message>
    <message>
        <source>16 bit (f16)</source>
        <translation>16 bit (f16)</translation>
    </message>
    <message>
        <source>8 bit (q8_0)</source>
        <translation>8 bit (q8_0)</translation>
    </message>
    <message>
        <source>4 bit (q4_0)</source>
        <translation>4 bit (q4_0)</translation>
    </message>
    <message>
        <source>This version of Hearth cannot run it: %1.</source>
        <translation>This version of Hearth cannot run it: %1.</translation>
    </message>
</context>
<context>
    <name>app::SearchWish</name>
    <message>
        <source>Best match</source>
        <translation>Best match</translation>
    </message>
    <message>
        <source>Downloads</source>
        <translation>Downloads</translation>
    </message>
    <message>
        <source>Likes</source>
        <translation>Likes</translation>
    </message>
    <message>
        <source>Trending</source>
        <translation>Trending</translation>
    </message>
    <message>
        <source>Updated</source>
        <translation>Updated</translation>
    </message>
    <message>
        <source>Any size</source>
        <translation>Any size</translation>
    </message>
    <message>
        <source>up to %1 B</source>
        <comment>billions</comment>
        <translation>up to %1 B</translation>
    </message>
    <message>
        <source>over %1 B</source>
        <comment>billions</comment>
        <translation>over %1 B</translation>
    </message>
    <message>
        <source>%1 to %2 B</source>
        <comment>billions</comment>
        <translation>%1 to %2 B</translation>
    </message>
    <message>
        <source>Any licence</source>
        <translation>Any licence</translation>
    </message>
</context>
<context>
    <name>app::WelcomeViewModel</name>
    <message>
        <source>%1 with %2 of RAM, and no graphics device to compute with: small models and mixtures of experts run well.</source>
        <translation>%1 with %2 of RAM, and no graphics device to compute with: small models and mixtures of experts run well.</translation>
    </message>
    <message>
        <source>%1 with %2 of RAM, which %3 shares.</source>
        <translation>%1 with %2 of RAM, which %3 shares.</translation>
    </message>
    <message>
        <source>%1 with %2 of its own, and %3 of RAM.</source>
        <translation>%1 with %2 of its own, and %3 of RAM.</translation>
    </message>
</context>
</TS>
