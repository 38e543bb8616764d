#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Measures what an MQTT packet costs in tshark: Wireshark's dissector in C, Examples/MQTT in Swift, and the same in Lua.

    kit-costs.py [ROUNDS] [PACKETS]

The cost is user CPU above the same capture dissected as data. Runs with and without a dissector alternate, so that a noisy
machine slows both; printed is the median of their differences, in microseconds a packet. Build Examples/MQTT before:
swift package --package-path Examples/MQTT --scratch-path .build-kit dissector build. For root tshark runs as nobody.
"""
import os, pathlib, resource, shutil, statistics, struct, subprocess, sys, tempfile

KIT = pathlib.Path(__file__).resolve().parent.parent
EXAMPLE = KIT / "Examples/MQTT"
DISSECTORS = {"C": "mqtt", "Swift": "fwmqtt", "Lua": "luamqtt"}
# In a summary line no field is asked for; -T fields makes the whole tree; -V prints it, too.
MODES = {"summary": [], "fields": ["-T", "fields", "-e", "frame.number"], "tree": ["-V"]}


def packet(first, content):
    length, rest = [], len(content)
    while True:
        length.append(rest % 128 | (128 if rest >= 128 else 0))
        rest //= 128
        if not rest:
            return bytes([first, *length]) + content


def text(value):
    return struct.pack(">H", len(value)) + value.encode()


def payloads(count):
    """One MQTT packet a segment: what a sensor publishes with QoS 1, and what the server answers."""
    yield 0, packet(0x10, text("MQTT") + bytes([4, 2]) + struct.pack(">H", 60) + text("sensor-17"))
    yield 1, packet(0x20, bytes([0, 0]))
    for number in range((count - 2) // 2):
        identifier = struct.pack(">H", number % 65535 + 1)
        yield 0, packet(0x32, text("sensors/17/temperature") + identifier + b'{"celsius": 21.5, "time": %010d}' % number)
        yield 1, packet(0x40, identifier)


def write(path, count):
    sequence = [1, 1]
    with open(path, "wb") as file:
        file.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 1))
        for number, (side, content) in enumerate(payloads(count)):
            ports, hosts = ((50000, 1883), (1, 2)) if side == 0 else ((1883, 50000), (2, 1))
            header = bytes(12) + b"\x08\x00\x45\x00" + struct.pack(">H", 40 + len(content)) + b"\0\0\x40\0\x40\x06\0\0"
            header += b"".join(bytes([10, 0, 0, host]) for host in hosts)
            header += struct.pack(">HHIIBBHHH", *ports, sequence[side], sequence[1 - side], 0x50, 0x18, 65535, 0, 0)
            sequence[side] = sequence[side] + len(content) & 0xFFFFFFFF
            frame = header + content
            file.write(struct.pack("<IIII", 1700000000 + number // 1000, number % 1000 * 1000, len(frame), len(frame)))
            file.write(frame)


def main():
    rounds, count = (int(argument) for argument in (sys.argv[1:] + ["7", "200000"][len(sys.argv) - 1:])[:2])
    if not list((EXAMPLE / "build/plugins").glob("*/epan/fwmqtt.so")):
        sys.exit(f"there is no plugin in {EXAMPLE}/build/plugins: build it first, as kit-costs.py says in its head")
    work = pathlib.Path(tempfile.mkdtemp())
    try:
        shutil.copytree(EXAMPLE / "build/plugins", work / "plugins")
        shutil.copy(EXAMPLE / "mqtt.lua", work)
        (work / "home").mkdir()
        write(work / "mqtt.pcap", count)
        write(work / "few.pcap", 100)
        subprocess.run(["chmod", "-R", "a+rX", str(work)], check=True)
        if os.getuid() == 0:
            os.chown(work / "home", 65534, 65534)
        measure(work, rounds, count)
    finally:
        shutil.rmtree(work)


def measure(work, rounds, count):
    drop = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] if os.getuid() == 0 else []
    environment = {**os.environ, "HOME": f"{work}/home", "WIRESHARK_PLUGIN_DIR": f"{work}/plugins"}

    def run(file, name, arguments, output=subprocess.DEVNULL):
        # Every run loads plugin and script, so that their loading costs nothing more in one than in another.
        command = ["tshark", "-n", "-r", f"{work}/{file}", "-X", f"lua_script:{work}/mqtt.lua"]
        command += ["-d", f"tcp.port==1883,{name}", *arguments]
        return subprocess.run(drop + command, env=environment, check=True, stdout=output, stderr=subprocess.DEVNULL, text=True).stdout

    def seconds(name, mode):
        before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
        run("mqtt.pcap", name, MODES[mode])
        return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before

    same = ["type", "qos", "length", "id", "topic", "message", "connect.client", "connack.code"]
    shown = {}
    for name in ("fwmqtt", "luamqtt"):
        columns = [word for field in same for word in ("-e", f"{name}.{field}")]
        shown[name] = run("few.pcap", name, ["-T", "fields", *columns], subprocess.PIPE)
    if shown["fwmqtt"] != shown["luamqtt"] or "temperature" not in shown["fwmqtt"]:
        sys.exit("the dissectors in Swift and Lua do not show the same")
    for mode in MODES:
        costs = {}
        for language, name in DISSECTORS.items():
            differences = []
            for turn in range(rounds):
                pair = {dissector: seconds(dissector, mode) for dissector in ((name, "data") if turn % 2 else ("data", name))}
                differences.append((pair[name] - pair["data"]) / count * 1e6)
            costs[language] = statistics.median(differences)
        row = ", ".join(f"{language} {cost:.2f}" for language, cost in costs.items())
        ratios = ", ".join(f"{costs[language] / costs['C']:.2f}" for language in ("Swift", "Lua"))
        print(f"{mode}: {row} microseconds a packet; above C: {ratios} times", flush=True)


if __name__ == "__main__":
    main()
