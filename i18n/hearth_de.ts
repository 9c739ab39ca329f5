<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE">
<context>
    <name>AboutCard</name>
    <message>
        <source>About</source>
        <translation>Über Hearth</translation>
    </message>
    <message>
        <source>Hearth %1. Runs language models on this computer.</source>
        <translation>Hearth %1. Führt Sprachmodelle auf diesem Computer aus.</translation>
    </message>
    <message>
        <source>Apache License 2.0. Made with Qt 6 (LGPL 3), Vulkan and SPIR-V headers (Apache 2.0), SQLite (public domain), MD4C (MIT), JSON for Modern C++ (MIT), Zstandard (BSD), libcurl (curl licence). Uses the fonts Inter and JetBrains Mono (SIL OFL 1.1) where they are installed.</source>
        <translation>Apache-Lizenz 2.0. Gemacht mit Qt 6 (LGPL 3), Vulkan- und SPIR-V-Headern (Apache 2.0), SQLite (gemeinfrei), MD4C (MIT), JSON for Modern C++ (MIT), Zstandard (BSD), libcurl (curl-Lizenz). Verwendet die Schriften Inter und JetBrains Mono (SIL OFL 1.1), wo sie installiert sind.</translation>
    </message>
</context>
<context>
    <name>ChatPage</name>
    <message>
        <source>Talk with a model on this computer</source>
        <translation>Mit einem Modell auf diesem Computer sprechen</translation>
    </message>
    <message>
        <source>What is on your mind?</source>
        <translation>Was beschäftigt Sie?</translation>
    </message>
    <message>
        <source>Open a GGUF model file, or drop one on this window. Nothing you write leaves this computer.</source>
        <translation>Öffnen Sie eine GGUF-Modelldatei, oder ziehen Sie eine auf dieses Fenster. Nichts, was Sie schreiben, verlässt diesen Computer.</translation>
    </message>
    <message>
        <source>%1 is loading. You can write already.</source>
        <translation>%1 wird geladen. Sie können schon schreiben.</translation>
    </message>
    <message>
        <source>%1 is ready. Nothing you write leaves this computer.</source>
        <translation>%1 ist bereit. Nichts, was Sie schreiben, verlässt diesen Computer.</translation>
    </message>
    <message>
        <source>Open model file…</source>
        <translation>Modelldatei öffnen…</translation>
    </message>
</context>
<context>
    <name>ChatRow</name>
    <message>
        <source>Chat title</source>
        <translation>Titel des Chats</translation>
    </message>
    <message>
        <source>Delete chat</source>
        <translation>Chat löschen</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Umbenennen</translation>
    </message>
    <message>
        <source>F2</source>
        <translation>F2</translation>
    </message>
    <message>
        <source>Unpin</source>
        <translation>Lösen</translation>
    </message>
    <message>
        <source>Pin to top</source>
        <translation>Oben anheften</translation>
    </message>
    <message>
        <source>Del</source>
        <translation>Entf</translation>
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
        <translation>Neuer Chat</translation>
    </message>
    <message>
        <source>New chat (Ctrl+N)</source>
        <translation>Neuer Chat (Strg+N)</translation>
    </message>
    <message>
        <source>Search chats</source>
        <translation>Chats durchsuchen</translation>
    </message>
    <message>
        <source>Ctrl+K</source>
        <translation>Strg+K</translation>
    </message>
    <message>
        <source>Chat list</source>
        <translation>Chatliste</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>Nichts gefunden</translation>
    </message>
    <message>
        <source>Your chats will be listed here.</source>
        <translation>Hier werden Ihre Chats aufgeführt.</translation>
    </message>
</context>
<context>
    <name>CodeBlock</name>
    <message>
        <source>text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Copy code</source>
        <translation>Code kopieren</translation>
    </message>
