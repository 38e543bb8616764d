#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# pictures.sh [NAME...]: makes the pictures in docs/pictures, all unless some are named, from the real Wireshark under
# Xvfb. Look at each one before it is committed. No window manager is there: what is clicked has no title bar to move.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/common.sh
. scripts/gui-session.sh

make_extcap_options() {
    wireshark_begin 'Wireshark Network' -C Fernwire
    # The wheel before "Fernwire sample sessions", which comes last.
    click 169 411
    sleep 2
    picture extcap-options
    wireshark_end
}

make_extcap() {
    wireshark_begin Capturing -C Fernwire -k -i fernwire -o extcap.fernwire.rate:4
    sleep 6
    picture extcap
    wireshark_end
}

make_record() {
    local capture
    capture=$(readable captures/library/badge-fernet.pcapng)
    wireshark_begin badge-fernet -C Fernwire -Y fernwire -g 9 "$capture"
    # The last line of the closed tree is Fernwire's; the first entry of its menu expands all below it. The keyboard
    # stays with the filter, since no window manager is there to move it.
    local tree=340
    click 240 "$tree"
    click 240 "$tree" 3
    click 300 $((tree + 13))
    click 200 849
    picture record
    wireshark_end
}

# A protocol that a file describes: the message of docs/tutorial whose key another message brings.
make_described() {
    local folder=$work/home/.config/wireshark/fernwire
    mkdir -p "$folder"
    cp docs/tutorial/wrapped_lunch.ksy "$folder"
    chmod -R a+rX "$folder"
    wireshark_begin wrapped_lunch -Y wrapped_lunch -g 6 \
        -o "fernwire.key_file:$(readable docs/tutorial/server.pem)" "$(readable docs/tutorial/wrapped_lunch.pcapng)"
    # The last line of the closed tree is the protocol's; the first entry of its menu expands all below it.
    local tree=323
    click 240 "$tree"
    click 240 "$tree" 3
    click 300 $((tree + 13))
    # The tab of the decrypted text.
    click 900 862
    picture described
    wireshark_end
}

make_expert() {
    wireshark_begin man-in-the-middle -C Fernwire "$(readable captures/library/fault-man-in-the-middle.pcapng)"
    # The circle in the status bar.
    click 17 889
    sleep 2
    picture expert
    wireshark_end
}

make_statistics() {
    wireshark_begin many-clients -C Fernwire "$(readable captures/library/many-clients.pcapng)"
    # Statistics, and its last entry.
    click 331 10
    click 347 713
    sleep 3
    picture statistics
    wireshark_end
}

make_response_times() {
    wireshark_begin many-clients -C Fernwire "$(readable captures/library/many-clients.pcapng)"
    # Statistics, Service Response Time, Fernwire.
    click 331 10
    click 390 209
    click 753 334
    sleep 3
    picture response_times
    wireshark_end
}

# is_recent NAME: whether this is a Wireshark that can show what the picture is about.
is_recent() {
    local version
    version=$(wireshark --version 2>/dev/null | sed -En '1s/.* ([0-9]+\.[0-9]+)\..*/\1/p')
    [[ $(printf '%s\n' "$version" 4.6 | sort -V | head -n 1) != 4.6 ]] || return 0
    echo "Left docs/pictures/$1.png alone: it is made with Wireshark 4.6, and this is $version."
    return 1
}

make_token() {
    cp -r captures/keystone-keys "$work"
    wireshark_begin keystone -C Fernwire -o "fernet.keys:$work/keystone-keys" -Y fernet -g 16 \
        "$(readable captures/keystone.pcapng)"
    # The tree's last line is the token's; the first entry of its menu expands all below.
    click 240 318
    click 240 318 3
    click 300 331
    picture token
    wireshark_end
}

# Before 4.2, Wireshark's menu has no place for the Follow of a plugin; the clicks are 4.6's.
make_follow() {
    is_recent follow || return 0
    wireshark_begin chat -C Fernwire -g 9 "$(readable captures/library/chat-x25519-ed25519-chacha20poly1305.pcapng)"
    # Analyze, Follow, Fernwire Stream.
    click 268 10
    click 262 278
    click 620 322
    sleep 3
    picture follow
    wireshark_end
}

make_objects() {
    wireshark_begin file-transfer -C Fernwire "$(readable captures/library/file-transfer.pcapng)"
    # File, Export Objects, Fernwire.
    click 20 10
    click 80 390
    click 428 415
    sleep 3
    picture objects
    wireshark_end
}

make_keys() {
    wireshark_begin rsa-fernet-hmac -C Fernwire "$(readable captures/library/chat-rsa-fernet-hmac.pcapng)"
    # Tools, Fernwire, Session Keys.
    click 535 10
    click 570 84
    click 750 108
    sleep 2
    picture keys
    wireshark_end
}

# preferences [OPTION...]: opens them.
preferences() {
    wireshark_begin badge-fernet -C Fernwire -Y fernwire -g 9 "$@" "$(readable captures/library/badge-fernet.pcapng)"
    # Of the tree's last line: Protocol Preferences, and Key file there.
    click 240 340
    click 240 340 3
    click 330 737
    click 740 737
    # The button in the bar that this opens.
    click 111 105
    sleep 3
}

make_preferences() {
    preferences
    picture preferences
    wireshark_end
}

make_key_table() {
    preferences -o "uat:fernwire_keys:\"key\",\"$(<captures/keys/fernet.key)\",\"the north door\"" \
        -o 'uat:fernwire_keys:"file","captures/first-session.key","main hall"'
    # Edit.
    click 388 110
    sleep 2
    picture key_table
    wireshark_end
}

make_message() {
    wireshark_begin long-lived -C Fernwire -Y json -g 9 "$(readable captures/library/long-lived.pcapng)"
    local tree=357
    click 240 "$tree"
    click 240 "$tree" 3
    click 300 $((tree + 13))
    picture message
    wireshark_end
}

names=("$@")
((${#names[@]})) || mapfile -t names < <(declare -F | sed -n 's/^declare -f make_//p')
gui_begin
for name in "${names[@]}"; do
    declare -F "make_$name" >/dev/null || fail "there is no picture $name"
    "make_$name"
done
