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
    <name>AccessCard</name>
    <message>
        <source>The publisher wants to know who downloads</source>
        <translation>Der Herausgeber will wissen, wer herunterlädt</translation>
    </message>
    <message>
        <source>Accept the licence on the model&apos;s page, logged in there. Then give Hearth a token of that account in the settings, and try again.</source>
        <translation>Nehmen Sie auf der Seite des Modells, dort angemeldet, die Lizenz an. Geben Sie Hearth dann in den Einstellungen ein Token dieses Kontos, und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>Open the model&apos;s page</source>
        <translation>Seite des Modells öffnen</translation>
    </message>
    <message>
        <source>In the browser.</source>
        <translation>Im Browser.</translation>
    </message>
    <message>
        <source>Give a token</source>
        <translation>Token angeben</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal versuchen</translation>
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
        <translation>Dieser Link nennt kein Modell</translation>
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
    <name>ConfirmDialog</name>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
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
    <name>DeviceRow</name>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>Memory in use of %1</source>
        <translation>Belegter Speicher von %1</translation>
    </message>
</context>
<context>
    <name>DiscoverPage</name>
    <message>
        <source>Results</source>
        <translation>Ergebnisse</translation>
    </message>
    <message>
        <source>Nothing was found. Try fewer words.</source>
        <translation>Nichts gefunden. Versuchen Sie es mit weniger Wörtern.</translation>
    </message>
    <message>
        <source>Find a model</source>
        <translation>Ein Modell finden</translation>
    </message>
    <message>
        <source>Choose one to see, before anything is downloaded, where it runs on this computer and how fast.</source>
        <translation>Wählen Sie eines, um vor dem Herunterladen zu sehen, wo es auf diesem Computer läuft und wie schnell.</translation>
    </message>
    <message>
        <source>More results</source>
        <translation>Weitere Treffer</translation>
    </message>
    <message>
        <source>Nothing was found with these filters.</source>
        <translation>Mit diesen Filtern wurde nichts gefunden.</translation>
    </message>
    <message>
        <source>Search without filters</source>
        <translation>Ohne Filter suchen</translation>
    </message>
</context>
<context>
    <name>DownloadRow</name>
    <message>
        <source>Pause</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Chat</source>
        <translation>Chat</translation>
    </message>
    <message>
        <source>Clear from the list</source>
        <translation>Aus der Liste nehmen</translation>
    </message>
    <message>
        <source>Cancel download</source>
        <translation>Download abbrechen</translation>
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
        <translation>Gleichzeitige Downloads</translation>
    </message>
    <message>
        <source>Limit rate (MB/s)</source>
        <translation>Geschwindigkeit begrenzen (MB/s)</translation>
    </message>
    <message>
        <source>Megabytes per second for all downloads together.</source>
        <translation>Megabyte pro Sekunde für alle Downloads zusammen.</translation>
    </message>
    <message>
        <source>no limit</source>
        <translation>unbegrenzt</translation>
    </message>
    <message>
        <source>Download only between certain hours</source>
        <translation>Nur zu bestimmten Stunden herunterladen</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>Downloads begin at</source>
        <translation>Downloads beginnen um</translation>
    </message>
    <message>
        <source>Until</source>
        <translation>Bis</translation>
    </message>
    <message>
        <source>Downloads end at</source>
        <translation>Downloads enden um</translation>
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
        <translation>Geschwindigkeit begrenzen</translation>
    </message>
    <message>
        <source>Megabytes per second for all downloads together.</source>
        <translation>Megabyte pro Sekunde für alle Downloads zusammen.</translation>
    </message>
    <message>
        <source>no limit</source>
        <translation>unbegrenzt</translation>
    </message>
    <message>
        <source>Nothing is being downloaded.</source>
        <translation>Es wird nichts heruntergeladen.</translation>
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
        <translation>Diese Kopie in den Papierkorb</translation>
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
    <message>
        <source>Hearth is offline</source>
        <translation>Hearth ist offline</translation>
    </message>
    <message>
        <source>Nothing was sent. Switch to online on the Network page.</source>
        <translation>Es wurde nichts gesendet. Auf der Seite Netzwerk gehen Sie online.</translation>
    </message>
    <message>
        <source>The hub wants permission first</source>
        <translation>Der Hub verlangt zuerst eine Erlaubnis</translation>
    </message>
    <message>
        <source>The hub does not have that</source>
        <translation>Das hat der Hub nicht</translation>
    </message>
    <message>
        <source>It was moved, renamed or deleted there.</source>
        <translation>Es wurde dort verschoben, umbenannt oder gelöscht.</translation>
    </message>
    <message>
        <source>Busy just now</source>
        <translation>Gerade beschäftigt</translation>
    </message>
    <message>
        <source>Try again in a moment.</source>
        <translation>Versuchen Sie es gleich noch einmal.</translation>
    </message>
    <message>
        <source>The disk is too full</source>
        <translation>Der Datenträger ist zu voll</translation>
    </message>
    <message>
        <source>Free some space and resume: what was fetched is kept.</source>
        <translation>Schaffen Sie Platz und setzen Sie fort: Was schon da ist, bleibt.</translation>
    </message>
    <message>
        <source>The hub could not be reached</source>
        <translation>Der Hub war nicht zu erreichen</translation>
    </message>
    <message>
        <source>Check the connection and try again.</source>
        <translation>Prüfen Sie die Verbindung und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>That did not work</source>
        <translation>Das ging nicht</translation>
    </message>
    <message>
        <source>Nothing was lost. Try again.</source>
        <translation>Nichts ging verloren. Versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>Accept the model&apos;s licence on its page and give your token in the settings.</source>
        <translation>Nehmen Sie die Lizenz des Modells auf seiner Seite an und geben Sie Ihr Token in den Einstellungen an.</translation>
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
        <translation>gpt-oss auf diesem Rechner</translation>
    </message>
    <message>
        <source>Speeds are the limit that memory bandwidth sets: bytes read per token over bytes per second. Engines reach about a third to four fifths of it. With a model&apos;s file at hand, its own plan is exact.</source>
        <translation>Die Geschwindigkeiten sind die Grenze, die die Speicherbandbreite setzt: gelesene Bytes pro Token durch Bytes pro Sekunde. Erreicht wird davon etwa ein Drittel bis vier Fünftel. Liegt die Datei eines Modells vor, ist ihr eigener Plan genau.</translation>
    </message>
    <message>
        <source>Other machines</source>
        <translation>Andere Rechner</translation>
    </message>
    <message>
        <source>Figures of %1. Guides like the one quoted err by a lot: they count neither the experts that stay unread nor what fast memory gives.</source>
        <translation>Zahlen vom %1. Ratgeber wie der zitierte irren sehr: Sie rechnen weder mit den Experten, die ungelesen bleiben, noch mit dem, was schneller Speicher bringt.</translation>
    </message>