</context>
<context>
    <name>Composer</name>
    <message>
        <source>Message %1…</source>
        <translation>Nachricht an %1…</translation>
    </message>
    <message>
        <source>Write a message…</source>
        <translation>Nachricht schreiben…</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>Nachricht</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>Context used</source>
        <translation>Belegter Kontext</translation>
    </message>
    <message>
        <source>%1 of %2 tokens</source>
        <translation>%1 von %2 Token</translation>
    </message>
    <message>
        <source>Enter sends · Shift+Enter for a new line</source>
        <translation>Eingabe sendet · Umschalt+Eingabe für eine neue Zeile</translation>
    </message>
    <message>
        <source>Ctrl+Enter sends</source>
        <translation>Strg+Eingabe sendet</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>Senden</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Eingabe</translation>
    </message>
    <message>
        <source>Ctrl+Enter</source>
        <translation>Strg+Eingabe</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
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
        <translation>Kontextlänge</translation>
    </message>
    <message>
        <source>Tokens that the model holds; it was trained for %1.</source>
        <translation>Token, die das Modell behält; trainiert wurde es für %1.</translation>
    </message>
    <message>
        <source>Tokens that the model holds.</source>
        <translation>Token, die das Modell behält.</translation>
    </message>
    <message>
        <source>automatic (%1)</source>
        <translation>automatisch (%1)</translation>
    </message>
    <message>
        <source>automatic</source>
        <translation>automatisch</translation>
    </message>
    <message>
        <source>Load again with this length</source>
        <translation>Mit dieser Länge neu laden</translation>
    </message>
</context>
<context>
    <name>DeviceMenu</name>
    <message>
        <source>Looking for devices…</source>
        <translation>Geräte werden gesucht…</translation>
    </message>
