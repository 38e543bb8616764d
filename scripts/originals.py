#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Counts the messages of captures that tshark shows with the plugin and its descriptions.

    originals.py FOLDER

FOLDER has captures NAME.pcap, keys for them in NAME.keys/, and what they say in NAME.expected.txt: a line a message, C>S or S>C, a
tab and the plaintext; lines with # are remarks. A message counts if a frame of its sender shows its text in the Info column, in the
order of the file and in one pass. Build the plugin before. For root tshark runs as nobody.
"""
import os, pathlib, shutil, subprocess, sys, tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    captures = sorted(pathlib.Path(sys.argv[1]).glob("*.pcap"))
    if not captures or not list((ROOT / "build/plugins").glob("*/epan/fernwire.so")):
        sys.exit("there are no captures in the folder, or the plugin is not built: make plugin")
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(ROOT / "build/plugins", f"{folder}/plugins")
        os.mkdir(f"{folder}/home")
        counts = [count(capture, folder) for capture in captures]
    print(sum(shown for shown, _ in counts), "of", sum(all for _, all in counts), "messages are shown")
    sys.exit(any(shown < all for shown, all in counts))


def count(capture, folder):
    keys = b"".join(path.read_bytes().rstrip(b"\n") + b"\n" for path in sorted(capture.with_suffix(".keys").glob("*")))
    pathlib.Path(folder, "keys").write_bytes(keys)
    shutil.copy(capture, f"{folder}/capture.pcap")
    subprocess.run(["chmod", "-R", "a+rX", folder], check=True)
    drop = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] if os.geteuid() == 0 else []
    if drop:
        subprocess.run(["chown", "-R", "65534", f"{folder}/home"], check=True)
    options = ["-o", f"fernwire.key_file:{folder}/keys"] if keys else []
    said = subprocess.run(
        [*drop, "tshark", "-r", f"{folder}/capture.pcap", *options, "-T", "fields", "-e", "tcp.srcport", "-e", "tcp.dstport",
         "-e", "_ws.col.Info"],
        env={**os.environ, "HOME": f"{folder}/home", "WIRESHARK_PLUGIN_DIR": f"{folder}/plugins"}, check=True,
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout
    frames = [line.split("\t", 2) for line in said.splitlines() if line.count("\t") >= 2]
    expected = [line.split("\t", 1) for line in capture.with_suffix(".expected.txt").read_text().splitlines()
                if line and not line.startswith("#")]
    shown, place = 0, 0
    for direction, text in expected:
        # The client's port is the higher one.
        found = next((index for index in range(place, len(frames)) if text in frames[index][2]
                      and (int(frames[index][0]) > int(frames[index][1])) == (direction == "C>S")), None)
        if found is not None:
            shown, place = shown + 1, found + 1
    print(f"{capture.stem}: {shown} of {len(expected)}")
    return shown, len(expected)


main()
