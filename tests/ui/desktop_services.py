#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Hearth authors
"""Stands for a desktop that shows notifications and has no keyring: owns org.freedesktop.Notifications on the session bus
and prints a JSON line with program, title and text of each, after a first line that says it is ready; and owns
org.freedesktop.secrets with nothing behind it, so that no keyring of this machine is started."""
import json

from gi.repository import Gio, GLib

INTERFACE = """<node><interface name="org.freedesktop.Notifications"><method name="Notify">
<arg type="s" direction="in"/><arg type="u" direction="in"/><arg type="s" direction="in"/><arg type="s" direction="in"/>
<arg type="s" direction="in"/><arg type="as" direction="in"/><arg type="a{sv}" direction="in"/><arg type="i" direction="in"/>
<arg type="u" direction="out"/></method></interface></node>"""


def notify(_connection, _sender, _path, _interface, _method, parameters, invocation):
    program, _, _, title, text, *_ = parameters.unpack()
    print(json.dumps({"program": program, "title": title, "text": text}), flush=True)
    invocation.return_value(GLib.Variant("(u)", (1,)))


def main():
    connection = Gio.bus_get_sync(Gio.BusType.SESSION)
    interface = Gio.DBusNodeInfo.new_for_xml(INTERFACE).interfaces[0]
    connection.register_object("/org/freedesktop/Notifications", interface, notify)
    Gio.bus_own_name_on_connection(connection, "org.freedesktop.secrets", Gio.BusNameOwnerFlags.NONE, None, None)
    Gio.bus_own_name_on_connection(connection, interface.name, Gio.BusNameOwnerFlags.NONE,
                                   lambda *_: print("ready", flush=True), None)
    GLib.MainLoop().run()


if __name__ == "__main__":
    main()
