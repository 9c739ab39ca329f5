// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <QFont>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QIcon>
#include <QLocale>
#include <QProcess>
#include <QQuickStyle>
#include <QQuickWindow>
#include <QTranslator>
#include <QUrl>

#include <cstdio>
#include <filesystem>
#include <future>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/application.h"
#include "app/base/error_text.h"
#include "app/base/one_instance.h"
#include "app/base/qt_text.h"
#include "core/base/paths.h"

namespace {

constexpr const char* kUsage =
    "Usage: hearth [options]\n"
    "Runs language models on this machine.\n\n"
    "  --model FILE            open this GGUF file\n"
    "  --device DEVICE         auto, cpu, vulkan or vulkan:N\n"
    "  --data-dir DIR          keep chats and settings below DIR\n"
    "  --offline               open no connection at all\n"
    "  --endpoint URL          model hub to use\n"
    "  --software-rendering    draw the window without a graphics card\n"
    "  --measure-startup       print the time to the first frame, and quit\n"
    "  --help, --version\n";

struct CommandLine {
    app::StartOptions options;
    std::optional<int> exitCode; // Set: print nothing more, leave with this.
};

CommandLine parse(const std::vector<std::string>& arguments) {
    CommandLine line;
    const auto fail = [&line](const std::string& why) {
        std::fprintf(stderr, "error: %s: see hearth --help\n", why.c_str());
        line.exitCode = 2;
    };
    for (std::size_t i = 0; i < arguments.size() && !line.exitCode; ++i) {
        std::string name = arguments[i];
        std::optional<std::string> value;
        if (const std::size_t equals = name.find('=');
            name.rfind("--", 0) == 0 && equals != std::string::npos) {
            value = name.substr(equals + 1);
            name.resize(equals);
        }
        const auto take = [&]() -> std::string {
            if (value) return *value;
            if (i + 1 < arguments.size()) return arguments[++i];
            fail("option " + name + " needs a value");
            return {};
        };
        if (name == "--help" || name == "-h") {
            std::fputs(kUsage, stdout);
            line.exitCode = 0;
        } else if (name == "--version") {
            std::printf("hearth %s\n", HEARTH_VERSION);
            line.exitCode = 0;
        } else if (name == "--model") {
            line.options.model = take();
        } else if (name == "--device") {
            line.options.device = take();
        } else if (name == "--data-dir") {
            line.options.dataDir = take();
        } else if (name == "--offline") {
            line.options.offline = true;
        } else if (name == "--endpoint") {
            line.options.endpoint = take();
        } else if (name == "--software-rendering") {
            line.options.softwareRendering = true;
        } else if (name == "--measure-startup") {
            line.options.measureStartup = true;
        } else if (name.rfind("hearth://", 0) == 0) {
            line.options.link = arguments[i]; // It may hold an equals sign.
        } else if (name.rfind("file://", 0) == 0 && line.options.model.empty()) {
            // File managers hand over addresses since the program also takes links.
            line.options.model =
                QUrl(QString::fromStdString(arguments[i])).toLocalFile().toStdString();
        } else if (name.rfind("--", 0) != 0 && line.options.model.empty()) {
            line.options.model = name;
        } else {
            fail("unknown option " + name);
        }
    }
    return line;
}

// Without a graphics device OpenGL would be computed by the CPU, through a compiler that takes
// memory and time to start: Qt's own software drawing is quicker then.
bool hasGraphicsDevice() {
    std::error_code ignored;
    for (const char* node : {"/dev/nvidia0", "/dev/dxg"}) {
        if (std::filesystem::exists(node, ignored)) return true;
    }
    for (const auto& entry : std::filesystem::directory_iterator("/dev/dri", ignored)) {
        if (entry.path().filename().string().rfind("renderD", 0) == 0) return true;
    }
    return false;
}

QFont readingFont() {
    QFont font = QFontDatabase::systemFont(QFontDatabase::GeneralFont);
    const QString inter = QStringLiteral("Inter");
    if (QFontDatabase::hasFamily(inter)) font.setFamilies({inter, font.family()});
    font.setPixelSize(14);
    return font;
}

// Someone else holds the data folder: if that is a window, it opens what we were to open.
bool handOver(const app::StartOptions& options, const QString& activation) {
    const auto paths = core::Paths::create(options.dataDir);
    if (!paths) return false;
    app::OpenRequest request;
    request.link = QString::fromStdString(options.link);
    if (!options.model.empty()) // It does not know our folder.
        request.model = app::pathToQString(std::filesystem::absolute(options.model));
    request.activation = activation;
    request.offline = options.offline;
    return app::OneInstance(paths->data).handOver(request);
}

int fail(const inference::Error& error) {
    const app::ErrorText text =
        error.code == inference::ErrorCode::Busy
            ? app::ErrorText{QCoreApplication::translate("ErrorText", "Hearth is already open"),
                             QCoreApplication::translate("ErrorText",
                                                         "Another window uses these chats. Use "
                                                         "that one, or name another folder with "
                                                         "--data-dir.")}
            : app::errorText(error, app::ErrorScene::Start);
    std::fprintf(stderr, "error: %s: %s\n", qPrintable(text.title), qPrintable(text.advice));
    return 1;
}

// Draws by the CPU when the graphics card refuses: the same program again, told so.
void restartOnGraphicsFailure(QGuiApplication& application) {
    const auto windows = QGuiApplication::topLevelWindows();
    for (QWindow* top : windows) {
        auto* window = qobject_cast<QQuickWindow*>(top);
        if (window == nullptr) continue;
        QObject::connect(window, &QQuickWindow::sceneGraphError, &application, [&application] {
            QStringList arguments = application.arguments().mid(1);
            arguments += QStringLiteral("--software-rendering");
            // Taken up when everything is closed: the data folder is ours until then.
            application.setProperty("restart", arguments);
            application.exit(0);
        });
    }
}

} // namespace