</context>
<context>
    <name>HubCard</name>
    <message>
        <source>Model hub</source>
        <translation>Modell-Hub</translation>
    </message>
    <message>
        <source>A token is kept</source>
        <translation>Ein Token ist hinterlegt</translation>
    </message>
    <message>
        <source>Hub token</source>
        <translation>Token für den Hub</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>Forget</source>
        <translation>Vergessen</translation>
    </message>
    <message>
        <source>Some models ask you to accept a licence on their page first. A token of your account there proves it. It is kept in the keyring of your desktop, or where there is none in a file that only you can read, and goes to the hub alone.</source>
        <translation>Manche Modelle verlangen, dass Sie zuerst auf ihrer Seite eine Lizenz annehmen. Ein Token Ihres Kontos dort weist das nach. Es liegt im Schlüsselbund Ihres Desktops oder, wo keiner ist, in einer Datei, die nur Sie lesen können, und geht nur an den Hub.</translation>
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
        <translation>Laden</translation>
    </message>
    <message>
        <source>Chat</source>
        <translation>Chat</translation>
    </message>
    <message>
        <source>%1%</source>
        <comment>progress</comment>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>Shows the downloads.</source>
        <translation>Zeigt die Downloads.</translation>
    </message>
</context>
<context>
    <name>HubFileTable</name>
    <message>
        <source>Quantization</source>
        <translation>Quantisierung</translation>
    </message>
    <message>
        <source>Context of %1</source>
        <translation>Kontext von %1</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>Dateien</translation>
    </message>
</context>
<context>
    <name>HubModelPane</name>
    <message>
        <source>Results</source>
        <translation>Ergebnisse</translation>
    </message>
    <message>
        <source>Runs in this version</source>
        <translation>Läuft in dieser Version</translation>
    </message>
    <message>
        <source>Does not run in this version</source>
        <translation>Läuft in dieser Version nicht</translation>
    </message>
    <message>
        <source>Needs a token</source>
        <translation>Braucht ein Token</translation>
    </message>
    <message>
        <source>Loading the model&apos;s page</source>
        <translation>Die Seite des Modells wird geladen</translation>
    </message>
    <message>
        <source>Reading the file&apos;s header</source>
        <translation>Der Kopf der Datei wird gelesen</translation>
    </message>
    <message>
        <source>There is no GGUF file in this repository.</source>
        <translation>In diesem Repositorium liegt keine GGUF-Datei.</translation>
    </message>
    <message>
        <source>Reading the file&apos;s header…</source>
        <translation>Der Kopf der Datei wird gelesen …</translation>
    </message>
    <message>
        <source>What the publisher writes</source>
        <translation>Was der Herausgeber schreibt</translation>
    </message>
    <message>
        <source>Show all of it</source>
        <translation>Alles zeigen</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal versuchen</translation>
    </message>
    <message>
        <source>Architecture %1 is not supported</source>
        <translation>Die Architektur %1 wird nicht unterstützt</translation>
    </message>
    <message>
        <source>This version of Hearth cannot run this file</source>
        <translation>Diese Version von Hearth kann diese Datei nicht ausführen</translation>
    </message>
</context>
<context>
    <name>HubResultRow</name>
    <message>
        <source>%1. Where a usual 4-bit file of it runs, by its size; its page tells exactly.</source>
        <translation>%1. Wo eine übliche 4-Bit-Datei davon läuft, der Größe nach; genau sagt es die Seite.</translation>
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
        <translation>Im RAM frei lassen (GB)</translation>
    </message>
    <message>
        <source>Keep free on %1 (GB)</source>
        <translation>Auf %1 frei lassen (GB)</translation>
    </message>
    <message>
        <source>Models leave so much to other programs. Counts from the next load on.</source>
        <translation>So viel lassen Modelle anderen Programmen. Gilt ab dem nächsten Laden.</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>nichts</translation>
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
    <name>LedgerList</name>
    <message>
        <source>download: %1</source>
        <translation>Download: %1</translation>
    </message>
</context>
<context>
    <name>LibraryChecksCard</name>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Stop checking</source>
        <translation>Prüfung anhalten</translation>
    </message>
    <message>
        <source>Close the report</source>
        <translation>Bericht schließen</translation>
    </message>
    <message>
        <source>Duplicates</source>
        <translation>Doppelte Modelle</translation>
    </message>