</context>
<context>
    <name>ErrorText</name>
    <message>
        <source>The chats&apos; database was damaged</source>
        <translation>Die Datenbank der Chats war beschädigt</translation>
    </message>
    <message>
        <source>A new one was begun. The old file was kept: %1</source>
        <translation>Eine neue wurde begonnen. Die alte Datei wurde aufgehoben: %1</translation>
    </message>
    <message>
        <source>Hearth is already open</source>
        <translation>Hearth ist schon geöffnet</translation>
    </message>
    <message>
        <source>Another window uses these chats. Use that one, or name another folder with --data-dir.</source>
        <translation>Ein anderes Fenster verwendet diese Chats. Nehmen Sie jenes, oder nennen Sie mit --data-dir einen anderen Ordner.</translation>
    </message>
    <message>
        <source>The model file is not there</source>
        <translation>Die Modelldatei ist nicht da</translation>
    </message>
    <message>
        <source>It was moved or deleted. Open it from where it is now.</source>
        <translation>Sie wurde verschoben oder gelöscht. Öffnen Sie sie dort, wo sie jetzt ist.</translation>
    </message>
    <message>
        <source>The model file could not be read</source>
        <translation>Die Modelldatei konnte nicht gelesen werden</translation>
    </message>
    <message>
        <source>Check that the disk is connected and that you may read the file.</source>
        <translation>Prüfen Sie, ob das Laufwerk verbunden ist und Sie die Datei lesen dürfen.</translation>
    </message>
    <message>
        <source>This model file is damaged</source>
        <translation>Diese Modelldatei ist beschädigt</translation>
    </message>
    <message>
        <source>Nothing was loaded. Download the file again, or choose another one.</source>
        <translation>Nichts wurde geladen. Laden Sie die Datei neu herunter, oder wählen Sie eine andere.</translation>
    </message>
    <message>
        <source>Hearth cannot run this model</source>
        <translation>Hearth kann dieses Modell nicht ausführen</translation>
    </message>
    <message>
        <source>The file is fine, but it needs something that is not built in. Choose another model or quantization.</source>
        <translation>Die Datei ist in Ordnung, braucht aber etwas, das nicht eingebaut ist. Wählen Sie ein anderes Modell oder eine andere Quantisierung.</translation>
    </message>
    <message>
        <source>The model does not fit into memory</source>
        <translation>Das Modell passt nicht in den Speicher</translation>
    </message>
    <message>
        <source>Choose a smaller quantization, a shorter context, or another device; closing other programs may help.</source>
        <translation>Wählen Sie eine kleinere Quantisierung, einen kürzeren Kontext oder ein anderes Gerät; andere Programme zu schließen kann helfen.</translation>
    </message>
    <message>
        <source>The chosen device is not available</source>
        <translation>Das gewählte Gerät ist nicht verfügbar</translation>
    </message>
    <message>
        <source>Choose another device, for example CPU.</source>
        <translation>Wählen Sie ein anderes Gerät, zum Beispiel die CPU.</translation>
    </message>
    <message>
        <source>The graphics device stopped answering</source>
        <translation>Das Grafikgerät antwortet nicht mehr</translation>
    </message>
    <message>
        <source>Load the model again; if it happens again, choose CPU.</source>
        <translation>Laden Sie das Modell neu; geschieht es wieder, wählen Sie die CPU.</translation>
    </message>
    <message>
        <source>The model asks for more than Hearth allows</source>
        <translation>Das Modell verlangt mehr, als Hearth erlaubt</translation>
    </message>
    <message>
        <source>Try a shorter context, or choose another file.</source>
        <translation>Versuchen Sie einen kürzeren Kontext, oder wählen Sie eine andere Datei.</translation>
    </message>
    <message>
        <source>The model could not be loaded</source>
        <translation>Das Modell konnte nicht geladen werden</translation>
    </message>
    <message>
        <source>Your chats are untouched. Try again, or choose another model.</source>
        <translation>Ihre Chats sind unberührt. Versuchen Sie es noch einmal, oder wählen Sie ein anderes Modell.</translation>
    </message>
    <message>
        <source>Memory ran out while answering</source>
        <translation>Beim Antworten ging der Speicher aus</translation>
    </message>
    <message>
        <source>What was written is kept. Load the model with a shorter context.</source>
        <translation>Das Geschriebene bleibt. Laden Sie das Modell mit kürzerem Kontext.</translation>
    </message>
    <message>
        <source>What was written is kept. Load the model again, or on CPU, and continue.</source>
        <translation>Das Geschriebene bleibt. Laden Sie das Modell neu oder auf der CPU und setzen Sie fort.</translation>
    </message>
    <message>
        <source>The model&apos;s chat template failed</source>
        <translation>Die Chatvorlage des Modells ist gescheitert</translation>
    </message>
    <message>
        <source>Your message is kept. The file&apos;s template cannot express this conversation; another build of the model may help.</source>
        <translation>Ihre Nachricht bleibt. Die Vorlage der Datei kann dieses Gespräch nicht ausdrücken; eine andere Ausgabe des Modells kann helfen.</translation>
    </message>
    <message>
        <source>The conversation is longer than the context</source>
        <translation>Das Gespräch ist länger als der Kontext</translation>
    </message>
    <message>
        <source>Nothing is lost. Load the model with a longer context, delete earlier messages, or start a new chat.</source>
        <translation>Nichts ist verloren. Laden Sie das Modell mit längerem Kontext, löschen Sie frühere Nachrichten, oder beginnen Sie einen neuen Chat.</translation>
    </message>
    <message>
        <source>The answer failed</source>
        <translation>Die Antwort ist gescheitert</translation>
    </message>
    <message>
        <source>What was written is kept. Try to regenerate it.</source>
        <translation>Das Geschriebene bleibt. Versuchen Sie, die Antwort neu zu erzeugen.</translation>
    </message>
    <message>
        <source>Changes could not be saved</source>
        <translation>Änderungen konnten nicht gespeichert werden</translation>
    </message>
    <message>
        <source>The text is still in memory and saving is tried again. Free some space on the disk and leave the window open.</source>
        <translation>Der Text ist noch im Speicher, und das Sichern wird wieder versucht. Schaffen Sie Platz auf dem Laufwerk und lassen Sie das Fenster offen.</translation>
    </message>
    <message>
        <source>That chat or message is gone</source>
        <translation>Dieser Chat oder diese Nachricht ist weg</translation>
    </message>
    <message>
        <source>It was deleted in the meantime.</source>
        <translation>Es wurde inzwischen gelöscht.</translation>
    </message>
    <message>
        <source>The chat could not be read or changed</source>
        <translation>Der Chat konnte nicht gelesen oder geändert werden</translation>
    </message>
    <message>
        <source>Nothing was deleted. Try again.</source>
        <translation>Nichts wurde gelöscht. Versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>Hearth could not open its data folder</source>
        <translation>Hearth konnte seinen Datenordner nicht öffnen</translation>
    </message>
    <message>
        <source>Check the folder&apos;s permissions and free space, or name another one with --data-dir.</source>
        <translation>Prüfen Sie Rechte und freien Platz des Ordners, oder nennen Sie mit --data-dir einen anderen.</translation>
    </message>
    <message>
        <source>Details: %1</source>
        <translation>Einzelheiten: %1</translation>
    </message>
    <message>
        <source>stop</source>
        <translation>Ende</translation>
    </message>
    <message>
        <source>stop text</source>
        <translation>Stopptext</translation>
    </message>
    <message>
        <source>token limit</source>
        <translation>Tokengrenze</translation>
    </message>
    <message>
        <source>context full</source>
        <translation>Kontext voll</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>angehalten</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>gescheitert</translation>
    </message>