int main(int argc, char* argv[]) {
    const CommandLine line = parse({argv + 1, argv + argc});
    if (line.exitCode) return *line.exitCode;

    // The disk and the window toolkit start side by side.
    auto opening = std::async(std::launch::async, &app::Storage::open, line.options.dataDir);

    const QString activation = qEnvironmentVariable("XDG_ACTIVATION_TOKEN"); // Qt takes it away.
    QCoreApplication::setApplicationName(QStringLiteral("Hearth"));
    QCoreApplication::setApplicationVersion(QStringLiteral(HEARTH_VERSION));
    QGuiApplication::setDesktopFileName(QStringLiteral("hearth"));
    if (line.options.softwareRendering
        || (qEnvironmentVariableIsEmpty("QT_QUICK_BACKEND")
            && qEnvironmentVariableIsEmpty("QSG_RHI_BACKEND") && !hasGraphicsDevice())) {
        QQuickWindow::setGraphicsApi(QSGRendererInterface::Software);
    }
    QQuickStyle::setStyle(QStringLiteral("Basic"));

    QStringList restart;
    int status = 0;
    {
        QGuiApplication application(argc, argv);
        QGuiApplication::setFont(readingFont());
        QGuiApplication::setWindowIcon(QIcon(QStringLiteral(":/icons/hearth-app.svg")));
        QTranslator translator;
        if (translator.load(QLocale(), QStringLiteral("hearth"), QStringLiteral("_"),
                            QStringLiteral(":/i18n"))) {
            QCoreApplication::installTranslator(&translator);
        }

        core::Result<app::Storage> storage = opening.get();
        if (!storage && storage.error().code == inference::ErrorCode::Busy
            && handOver(line.options, activation))
            return 0;
        if (!storage) return fail(storage.error());
        app::Application hearth(std::move(storage).value(), line.options);
        if (!hearth.start()) {
            std::fputs("error: the window could not be made: reinstall Hearth\n", stderr);
            return 1;
        }
        restartOnGraphicsFailure(application);
        status = QGuiApplication::exec();
        restart = application.property("restart").toStringList();
    }
    if (!restart.isEmpty()) QProcess::startDetached(QString::fromLocal8Bit(argv[0]), restart);
    return status;
}