</context>
<context>
    <name>LibraryPage</name>
    <message>
        <source>Library</source>
        <translation>Bibliothek</translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation>Es wird gesucht …</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>Filtern</translation>
    </message>
    <message>
        <source>Filter models</source>
        <translation>Modelle filtern</translation>
    </message>
    <message>
        <source>Add folder…</source>
        <translation>Ordner hinzufügen …</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>Erneut suchen</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>No models yet</source>
        <translation>Noch keine Modelle</translation>
    </message>
    <message>
        <source>Models that you download land in %1. Folders of LM Studio, Ollama, Jan, GPT4All and the hub&apos;s cache are found by themselves; any other folder can be added.</source>
        <translation>Heruntergeladene Modelle landen in %1. Ordner von LM Studio, Ollama, Jan, GPT4All und der Zwischenspeicher des Hubs werden von selbst gefunden; jeder andere Ordner kann hinzugefügt werden.</translation>
    </message>
    <message>
        <source>No model matches.</source>
        <translation>Kein Modell passt.</translation>
    </message>
    <message>
        <source>Folder with models</source>
        <translation>Ordner mit Modellen</translation>
    </message>
    <message>
        <source>Find duplicates</source>
        <translation>Doppelte finden</translation>
    </message>
    <message>
        <source>Compares models of the same size. Files that were never compared are read once.</source>
        <translation>Vergleicht Modelle gleicher Größe. Nie verglichene Dateien werden einmal gelesen.</translation>
    </message>
    <message>
        <source>Check for newer versions</source>
        <translation>Nach neueren Versionen sehen</translation>
    </message>
    <message>
        <source>Asks the hub about every model that came from there.</source>
        <translation>Fragt den Hub nach jedem Modell, das von dort kam.</translation>
    </message>
    <message>
        <source>Move this copy to the trash?</source>
        <translation>Diese Kopie in den Papierkorb?</translation>
    </message>
    <message>
        <source>Another copy of the model stays.</source>
        <translation>Eine andere Kopie des Modells bleibt.</translation>
    </message>
    <message>
        <source>Move %1 to the trash?</source>
        <translation>%1 in den Papierkorb?</translation>
    </message>
    <message>
        <source>It can be taken back from there.</source>
        <translation>Von dort lässt es sich zurückholen.</translation>
    </message>
    <message>
        <source>Find a model</source>
        <translation>Ein Modell finden</translation>
    </message>
    <message>
        <source>Move to trash</source>
        <translation>In den Papierkorb</translation>
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
        <translation>Mit %1 chatten</translation>
    </message>
    <message>
        <source>Show folder</source>
        <translation>Ordner zeigen</translation>
    </message>
    <message>
        <source>Move to trash</source>
        <translation>In den Papierkorb</translation>
    </message>
    <message>
        <source>Load options</source>
        <translation>Ladeoptionen</translation>
    </message>
    <message>
        <source>own parameters</source>
        <translation>eigene Parameter</translation>
    </message>
    <message>
        <source>Update</source>
        <translation>Aktualisieren</translation>
    </message>
    <message>
        <source>Downloads the newer file of the hub.</source>
        <translation>Lädt die neuere Datei des Hubs herunter.</translation>
    </message>
    <message>
        <source>Update %1</source>
        <translation>%1 aktualisieren</translation>
    </message>
    <message>
        <source>Check for a newer version</source>
        <translation>Nach einer neueren Version sehen</translation>
    </message>
    <message>
        <source>It is not known where this model came from.</source>
        <translation>Es ist nicht bekannt, woher dieses Modell kam.</translation>
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
    <name>LoadDialog</name>
    <message>
        <source>Reading the file&apos;s header</source>
        <translation>Der Kopf der Datei wird gelesen</translation>
    </message>
    <message>
        <source>Remember for this model</source>
        <translation>Für dieses Modell merken</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Load</source>
        <translation>Laden</translation>
    </message>
    <message>
        <source>It does not fit. Loading says what is missing.</source>
        <translation>Es passt nicht. Beim Laden steht, was fehlt.</translation>
    </message>
</context>
<context>
    <name>MachineCard</name>
    <message>
        <source>This machine</source>
        <translation>Dieser Rechner</translation>
    </message>
    <message>
        <source>Looking at the machine…</source>
        <translation>Der Rechner wird angesehen …</translation>
    </message>
    <message>
        <source>RAM: %1</source>
        <translation>RAM: %1</translation>
    </message>
    <message>
        <source>reads %1, measured</source>
        <translation>liest %1, gemessen</translation>
    </message>
    <message>
        <source>No graphics device: %1</source>
        <translation>Kein Grafikgerät: %1</translation>
    </message>
    <message>
        <source>Measuring…</source>
        <translation>Es wird gemessen …</translation>
    </message>
    <message>
        <source>Measure again</source>
        <translation>Erneut messen</translation>
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
        <translation>Rückgängig</translation>
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
    <message>
        <source>The context is full</source>
        <translation>Der Kontext ist voll</translation>
    </message>
    <message>
        <source>The model can hold no more of this chat. Without the oldest turns it can go on; they stay in the chat.</source>
        <translation>Mehr von diesem Chat kann das Modell nicht behalten. Ohne die ältesten Beiträge geht es weiter; im Chat bleiben sie.</translation>
    </message>
    <message>
        <source>Go on without the oldest turns</source>
        <translation>Ohne die ältesten Beiträge weitermachen</translation>
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
    <name>ModelDrop</name>
    <message>
        <source>Drop to open the model</source>
        <translation>Loslassen, um das Modell zu öffnen</translation>
    </message>