</context>
<context>
    <name>LabeledSlider</name>
    <message>
        <source>%1, value</source>
        <translation>%1, Wert</translation>
    </message>
</context>
<context>
    <name>LinkDialog</name>
    <message>
        <source>Open this link in the browser?</source>
        <translation>Diesen Link im Browser öffnen?</translation>
    </message>
    <message>
        <source>The model wrote this address. The page will see that you visit it.</source>
        <translation>Das Modell hat diese Adresse geschrieben. Die Seite wird sehen, dass Sie sie besuchen.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Copy address</source>
        <translation>Adresse kopieren</translation>
    </message>
    <message>
        <source>Open link</source>
        <translation>Link öffnen</translation>
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
        <translation>Loslassen, um das Modell zu öffnen</translation>
    </message>
    <message>
        <source>Open model file</source>
        <translation>Modelldatei öffnen</translation>
    </message>
    <message>
        <source>GGUF models (*.gguf)</source>
        <translation>GGUF-Modelle (*.gguf)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
</context>
<context>
    <name>MessageActions</name>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Bearbeiten</translation>
    </message>
    <message>
        <source>Edit and ask again</source>
        <translation>Bearbeiten und neu fragen</translation>
    </message>
    <message>
        <source>Edit this answer</source>
        <translation>Diese Antwort bearbeiten</translation>
    </message>
    <message>
        <source>Regenerate</source>
        <translation>Neu erzeugen</translation>
    </message>
    <message>
        <source>Another answer beside this one</source>
        <translation>Eine weitere Antwort neben dieser</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Go on where the answer was cut off</source>
        <translation>Dort weitermachen, wo die Antwort abbrach</translation>
    </message>
    <message>
        <source>Branch</source>
        <translation>Verzweigen</translation>
    </message>
    <message>
        <source>Go on from here in a copy of this chat</source>
        <translation>Von hier in einer Kopie dieses Chats weitermachen</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Delete this message and what follows it</source>
        <translation>Diese Nachricht und alles danach löschen</translation>
    </message>
    <message>
        <source>Previous version</source>
        <translation>Vorige Fassung</translation>
    </message>
    <message>
        <source>%1 / %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>Next version</source>
        <translation>Nächste Fassung</translation>
    </message>
</context>
<context>
    <name>MessageDelegate</name>
    <message>
        <source>You: %1</source>
        <translation>Sie: %1</translation>
    </message>
    <message>
        <source>Assistant: %1</source>
        <translation>Assistent: %1</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal versuchen</translation>
    </message>
    <message>
        <source>Answer statistics</source>
        <translation>Statistik der Antwort</translation>
    </message>
</context>
<context>
    <name>MessageEditor</name>
    <message>
        <source>Edit message</source>
        <translation>Nachricht bearbeiten</translation>
    </message>
    <message>
        <source>Cancel edit</source>
        <translation>Bearbeiten abbrechen</translation>
    </message>
    <message>
        <source>Ask again</source>
        <translation>Neu fragen</translation>
    </message>
    <message>
        <source>Save edit</source>
        <translation>Änderung speichern</translation>
    </message>
    <message>
        <source>Ctrl+Enter</source>
        <translation>Strg+Eingabe</translation>
    </message>
