#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Sets up, runs a session between server and client on the loopback interface, captures it, and shows the same frames
# through tshark without and with the key.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/common.sh
require_swift
scripts/install-packages.sh build test

[[ -x build/bin/fernwire-client ]] || step "Building server and client (some minutes the first time)"
scripts/build-executables.sh
step "Building the Wireshark plugin"
scripts/build-plugin.sh

work=$(mktemp -d)
chmod 755 "$work"
unprivileged_home=$work/home
mkdir "$work/home"
((EUID != 0)) || chown 65534:65534 "$work/home"
pids=()
cleanup() {
    ((${#pids[@]} == 0)) || kill "${pids[@]}" 2>/dev/null || true
    wait 2>/dev/null || true
    rm -rf "$work"
}
trap cleanup EXIT

step "Making a Fernet key: build/demo/demo.key"
mkdir -p build/demo
build/bin/fernwire keygen fernet --force --output build/demo/demo.key

step "Starting the server"
background build/bin/fernwire-server --port 0 --key build/demo/demo.key --message "Hello Alice, the badge is valid." \
    >"$work/server" &
server=$!
pids+=("$server")
for _ in $(seq 100); do
    port=$(sed -n 's/^listening on .*:\([0-9]*\)$/\1/p' "$work/server")
    [[ -z $port ]] || break
    kill -0 "$server" 2>/dev/null || fail "the server did not start"
    sleep 0.1
done
[[ -n $port ]] || fail "the server does not listen"

capture=build/demo/demo.pcapng
key=build/demo/demo.key
background dumpcap -q -i lo -f "tcp port $port" -w "$work/live.pcapng" 2>"$work/dumpcap" &
dumpcap=$!
pids+=("$dumpcap")
for _ in $(seq 50); do
    [[ ! -s $work/live.pcapng ]] || break
    kill -0 "$dumpcap" 2>/dev/null || break
    sleep 0.1
done
sleep 0.5

step "One client says hello, to 127.0.0.1:$port"
build/bin/fernwire-client --port "$port" --key "$key" --message "Hello Bob, badge 4711 at the north door." |
    sed 's/^/    the client received: /'
sleep 0.5

if kill -INT "$dumpcap" 2>/dev/null; then
    wait "$dumpcap" || true
    cp "$work/live.pcapng" "$capture"
else
    echo "    This user may not capture (sudo adduser \$USER wireshark, or run this as root):"
    echo "    showing the sample session in captures/ in place of the one that just ran."
    capture=captures/first-session.pcapng
    key=captures/first-session.key
    port=9090
fi
kill -INT "$server" && wait "$server" || true

# Readable for whoever runs tshark; the key is a throw-away.
install -m 644 "$capture" "$work/session.pcapng"
install -m 644 "$key" "$work/session.key"
cp -r build/plugins "$work/plugins"
chmod -R a+rX "$work/plugins"

show() {
    unprivileged env WIRESHARK_PLUGIN_DIR="$work/plugins" tshark -n -r "$work/session.pcapng" \
        -o "fernwire.tcp.port:$port" "$@" 2>"$work/tshark" || { cat "$work/tshark" >&2; fail "tshark failed"; }
}
loaded=$(unprivileged env WIRESHARK_PLUGIN_DIR="$work/plugins" tshark -G plugins 2>/dev/null | grep -c '^fernwire\.so' || true)
((loaded > 0)) || fail "tshark does not load build/plugins; try: make plugin"

columns=(-Y fernwire -o 'gui.column.format:"No.","%m","Source port","%uS","Length","%L","Info","%i"')
record=$(show -Y fernwire.record -T fields -e frame.number | head -n 1)
echo
step "What a sniffer sees of a record: bytes that say nothing"
show -Y "frame.number == $record" -P -x | sed -n '/^00/p' | tail -n +5 | head -n 8
echo
step "The frames, labelled, without the key:"
show "${columns[@]}"
echo
step "The same frames with the key ($key):"
show "${columns[@]}" -o "fernwire.key_file:$work/session.key"
echo
step "One record in full:"
show -o "fernwire.key_file:$work/session.key" -Y 'fernwire.record.plaintext contains "Bob"' -O fernwire |
    sed -n '/^Fernwire/,$p'
decrypted=$(show -o "fernwire.key_file:$work/session.key" -Y fernwire.record.plaintext -T fields \
    -e fernwire.record.plaintext)
[[ $decrypted == *"Hello Bob"*"Hello Alice"* ]] || fail "tshark did not decrypt the session"
echo
if ((EUID == 0)); then
    # Root is refused the personal folder that WIRESHARK_PLUGIN_DIR stands for.
    echo "To open it in Wireshark: make install, then"
    open="wireshark"
else
    echo "To open it in Wireshark:"
    open="WIRESHARK_PLUGIN_DIR=build/plugins wireshark"
fi
command -v wireshark >/dev/null || echo "    sudo apt-get install wireshark    # the window, which this did not install"
echo "    $open -o fernwire.key_file:$PWD/$key -o fernwire.tcp.port:$port -r $capture"