</context>
<context>
    <name>ModelPicker</name>
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
    <message>
        <source>Models on this computer</source>
        <translation>Modelle auf diesem Computer</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>Options…</source>
        <translation>Optionen …</translation>
    </message>
    <message>
        <source>Context, cache and what runs where, with what they take</source>
        <translation>Kontext, Cache und was wo läuft, mit dem Platz dafür</translation>
    </message>
</context>
<context>
    <name>NetworkPage</name>
    <message>
        <source>Network</source>
        <translation>Netzwerk</translation>
    </message>
    <message>
        <source>Offline: open no connection at all</source>
        <translation>Offline: überhaupt keine Verbindung öffnen</translation>
    </message>
    <message>
        <source>Started with --offline: this holds until the program ends.</source>
        <translation>Mit --offline gestartet: Das gilt, bis das Programm endet.</translation>
    </message>
    <message>
        <source>Nothing is contacted at the start. Searching for models, reading their headers and downloading them are the only reasons to connect, and each connection is listed here.</source>
        <translation>Beim Start wird nichts kontaktiert. Nach Modellen suchen, ihre Köpfe lesen und sie herunterladen sind die einzigen Gründe für eine Verbindung, und jede steht hier.</translation>
    </message>
    <message>
        <source>Connections made</source>
        <translation>Verbindungen</translation>
    </message>
    <message>
        <source>Clear the list</source>
        <translation>Liste leeren</translation>
    </message>
    <message>
        <source>Read again</source>
        <translation>Neu lesen</translation>
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
        <translation>Es gab noch nie eine Verbindung.</translation>
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
    <name>PlanCard</name>
    <message>
        <source>Context length</source>
        <translation>Kontextlänge</translation>
    </message>
    <message>
        <source>Tokens of the conversation that the model holds.</source>
        <translation>Tokens des Gesprächs, die das Modell behält.</translation>
    </message>
</context>
<context>
    <name>PlanOptions</name>
    <message>
        <source>Cache type</source>
        <translation>Typ des Caches</translation>
    </message>
    <message>
        <source>Layers on the GPU</source>
        <translation>Schichten auf der GPU</translation>
    </message>
    <message>
        <source>The rest runs on the processor.</source>
        <translation>Der Rest läuft auf dem Prozessor.</translation>
    </message>
    <message>
        <source>automatic</source>
        <translation>automatisch</translation>
    </message>
    <message>
        <source>Layers with experts in RAM</source>
        <translation>Schichten mit Experten im RAM</translation>
    </message>
    <message>
        <source>Experts are read seldom: in RAM they cost little speed and free much graphics memory.</source>
        <translation>Experten werden selten gelesen: Im RAM kosten sie wenig Tempo und machen viel Grafikspeicher frei.</translation>
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
        <translation>Netz: offline</translation>
    </message>
    <message>
        <source>Offline</source>
        <translation>Offline</translation>
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
    <message>
        <source>Discover</source>
        <translation>Entdecken</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>Bibliothek</translation>
    </message>
    <message>
        <source>Downloads</source>
        <translation>Downloads</translation>
    </message>
    <message numerus="yes">
        <source>%n left</source>
        <comment>downloads</comment>
        <translation>
            <numerusform>%n übrig</numerusform>
            <numerusform>%n übrig</numerusform>
        </translation>
    </message>
    <message>
        <source>Downloads (Ctrl+J)</source>
        <translation>Downloads (Strg+J)</translation>
    </message>
    <message>
        <source>Network: online</source>
        <translation>Netzwerk: online</translation>
    </message>
    <message>
        <source>Online</source>
        <translation>Online</translation>
    </message>
    <message>
        <source>Nothing leaves this computer.</source>
        <translation>Nichts verlässt diesen Computer.</translation>
    </message>
    <message>
        <source>Connects only when you search or download. Press to see every connection made.</source>
        <translation>Verbindet sich nur, wenn Sie suchen oder herunterladen. Hier sehen Sie jede Verbindung.</translation>
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
    <name>SearchFilters</name>
    <message>
        <source>Publisher</source>
        <translation>Herausgeber</translation>
    </message>
    <message>
        <source>Model size</source>
        <translation>Größe des Modells</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Lizenz</translation>
    </message>
</context>
<context>
    <name>SearchHead</name>
    <message>
        <source>Discover</source>
        <translation>Entdecken</translation>
    </message>
    <message>
        <source>Filters: %1</source>
        <translation>Filter: %1</translation>
    </message>
    <message>
        <source>Filters</source>
        <translation>Filter</translation>
    </message>
    <message>
        <source>Publisher, size and licence.</source>
        <translation>Herausgeber, Größe und Lizenz.</translation>
    </message>
    <message>
        <source>Search models</source>
        <translation>Modelle suchen</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>Reihenfolge</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal versuchen</translation>
    </message>
    <message>
        <source>Search again</source>
        <translation>Noch einmal suchen</translation>
    </message>
    <message>
        <source>Searching</source>
        <translation>Es wird gesucht</translation>
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
    <message>
        <source>When the context is full, leave out the oldest turns</source>
        <translation>Ist der Kontext voll, die ältesten Beiträge weglassen</translation>
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
    <message>
        <source>Find models</source>
        <translation>Modelle finden</translation>
    </message>
    <message>
        <source>Ctrl+Shift+F</source>
        <translation>Strg+Umschalt+F</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>Bibliothek</translation>
    </message>
    <message>
        <source>Ctrl+Shift+L</source>
        <translation>Strg+Umschalt+L</translation>
    </message>
    <message>
        <source>Downloads</source>
        <translation>Downloads</translation>
    </message>
    <message>
        <source>Ctrl+J</source>
        <translation>Strg+J</translation>
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
    <name>WelcomeMachine</name>
    <message>
        <source>Looking at the machine</source>
        <translation>Der Rechner wird angesehen</translation>
    </message>
    <message>
        <source>Hearth runs language models here, on the graphics device or on the processor. Nothing you write leaves this computer.</source>
        <translation>Hearth führt Sprachmodelle hier aus, auf dem Grafikgerät oder dem Prozessor. Nichts, was Sie schreiben, verlässt diesen Computer.</translation>
    </message>
