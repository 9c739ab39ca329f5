// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Hearth authors
#include <QTemporaryDir>
#include <QtTest>

#include <filesystem>
#include <fstream>

#include "core/planner/hardware_info.h"

using namespace core;

namespace {

void remember(const std::filesystem::path& file, const std::string& cpu) {
    std::ofstream(file) << "{\"cpu\":\"" << cpu << "\",\"ram_bandwidth\":5e10}";
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
        remember(file, "another");
        QCOMPARE(readHardware(MachineTable::shipped(), file).ramBandwidth, 0.0);
        remember(file, here.cpuName);
        QCOMPARE(readHardware(MachineTable::shipped(), file).ramBandwidth, 5e10);
        std::ofstream(file) << "no json";
        QCOMPARE(readHardware(MachineTable::shipped(), file).ramBandwidth, 0.0);
    }
};

QTEST_APPLESS_MAIN(TestHardwareInfo)
#include "test_hardware_info.moc"
