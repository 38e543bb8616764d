# SPDX-License-Identifier: Apache-2.0
"""One line on the machine and the versions: ratios move with them."""
import os, platform, re, subprocess


def first(command, pattern):
    try:
        said = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True).stdout
    except FileNotFoundError:
        return "none"
    found = re.search(pattern, said)
    return found[1] if found else "unknown"


def line():
    with open("/proc/cpuinfo") as file:
        model = re.search(r"model name\s*:\s*(.*)", file.read())
    versions = {
        "tshark": first(["tshark", "--version"], r"TShark .*?([0-9][0-9.]+)"),
        "Swift": first(["swift", "--version"], r"Swift version ([0-9.]+)"),
        "OpenSSL": first(["openssl", "version"], r"OpenSSL (\S+)"),
        "valgrind": first(["valgrind", "--version"], r"valgrind-(\S+)")}
    cpu = model[1].strip() if model else platform.machine()
    return ", ".join([cpu, f"{os.cpu_count()} cores", f"Linux {platform.release()}", *map(" ".join, versions.items())])