</context>
<context>
    <name>WelcomeModels</name>
    <message>
        <source>Found on this computer. They are used where they lie.</source>
        <translation>Auf diesem Computer gefunden. Sie werden dort verwendet, wo sie liegen.</translation>
    </message>
    <message>
        <source>None was found on this computer. These run well on it; they come from the model hub when you say so.</source>
        <translation>Auf diesem Computer wurde keines gefunden. Diese laufen gut darauf; sie kommen vom Hub, wenn Sie es sagen.</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>Nehmen</translation>
    </message>
    <message>
        <source>Use %1</source>
        <translation>%1 nehmen</translation>
    </message>
    <message>
        <source>%1 · %2. %3</source>
        <translation>%1 · %2. %3</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>Laden</translation>
    </message>
    <message>
        <source>Download %1</source>
        <translation>%1 laden</translation>
    </message>
</context>
<context>
    <name>WelcomePrivacy</name>
    <message>
        <source>There is no account and no statistics. Hearth connects only when you search for models or download one, and lists every connection on the page Network.</source>
        <translation>Es gibt kein Konto und keine Statistik. Hearth verbindet sich nur, wenn Sie Modelle suchen oder eines laden, und zeigt jede Verbindung auf der Seite Netzwerk.</translation>
    </message>
    <message>
        <source>Stay offline: open no connection at all</source>
        <translation>Offline bleiben: überhaupt keine Verbindung öffnen</translation>
    </message>
    <message>
        <source>Load the last model at the start</source>
        <translation>Beim Start das letzte Modell laden</translation>
    </message>
</context>
<context>
    <name>WelcomeSteps</name>
    <message>
        <source>Step %1 of 3</source>
        <translation>Schritt %1 von 3</translation>
    </message>
    <message>
        <source>This computer</source>
        <translation>Dieser Computer</translation>
    </message>
    <message>
        <source>A model to begin with</source>
        <translation>Ein Modell für den Anfang</translation>
    </message>
    <message>
        <source>What may leave this computer</source>
        <translation>Was diesen Computer verlassen darf</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>Überspringen</translation>
    </message>
    <message>
        <source>Everything here is also on the pages of the rail.</source>
        <translation>All das steht auch auf den Seiten links.</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Begin</source>
        <translation>Beginnen</translation>
    </message>
</context>
<context>
    <name>WindowDialogs</name>
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
    <name>app::AdviceList</name>
    <message>
        <source>fits the GPU</source>
        <translation>passt auf die GPU</translation>
    </message>
    <message numerus="yes">
        <source>experts of %n layers in RAM</source>
        <translation>
            <numerusform>Experten von %n Schicht im RAM</numerusform>
            <numerusform>Experten von %n Schichten im RAM</numerusform>
        </translation>
    </message>
    <message>
        <source>in RAM only</source>
        <translation>nur im RAM</translation>
    </message>
    <message>
        <source>does not fit</source>
        <translation>passt nicht</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>at most %1 tokens/s</source>
        <translation>höchstens %1 Tokens/s</translation>
    </message>
    <message>
        <source>up to %1 tokens of context</source>
        <translation>bis %1 Tokens Kontext</translation>
    </message>
</context>
<context>
    <name>app::BuildList</name>
    <message>
        <source>%1 (integrated)</source>
        <translation>%1 (integriert)</translation>
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
        <translation>Ein Kaufratgeber von 2025 erwartet %1 bis %2 Tokens/s von gpt-oss-20b mit 4 Bit.</translation>
    </message>
    <message>
        <source>A buying guide of 2025 expects less than %1 tokens/s of gpt-oss-20b at 4 bit.</source>
        <translation>Ein Kaufratgeber von 2025 erwartet weniger als %1 Tokens/s von gpt-oss-20b mit 4 Bit.</translation>
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
    <name>app::DeviceUseList</name>
    <message>
        <source>RAM</source>
        <translation>RAM</translation>
    </message>
    <message>
        <source>%1 of %2 free</source>
        <translation>%1 von %2 frei</translation>
    </message>
    <message>
        <source>weights %1 · cache %2 · buffers %3</source>
        <translation>Gewichte %1 · Cache %2 · Puffer %3</translation>
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
        <translation>Nicht jetzt vom Hub, sondern wie es am %1 war. %2</translation>
    </message>
    <message>
        <source>%1 parameters</source>
        <translation>%1 Parameter</translation>
    </message>
    <message>
        <source>%1 context</source>
        <translation>%1 Kontext</translation>
    </message>
    <message>
        <source>Mixture of experts</source>
        <translation>Mischung von Experten</translation>
    </message>
    <message>
        <source>Its architecture is called %1, and this version of Hearth has no code for it. None of its files would run: choose another model, or come back after an update.</source>
        <translation>Seine Architektur heißt %1, und diese Version von Hearth hat keinen Code dafür. Keine seiner Dateien würde laufen: Wählen Sie ein anderes Modell, oder kommen Sie nach einem Update wieder.</translation>
    </message>
    <message>
        <source>The file that was looked at cannot run: %1. Another file of this model may, as may another model.</source>
        <translation>Die angesehene Datei kann nicht laufen: %1. Vielleicht läuft eine andere Datei dieses Modells oder ein anderes Modell.</translation>
    </message>
