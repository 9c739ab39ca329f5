// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <QTemporaryDir>
#include <QtTest>

#include <filesystem>
#include <fstream>

#include "core/base/json.h"
#include "core/planner/hardware_info.h"

using namespace core;

namespace {

void remember(const std::filesystem::path& file, const std::string& cpu, std::uint64_t ram,
              double bandwidth = 5e10, int measurements = 1, UnixMs at = unixMsNow()) {
    std::ofstream(file) << dumpJson(Json{{"cpu", cpu},
                                         {"ram", ram},
                                         {"ram_bandwidth", bandwidth},
                                         {"measurements", measurements},
                                         {"measured_ms", at}});
}

double bandwidth(const std::filesystem::path& file, MeasureRam measure = MeasureRam::Never) {
    return readHardware(MachineTable::shipped(), file, measure).ramBandwidth;
}

} // namespace

class TestHardwareInfo : public QObject {
    Q_OBJECT

private slots:
    void thisMachineIsKnown() {
        const HardwareInfo hardware = readHardware(MachineTable::shipped(), {});
        QVERIFY(!hardware.cpuName.empty());
        QVERIFY(hardware.threads > 0);
        QVERIFY(hardware.ramTotal > 0 && hardware.ramFree <= hardware.ramTotal);
        QVERIFY(!hardware.graphics.empty() || !hardware.vulkanReason.empty());
        for (const HardwareDevice& device : hardware.graphics) {
            QVERIFY(!device.info.driver.empty());
            QVERIFY(!device.info.heaps.empty());
            std::uint64_t total = 0;
            for (const inference::DeviceHeap& heap : device.info.heaps) {
                QVERIFY(heap.bytesFree <= heap.bytes);
                total += heap.bytes;
            }
            QVERIFY(device.info.memoryTotal <= total);
            QVERIFY(device.info.memoryFree <= device.info.memoryTotal);
        }
    }

    void softwareIsNotTheBestGraphics() {
        HardwareInfo hardware;
        hardware.graphics.resize(3);
        hardware.graphics[0].info.kind = inference::DeviceKind::Software;
        hardware.graphics[1].info.kind = inference::DeviceKind::Integrated;
        hardware.graphics[2].info.kind = inference::DeviceKind::Discrete;
        QCOMPARE(hardware.bestGraphics(), &hardware.graphics[2]);
        hardware.graphics.resize(1);
        QVERIFY(hardware.bestGraphics() == nullptr);
    }

    void theLinkIsReadFromTheSystem() {
        QTemporaryDir folder;
        const std::filesystem::path devices = folder.path().toStdString();
        const std::string address = "0000:03:00.0";
        QCOMPARE(pciLink(address, devices), std::string());
        std::filesystem::create_directories(devices / address);
        std::ofstream(devices / address / "max_link_speed") << "16.0 GT/s PCIe\n";
        std::ofstream(devices / address / "current_link_width") << "16\n";
        QCOMPARE(pciLink(address, devices), std::string("PCIe 4.0 x16"));
        std::ofstream(devices / address / "max_link_speed") << "Unknown\n";
        QCOMPARE(pciLink(address, devices), std::string());
        QCOMPARE(pciLink("", devices), std::string());
    }

    void theBandwidthIsRememberedForThisProcessorAlone() {
        QTemporaryDir folder;
        const std::filesystem::path file = folder.filePath("bandwidth.json").toStdString();
        const HardwareInfo here = readHardware(MachineTable::shipped(), file);
        QCOMPARE(here.ramBandwidth, 0.0);
        remember(file, "another", here.ramTotal);
        QCOMPARE(bandwidth(file), 0.0);
        remember(file, here.cpuName, here.ramTotal / 2);
        QCOMPARE(bandwidth(file), 0.0);
        remember(file, here.cpuName, here.ramTotal);
        QCOMPARE(bandwidth(file), 5e10);
        std::ofstream(file) << "no json";
        QCOMPARE(bandwidth(file), 0.0);
    }

    void ofTheFirstDaysTheBestOneCounts() {
        QTemporaryDir folder;
        const std::filesystem::path file = folder.filePath("bandwidth.json").toStdString();
        const HardwareInfo here = readHardware(MachineTable::shipped(), file);
        constexpr UnixMs kDayMs = 24 * 60 * 60 * 1000;
        constexpr double kPoor = 1e6, kBetterThanAny = 1e15;
        const auto find = [&](double known, int measurements, UnixMs ageMs) {
            remember(file, here.cpuName, here.ramTotal, known, measurements, unixMsNow() - ageMs);
            return bandwidth(file, MeasureRam::IfDue);
        };
        QCOMPARE(find(kPoor, 1, 0), kPoor); // Not again on the same day.
        QCOMPARE(find(kPoor, 5, kDayMs), kPoor);
        const double found = find(kPoor, 1, kDayMs);
        if (found == kPoor) QSKIP("there is not enough free memory here to measure with");
        QVERIFY(found > 100 * kPoor);
        QCOMPARE(bandwidth(file), found);
        QCOMPARE(find(kBetterThanAny, 1, kDayMs), kBetterThanAny);
        QVERIFY(bandwidth(file, MeasureRam::Now) < kBetterThanAny);
    }
};

QTEST_APPLESS_MAIN(TestHardwareInfo)
#include "test_hardware_info.moc"