</context>
<context>
    <name>MessageList</name>
    <message>
        <source>Messages</source>
        <translation>Nachrichten</translation>
    </message>
    <message>
        <source>Jump to latest</source>
        <translation>Zum Ende springen</translation>
    </message>
</context>
<context>
    <name>ModelBar</name>
    <message>
        <source>Show chat list</source>
        <translation>Chatliste zeigen</translation>
    </message>
    <message>
        <source>Hide chat list</source>
        <translation>Chatliste ausblenden</translation>
    </message>
    <message>
        <source>%1 (Ctrl+B)</source>
        <translation>%1 (Strg+B)</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Open a model</source>
        <translation>Modell öffnen</translation>
    </message>
    <message>
        <source>Choose a model (Ctrl+L)</source>
        <translation>Modell wählen (Strg+L)</translation>
    </message>
    <message>
        <source>Eject model</source>
        <translation>Modell auswerfen</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Gerät</translation>
    </message>
    <message>
        <source>Device: %1</source>
        <translation>Gerät: %1</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>Parameter</translation>
    </message>
    <message>
        <source>Parameters (Ctrl+Alt+B)</source>
        <translation>Parameter (Strg+Alt+B)</translation>
    </message>
    <message>
        <source>Loading model</source>
        <translation>Modell wird geladen</translation>
    </message>
    <message>
        <source>%1%</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>Cancel loading</source>
        <translation>Laden abbrechen</translation>
    </message>
</context>
<context>
    <name>ModelPicker</name>
    <message>
        <source>Recent models</source>
        <translation>Zuletzt verwendete Modelle</translation>
    </message>
    <message>
        <source>A model is one file whose name ends in .gguf. Open one from this computer, or drop it on the window.</source>
        <translation>Ein Modell ist eine Datei, deren Name auf .gguf endet. Öffnen Sie eine von diesem Computer oder ziehen Sie sie auf das Fenster.</translation>
    </message>
    <message>
        <source>Open model file…</source>
        <translation>Modelldatei öffnen…</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Load</source>
        <translation>Laden</translation>
    </message>
</context>
<context>
    <name>NoticeCard</name>
    <message>
        <source>Dismiss</source>
        <translation>Ausblenden</translation>
    </message>
</context>
<context>
    <name>Notices</name>
    <message>
        <source>Choose another model</source>
        <translation>Anderes Modell wählen</translation>
    </message>
    <message>
        <source>The CPU took over</source>
        <translation>Die CPU hat übernommen</translation>
    </message>
</context>
<context>
    <name>ParametersPanel</name>
    <message>
        <source>Parameters</source>
        <translation>Parameter</translation>
    </message>
    <message>
        <source>Simple</source>
        <translation>Einfach</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>System prompt</source>
        <translation>Systemanweisung</translation>
    </message>
    <message>
        <source>What the model should know or be</source>
        <translation>Was das Modell wissen oder sein soll</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>Temperatur</translation>
    </message>
    <message>
        <source>How freely words are chosen. 0 always takes the likeliest.</source>
        <translation>Wie frei Wörter gewählt werden. 0 nimmt immer das wahrscheinlichste.</translation>
    </message>
    <message>
        <source>Maximum tokens</source>
        <translation>Höchstzahl an Token</translation>
    </message>
    <message>
        <source>An answer ends after so many.</source>
        <translation>Nach so vielen endet eine Antwort.</translation>
    </message>
    <message>
        <source>no limit</source>
        <translation>keine Grenze</translation>
    </message>
    <message>
        <source>Reasoning effort</source>
        <translation>Denkaufwand</translation>
    </message>
    <message>
        <source>As the model likes</source>
        <translation>Wie das Modell will</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>Aus</translation>
    </message>
    <message>
        <source>Low</source>
        <translation>Niedrig</translation>
    </message>
    <message>
        <source>Medium</source>
        <translation>Mittel</translation>
    </message>
    <message>
        <source>High</source>
        <translation>Hoch</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>Zurücksetzen</translation>
    </message>
    <message>
        <source>This chat as new chats begin</source>
        <translation>Dieser Chat so, wie neue Chats beginnen</translation>
    </message>
    <message>
        <source>Use for new chats</source>
        <translation>Für neue Chats verwenden</translation>
    </message>
    <message>
        <source>New chats begin with these parameters</source>
        <translation>Neue Chats beginnen mit diesen Parametern</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>On the graphics device</source>
        <translation>Auf dem Grafikgerät</translation>
    </message>
    <message>
        <source>In main memory</source>
        <translation>Im Arbeitsspeicher</translation>
    </message>