</context>
<context>
    <name>app::DownloadList</name>
    <message>
        <source>waiting for its turn</source>
        <translation>wartet, bis er an der Reihe ist</translation>
    </message>
    <message>
        <source>checking</source>
        <translation>wird geprüft</translation>
    </message>
    <message>
        <source>trying again</source>
        <translation>neuer Versuch</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>angehalten</translation>
    </message>
    <message>
        <source>verified</source>
        <translation>geprüft</translation>
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
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>%1/s</source>
        <translation>%1/s</translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation>noch %1</translation>
    </message>
    <message>
        <source>waits since the last time</source>
        <translation>wartet seit dem letzten Mal</translation>
    </message>
</context>
<context>
    <name>app::DownloadsViewModel</name>
    <message>
        <source>%1 is here and verified</source>
        <translation>%1 ist da und geprüft</translation>
    </message>
    <message>
        <source>Download finished</source>
        <translation>Download fertig</translation>
    </message>
    <message>
        <source>%1/s</source>
        <translation>%1/s</translation>
    </message>
    <message>
        <source>%1 is on its way</source>
        <translation>%1 ist unterwegs</translation>
    </message>
</context>
<context>
    <name>app::DuplicateList</name>
    <message numerus="yes">
        <source>%1 is here %n times</source>
        <translation>
            <numerusform>%1 ist %n Mal da</numerusform>
            <numerusform>%1 ist %n Mal da</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>app::FitViewModel</name>
    <message>
        <source>Everything fits the graphics device, with %1 to spare.</source>
        <translation>Alles passt auf das Grafikgerät, %1 bleiben frei.</translation>
    </message>
    <message numerus="yes">
        <source>The experts of %n layers are read from RAM.</source>
        <translation>
            <numerusform>Die Experten von %n Schicht werden aus dem RAM gelesen.</numerusform>
            <numerusform>Die Experten von %n Schichten werden aus dem RAM gelesen.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n layers run on the CPU.</source>
        <translation>
            <numerusform>%n Schicht läuft auf dem Prozessor.</numerusform>
            <numerusform>%n Schichten laufen auf dem Prozessor.</numerusform>
        </translation>
    </message>
    <message>
        <source>It runs on the CPU.</source>
        <translation>Es läuft auf dem Prozessor.</translation>
    </message>
    <message>
        <source>The graphics device lacks %1 for all of it.</source>
        <translation>Dem Grafikgerät fehlen %1 für alles.</translation>
    </message>
    <message>
        <source>RAM lacks %1.</source>
        <translation>Im RAM fehlen %1.</translation>
    </message>
    <message>
        <source>With a context of %1 tokens it would fit better.</source>
        <translation>Mit einem Kontext von %1 Tokens passte es besser.</translation>
    </message>
    <message>
        <source>Freeing %1 on the graphics device would let all of it run there.</source>
        <translation>Wären auf dem Grafikgerät %1 mehr frei, liefe alles dort.</translation>
    </message>
    <message>
        <source>Freeing %1 of RAM would let it run.</source>
        <translation>Wären im RAM %1 mehr frei, liefe es.</translation>
    </message>
    <message>
        <source>It was trained for %1 tokens of context only.</source>
        <translation>Es wurde nur für %1 Tokens Kontext trainiert.</translation>
    </message>
    <message>
        <source>The speed is a guess: nobody told how fast this device reads.</source>
        <translation>Das Tempo ist geraten: Wie schnell dieses Gerät liest, ist nicht bekannt.</translation>
    </message>
    <message>
        <source>%1 tokens/s, measured here</source>
        <translation>%1 Tokens/s, hier gemessen</translation>
    </message>
    <message>
        <source>%1 to %2 tokens/s expected</source>
        <translation>%1 bis %2 Tokens/s zu erwarten</translation>
    </message>
    <message>
        <source>Largest context that fits: %1.</source>
        <translation>Größter Kontext, der passt: %1.</translation>
    </message>
    <message>
        <source>With a cache of type %1 it would fit better.</source>
        <translation>Mit einem Cache vom Typ %1 passte es besser.</translation>
    </message>
    <message>
        <source>A file with at most %1 of weights would fit.</source>
        <translation>Eine Datei mit höchstens %1 Gewichten passte.</translation>
    </message>
    <message numerus="yes">
        <source>With %n layers on the GPU it would fit.</source>
        <translation>
            <numerusform>Mit %n Schicht auf der GPU passte es.</numerusform>
            <numerusform>Mit %n Schichten auf der GPU passte es.</numerusform>
        </translation>
    </message>
    <message>
        <source>A graphics device with %1 free would hold all of it.</source>
        <translation>Ein Grafikgerät mit %1 freiem Speicher nähme alles auf.</translation>
    </message>
    <message>
        <source>It would run with %1 of RAM free.</source>
        <translation>Mit %1 freiem RAM liefe es.</translation>
    </message>
</context>
<context>
    <name>app::GraphicsList</name>
    <message>
        <source>card with memory of its own</source>
        <translation>Karte mit eigenem Speicher</translation>
    </message>
    <message>
        <source>shares the RAM</source>
        <translation>nutzt das RAM mit</translation>
    </message>
    <message>
        <source>software, slower than the CPU</source>
        <translation>Software, langsamer als der Prozessor</translation>
    </message>
    <message>
        <source>%1 of %2 free</source>
        <translation>%1 von %2 frei</translation>
    </message>
</context>
<context>
    <name>app::HardwareViewModel</name>
    <message numerus="yes">
        <source>%n cores</source>
        <translation>
            <numerusform>%n Kern</numerusform>
            <numerusform>%n Kerne</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>%1 of %2 free</source>
        <translation>%1 von %2 frei</translation>
    </message>
</context>
<context>
    <name>app::HubFileList</name>
    <message>
        <source>as it was trained</source>
        <translation>wie trainiert</translation>
    </message>
    <message>
        <source>nearly the original</source>
        <translation>fast das Original</translation>
    </message>
    <message>
        <source>very good quality</source>
        <translation>sehr gute Qualität</translation>
    </message>
    <message>
        <source>good quality</source>
        <translation>gute Qualität</translation>
    </message>
    <message>
        <source>noticeably weaker</source>
        <translation>merklich schwächer</translation>
    </message>
    <message>
        <source>poor quality</source>
        <translation>schlechte Qualität</translation>
    </message>
    <message>
        <source>very poor quality</source>
        <translation>sehr schlechte Qualität</translation>
    </message>
    <message>
        <source>parts are missing in the repository</source>
        <translation>im Repositorium fehlen Teile</translation>
    </message>
    <message>
        <source>%1, about %2 bits</source>
        <translation>%1, etwa %2 Bit</translation>
    </message>
    <message>
        <source>%1, as its makers trained it</source>
        <translation>%1, so trainiert</translation>
    </message>
    <message>
        <source>%1, the usual choice</source>
        <translation>%1, die übliche Wahl</translation>
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
        <translation>zu groß</translation>
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
        <translation>%1 Mio.</translation>
    </message>
    <message>
        <source>%1k</source>
        <comment>thousands</comment>
        <translation>%1 Tsd.</translation>
    </message>
    <message>
        <source>taken down</source>
        <translation>entfernt</translation>
    </message>
    <message>
        <source>not supported</source>
        <translation>nicht unterstützt</translation>
    </message>
    <message>
        <source>needs a token</source>
        <translation>braucht ein Token</translation>
    </message>
    <message>
        <source>Chat</source>
        <translation>Chat</translation>
    </message>
    <message>
        <source>Vision</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>Audio</source>
        <translation>Ton</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>Werkzeuge</translation>
    </message>
    <message>
        <source>Reasoning</source>
        <translation>Denken</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>Code</translation>
    </message>
    <message>
        <source>Embedding</source>
        <translation>Einbettung</translation>
    </message>
</context>
<context>
    <name>app::LedgerList</name>
    <message>
        <source>search for models</source>
        <translation>nach Modellen suchen</translation>
    </message>
    <message>
        <source>list a model&apos;s files</source>
        <translation>Dateien eines Modells auflisten</translation>
    </message>
    <message>
        <source>read a model&apos;s card</source>
        <translation>Karte eines Modells lesen</translation>
    </message>
    <message>
        <source>look at a model&apos;s page</source>
        <translation>Seite eines Modells ansehen</translation>
    </message>
    <message>
        <source>look at a model&apos;s header</source>
        <translation>Kopf eines Modells ansehen</translation>
    </message>
    <message>
        <source>%1 sent, %2 received</source>
        <translation>%1 gesendet, %2 empfangen</translation>
    </message>
    <message>
        <source>done</source>
        <translation>fertig</translation>
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
        <translation>Der Hub hat dieselbe Datei.</translation>
    </message>
    <message>
        <source>The hub no longer has this file. Yours stays as it is.</source>
        <translation>Der Hub hat diese Datei nicht mehr. Ihre bleibt, wie sie ist.</translation>
    </message>
    <message>
        <source>The hub has a newer file, %1, of %2.</source>
        <translation>Der Hub hat eine neuere Datei, %1, vom %2.</translation>
    </message>
    <message>
        <source>Comparing the models…</source>
        <translation>Modelle werden verglichen …</translation>
    </message>
    <message>
        <source>Reading %1, to compare it…</source>
        <translation>%1 wird zum Vergleichen gelesen …</translation>
    </message>
    <message>
        <source>Stopped. What was compared so far need not be read again.</source>
        <translation>Angehalten. Was schon verglichen ist, muss nicht noch einmal gelesen werden.</translation>
    </message>
    <message>
        <source>No model is here twice.</source>
        <translation>Kein Modell ist doppelt da.</translation>
    </message>
    <message>
        <source>With one copy of each, %1 would be free.</source>
        <translation>Mit je einer Kopie wären %1 frei.</translation>
    </message>
    <message>
        <source>One copy of %1 is in the trash</source>
        <translation>Eine Kopie von %1 liegt im Papierkorb</translation>
    </message>
    <message>
        <source>It is not known of any model where it came from: nothing was asked.</source>
        <translation>Von keinem Modell ist bekannt, woher es kam: Es wurde nichts gefragt.</translation>
    </message>
    <message>
        <source>Hearth is offline: the hub was not asked. Switch to online on the Network page first.</source>
        <translation>Hearth ist offline: Der Hub wurde nicht gefragt. Schalten Sie erst auf der Seite Netzwerk auf online.</translation>
    </message>
    <message numerus="yes">
        <source>Asking the hub about %n models…</source>
        <translation>
            <numerusform>Der Hub wird nach %n Modell gefragt …</numerusform>
            <numerusform>Der Hub wird nach %n Modellen gefragt …</numerusform>
        </translation>
    </message>
    <message>
        <source>Stopped.</source>
        <translation>Angehalten.</translation>
    </message>
    <message>
        <source>nothing is newer there</source>
        <translation>nichts ist dort neuer</translation>
    </message>
    <message numerus="yes">
        <source>%n are newer there</source>
        <translation>
            <numerusform>%n ist dort neuer</numerusform>
            <numerusform>%n sind dort neuer</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The hub was asked about %n models: %1.</source>
        <translation>
            <numerusform>Der Hub wurde nach %n Modell gefragt: %1.</numerusform>
            <numerusform>Der Hub wurde nach %n Modellen gefragt: %1.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>app::LibraryList</name>
    <message>
        <source>your folder</source>
        <translation>Ihr Ordner</translation>
    </message>
    <message>
        <source>hub cache</source>
        <translation>Hub-Zwischenspeicher</translation>
    </message>
    <message>
        <source>%1 tokens of context</source>
        <translation>%1 Tokens Kontext</translation>
    </message>
    <message>
        <source>%1 B</source>
        <comment>billions</comment>
        <translation>%1 Mrd.</translation>
    </message>
    <message>
        <source>%1 M</source>
        <comment>millions</comment>
        <translation>%1 Mio.</translation>
    </message>
    <message>
        <source>Its disk is not there now: connect it, then look again.</source>
        <translation>Seine Festplatte ist jetzt nicht da: Schließen Sie sie an, und sehen Sie dann noch einmal nach.</translation>
    </message>
    <message>
        <source>%1 of %2 parts are there: download the others.</source>
        <translation>%1 von %2 Teilen sind da: Laden Sie die anderen herunter.</translation>
    </message>
    <message>
        <source>This version cannot run it.</source>
        <translation>Diese Version kann es nicht ausführen.</translation>
    </message>
    <message>
        <source>It lies in the store of %1, whose files belong together: remove it there.</source>
        <translation>Es liegt im Speicher von %1, dessen Dateien zusammengehören: Entfernen Sie es dort.</translation>
    </message>
    <message>
        <source>It lies in the folder of %1, which will not find it any more.</source>
        <translation>Es liegt im Ordner von %1 und wird dort nicht mehr gefunden.</translation>
    </message>