</context>
<context>
    <name>PlainBlock</name>
    <message>
        <source>Show less</source>
        <translation>Weniger zeigen</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>Alles zeigen</translation>
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
        <translation>Netz: offline</translation>
    </message>
    <message>
        <source>Offline</source>
        <translation>Offline</translation>
    </message>
    <message>
        <source>Nothing leaves this computer: this version has no network code in use.</source>
        <translation>Nichts verlässt diesen Computer: Diese Version benutzt keinen Netzcode.</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Farbschema</translation>
    </message>
    <message>
        <source>System</source>
        <translation>System</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>Theme: %1. Press for the next one.</source>
        <translation>Farbschema: %1. Drücken für das nächste.</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
</context>
<context>
    <name>ReasoningBlock</name>
    <message>
        <source>Reasoning</source>
        <translation>Überlegt</translation>
    </message>
    <message>
        <source>Reasoned</source>
        <translation>Überlegt</translation>
    </message>
    <message>
        <source>Shown</source>
        <translation>Gezeigt</translation>
    </message>
    <message>
        <source>Hidden</source>
        <translation>Verborgen</translation>
    </message>
    <message>
        <source>Reasoning…</source>
        <translation>Überlegt…</translation>
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
        <translation>Nur so viele der wahrscheinlichsten Wörter kommen in Frage.</translation>
    </message>
    <message>
        <source>off</source>
        <translation>aus</translation>
    </message>
    <message>
        <source>Top P</source>
        <translation>Top P</translation>
    </message>
    <message>
        <source>Only the likeliest words that together reach this share. 1 is off.</source>
        <translation>Nur die wahrscheinlichsten Wörter, die zusammen diesen Anteil erreichen. 1 ist aus.</translation>
    </message>
    <message>
        <source>Min P</source>
        <translation>Min P</translation>
    </message>
    <message>
        <source>Only words at least this share as likely as the likeliest. 0 is off.</source>
        <translation>Nur Wörter, die mindestens diesen Anteil der Wahrscheinlichkeit des wahrscheinlichsten haben. 0 ist aus.</translation>
    </message>
    <message>
        <source>Repeat penalty</source>
        <translation>Wiederholungsstrafe</translation>
    </message>
    <message>
        <source>Makes words that were just used less likely. 1 is off.</source>
        <translation>Macht eben verwendete Wörter unwahrscheinlicher. 1 ist aus.</translation>
    </message>
    <message>
        <source>Presence penalty</source>
        <translation>Anwesenheitsstrafe</translation>
    </message>
    <message>
        <source>Makes words that occurred at all less likely. 0 is off.</source>
        <translation>Macht Wörter, die schon vorkamen, unwahrscheinlicher. 0 ist aus.</translation>
    </message>
    <message>
        <source>Frequency penalty</source>
        <translation>Häufigkeitsstrafe</translation>
    </message>
    <message>
        <source>Makes words less likely the more often they occurred. 0 is off.</source>
        <translation>Macht Wörter umso unwahrscheinlicher, je öfter sie vorkamen. 0 ist aus.</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Startwert</translation>
    </message>
    <message>
        <source>The same seed and the same words give the same answer.</source>
        <translation>Derselbe Startwert und dieselben Worte geben dieselbe Antwort.</translation>
    </message>
    <message>
        <source>random</source>
        <translation>zufällig</translation>
    </message>