</context>
<context>
    <name>app::LibraryViewModel</name>
    <message>
        <source>%1 is in the trash</source>
        <translation>%1 liegt im Papierkorb</translation>
    </message>
    <message numerus="yes">
        <source>%n models, %1</source>
        <translation>
            <numerusform>%n Modell, %1</numerusform>
            <numerusform>%n Modelle, %1</numerusform>
        </translation>
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
    <message numerus="yes">
        <source>For want of room the model did not read the %n oldest message(s).</source>
        <translation>
            <numerusform>Aus Platzmangel hat das Modell den ältesten Beitrag nicht gelesen.</numerusform>
            <numerusform>Aus Platzmangel hat das Modell die %n ältesten Beiträge nicht gelesen.</numerusform>
        </translation>
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
<context>
    <name>app::PlanViewModel</name>
    <message>
        <source>%1. %2</source>
        <translation>%1. %2</translation>
    </message>
    <message>
        <source>Read from the file&apos;s own header, %1, before downloading.</source>
        <translation>Aus dem Kopf der Datei selbst gelesen, %1, vor dem Herunterladen.</translation>
    </message>
    <message>
        <source>16 bit (f16)</source>
        <translation>16 Bit (f16)</translation>
    </message>
    <message>
        <source>8 bit (q8_0)</source>
        <translation>8 Bit (q8_0)</translation>
    </message>
    <message>
        <source>4 bit (q4_0)</source>
        <translation>4 Bit (q4_0)</translation>
    </message>
    <message>
        <source>This version of Hearth cannot run it: %1.</source>
        <translation>Diese Version von Hearth kann es nicht ausführen: %1.</translation>
    </message>
</context>
<context>
    <name>app::SearchWish</name>
    <message>
        <source>Best match</source>
        <translation>Beste Treffer</translation>
    </message>
    <message>
        <source>Downloads</source>
        <translation>Downloads</translation>
    </message>
    <message>
        <source>Likes</source>
        <translation>Beliebt</translation>
    </message>
    <message>
        <source>Trending</source>
        <translation>Im Trend</translation>
    </message>
    <message>
        <source>Updated</source>
        <translation>Neueste</translation>
    </message>
    <message>
        <source>Any size</source>
        <translation>Jede Größe</translation>
    </message>
    <message>
        <source>up to %1 B</source>
        <comment>billions</comment>
        <translation>bis %1 Mrd.</translation>
    </message>
    <message>
        <source>over %1 B</source>
        <comment>billions</comment>
        <translation>über %1 Mrd.</translation>
    </message>
    <message>
        <source>%1 to %2 B</source>
        <comment>billions</comment>
        <translation>%1 bis %2 Mrd.</translation>
    </message>
    <message>
        <source>Any licence</source>
        <translation>Jede Lizenz</translation>
    </message>
</context>
<context>
    <name>app::WelcomeViewModel</name>
    <message>
        <source>%1 with %2 of RAM, and no graphics device to compute with: small models and mixtures of experts run well.</source>
        <translation>%1 mit %2 RAM, ohne Grafikgerät zum Rechnen: Kleine Modelle und Mischungen von Experten laufen gut.</translation>
    </message>
    <message>
        <source>%1 with %2 of RAM, which %3 shares.</source>
        <translation>%1 mit %2 RAM, das %3 mitnutzt.</translation>
    </message>
    <message>
        <source>%1 with %2 of its own, and %3 of RAM.</source>
        <translation>%1 mit %2 eigenem Speicher, dazu %3 RAM.</translation>
    </message>
</context>
</TS>