</context>
<context>
    <name>SettingsPage</name>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>Aussehen</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>Farben</translation>
    </message>
    <message>
        <source>System</source>
        <translation>System</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>Font size</source>
        <translation>Schriftgröße</translation>
    </message>
    <message>
        <source>Writing</source>
        <translation>Schreiben</translation>
    </message>
    <message>
        <source>Enter sends, Shift+Enter breaks the line</source>
        <translation>Eingabe sendet, Umschalt+Eingabe bricht die Zeile um</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Gerät</translation>
    </message>
    <message>
        <source>Default device</source>
        <translation>Standardgerät</translation>
    </message>
    <message>
        <source>CPU threads</source>
        <translation>CPU-Threads</translation>
    </message>
    <message>
        <source>Counts from the next load on.</source>
        <translation>Gilt ab dem nächsten Laden.</translation>
    </message>
    <message>
        <source>automatic</source>
        <translation>automatisch</translation>
    </message>
    <message>
        <source>Load the last model at the start</source>
        <translation>Beim Start das letzte Modell laden</translation>
    </message>
    <message>
        <source>Your data</source>
        <translation>Ihre Daten</translation>
    </message>
    <message>
        <source>Data folder</source>
        <translation>Datenordner</translation>
    </message>
    <message>
        <source>Open data folder</source>
        <translation>Datenordner öffnen</translation>
    </message>
</context>
<context>
    <name>ShortcutsOverlay</name>
    <message>
        <source>Send the message</source>
        <translation>Nachricht senden</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Eingabe</translation>
    </message>
    <message>
        <source>New line</source>
        <translation>Neue Zeile</translation>
    </message>
    <message>
        <source>Shift+Enter</source>
        <translation>Umschalt+Eingabe</translation>
    </message>
    <message>
        <source>Stop the answer</source>
        <translation>Antwort anhalten</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>Change the last message</source>
        <translation>Letzte Nachricht ändern</translation>
    </message>
    <message>
        <source>Up, in an empty field</source>
        <translation>Pfeil hoch, im leeren Feld</translation>
    </message>
    <message>
        <source>Another answer</source>
        <translation>Andere Antwort</translation>
    </message>
    <message>
        <source>Ctrl+R</source>
        <translation>Strg+R</translation>
    </message>
    <message>
        <source>Copy the last answer</source>
        <translation>Letzte Antwort kopieren</translation>
    </message>
    <message>
        <source>Ctrl+Shift+C</source>
        <translation>Strg+Umschalt+C</translation>
    </message>
    <message>
        <source>Back to the message field</source>
        <translation>Zurück ins Nachrichtenfeld</translation>
    </message>
    <message>
        <source>Shift+Esc</source>
        <translation>Umschalt+Esc</translation>
    </message>
    <message>
        <source>New chat</source>
        <translation>Neuer Chat</translation>
    </message>
    <message>
        <source>Ctrl+N</source>
        <translation>Strg+N</translation>
    </message>
    <message>
        <source>Search chats</source>
        <translation>Chats durchsuchen</translation>
    </message>
    <message>
        <source>Ctrl+K</source>
        <translation>Strg+K</translation>
    </message>
    <message>
        <source>Rename the chat</source>
        <translation>Chat umbenennen</translation>
    </message>
    <message>
        <source>F2</source>
        <translation>F2</translation>
    </message>
    <message>
        <source>Choose a model</source>
        <translation>Modell wählen</translation>
    </message>
    <message>
        <source>Ctrl+L</source>
        <translation>Strg+L</translation>
    </message>
    <message>
        <source>Open a model file</source>
        <translation>Modelldatei öffnen</translation>
    </message>
    <message>
        <source>Ctrl+O</source>
        <translation>Strg+O</translation>
    </message>
    <message>
        <source>Show or hide the chat list</source>
        <translation>Chatliste zeigen oder ausblenden</translation>
    </message>
    <message>
        <source>Ctrl+B</source>
        <translation>Strg+B</translation>
    </message>
    <message>
        <source>Show or hide the parameters</source>
        <translation>Parameter zeigen oder ausblenden</translation>
    </message>
    <message>
        <source>Ctrl+Alt+B</source>
        <translation>Strg+Alt+B</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Ctrl+,</source>
        <translation>Strg+,</translation>
    </message>
    <message>
        <source>This list</source>
        <translation>Diese Liste</translation>
    </message>
    <message>
        <source>F1</source>
        <translation>F1</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Ctrl+Q</source>
        <translation>Strg+Q</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Tastenkürzel</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>Toast</name>
    <message>
        <source>Notification</source>
        <translation>Hinweis</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>Ausblenden</translation>
    </message>
</context>
<context>
    <name>WritingMark</name>
    <message>
        <source>Reading the conversation</source>
        <translation>Das Gespräch wird gelesen</translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation>Beginnt…</translation>
    </message>
    <message>
        <source>Reading the conversation, %1%</source>
        <translation>Das Gespräch wird gelesen, %1 %</translation>
    </message>
</context>
<context>
    <name>app::ChatListModel</name>
    <message>
        <source>Deleted “%1”</source>
        <translation>„%1“ gelöscht</translation>
    </message>
    <message>
        <source>Pinned</source>
        <translation>Angeheftet</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Heute</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>Gestern</translation>
    </message>
    <message>
        <source>Previous 7 days</source>
        <translation>Vorige 7 Tage</translation>
    </message>
    <message>
        <source>Earlier</source>
        <translation>Früher</translation>
    </message>
    <message>
        <source>New chat</source>
        <translation>Neuer Chat</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>Gefunden</translation>
    </message>
</context>
<context>
    <name>app::ChatViewModel</name>
    <message>
        <source>Your message is saved. It is answered as soon as a model is open.</source>
        <translation>Ihre Nachricht ist gespeichert. Sie wird beantwortet, sobald ein Modell offen ist.</translation>
    </message>
    <message>
        <source>Your message is saved. It is answered when the model has loaded.</source>
        <translation>Ihre Nachricht ist gespeichert. Sie wird beantwortet, wenn das Modell geladen ist.</translation>
    </message>
    <message>
        <source>The model answers another chat first.</source>
        <translation>Das Modell beantwortet erst einen anderen Chat.</translation>
    </message>
    <message>
        <source>This is a copy of the chat up to that message.</source>
        <translation>Das ist eine Kopie des Chats bis zu dieser Nachricht.</translation>
    </message>
    <message>
        <source>Message deleted, with what followed it</source>
        <translation>Nachricht gelöscht, mit allem danach</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>Kopiert</translation>
    </message>
</context>
<context>
    <name>app::DeviceList</name>
    <message>
        <source>Automatic</source>
        <translation>Automatisch</translation>
    </message>
    <message>
        <source>The fastest device that fits</source>
        <translation>Das schnellste Gerät, auf das es passt</translation>
    </message>
    <message>
        <source>CPU</source>
        <translation>CPU</translation>
    </message>
    <message>
        <source>processor</source>
        <translation>Prozessor</translation>
    </message>
    <message>
        <source>graphics card</source>
        <translation>Grafikkarte</translation>
    </message>
    <message>
        <source>integrated graphics</source>
        <translation>integrierte Grafik</translation>
    </message>
    <message>
        <source>software, slow</source>
        <translation>Software, langsam</translation>
    </message>
</context>
<context>
    <name>app::MessageListModel</name>
    <message>
        <source>%1 tokens/s</source>
        <translation>%1 Token/s</translation>
    </message>
    <message>
        <source>%1 s to first token</source>
        <translation>%1 s bis zum ersten Token</translation>
    </message>
    <message>
        <source>%1 tokens</source>
        <translation>%1 Token</translation>
    </message>
    <message>
        <source>Interrupted. What was written is kept; Continue goes on from here.</source>
        <translation>Unterbrochen. Das Geschriebene bleibt; Fortsetzen macht hier weiter.</translation>
    </message>
</context>
<context>
    <name>app::ModelViewModel</name>
    <message>
        <source>That is no GGUF model file.</source>
        <translation>Das ist keine GGUF-Modelldatei.</translation>
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
        <translation>%1, %2, auf %3, %4, Kontext von %5 Token</translation>
    </message>
    <message>
        <source>Loading %1</source>
        <translation>%1 wird geladen</translation>
    </message>
    <message>
        <source>No model is loaded</source>
        <translation>Kein Modell ist geladen</translation>
    </message>
</context>
</TS>
