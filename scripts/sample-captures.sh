#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# sample-captures.sh [NAME...]: makes the sessions in captures/, or those named, anew, from real ones on the loopback
# interface. Needs the right to capture, port 9090 free, and for keystone python3-venv and PyPI.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/common.sh

work=$(mktemp -d)
wanted=" $* "
trap 'kill $(jobs -p) 2>/dev/null || true; rm -rf "$work"' EXIT

# Whether the session of this name is to be made.
wants() {
    [[ $wanted == "  " || $wanted == *" $1 "* ]]
}

# capture PORT NAME: begins to.
capture() {
    background dumpcap -q -i lo -f "tcp port $1" -w "$work/$2.pcapng" 2>/dev/null &
    dumpcap=$!
    sleep 1.5
}

# kept NAME: ends the capture.
kept() {
    sleep 0.5
    kill -INT "$dumpcap"
    wait "$dumpcap" || true
    # Neither the machine's name nor its system goes into the file.
    editcap -F pcap "$work/$1.pcapng" "$work/$1.pcap"
    editcap -F pcapng "$work/$1.pcap" "captures/$1.pcapng"
}

# sample NAME SERVER-KEY-OPTIONS -- CLIENT-OPTIONS
sample() {
    local name=$1 server_options=() port=9090
    shift
    while [[ $1 != -- ]]; do
        server_options+=("$1")
        shift
    done
    shift
    capture "$port" "$name"
    background build/bin/fernwire-server --port "$port" --message "Hello Alice, the badge is valid." "${server_options[@]}" \
        >"$work/output" &
    local server=$!
    timeout 10 sh -c "until grep -q ^listening $work/output; do sleep 0.1; done"
    build/bin/fernwire-client --port "$port" "$@"
    kill -INT "$server"
    wait "$server" || true
    kept "$name"
}

! wants keystone || provide_python
message="Hello Bob, badge 4711 at the north door."
if wants first-session; then
    build/bin/fernwire keygen fernet --force --output captures/first-session.key
    sample first-session --key captures/first-session.key --key-id badges -- \
        --key captures/first-session.key --key-id badges --message "$message"
fi
if wants modern-session; then
    for side in client server; do
        build/bin/fernwire keygen ed25519 --output "$work/$side" --public-output "$work/$side.pub"
    done
    rm -f captures/modern-session.keylog
    sample modern-session --identity "$work/server" --peer-key "$work/client.pub" -- --identity "$work/client" \
        --peer-key "$work/server.pub" --key-log captures/modern-session.keylog --message "$message"
fi
for name in sealed signed; do
    wants "$name-session" || continue
    suite=rsa-sealed
    [[ $name == sealed ]] || suite=rsa-fernet-signed
    for side in client server; do
        build/bin/fernwire keygen rsa --force --output "$work/$side" --public-output "$work/$side.pub"
    done
    sample "$name-session" --suite "$suite" --key "$work/server" --peer-key "$work/client.pub" -- --suite "$suite" \
        --key "$work/client" --peer-key "$work/server.pub" --message "$message"
    if [[ $name == sealed ]]; then
        cat "$work/client" "$work/server" >captures/sealed-session.pem
    else
        cp "$work/server" captures/signed-session.pem
    fi
done
if wants toy-session; then
    sample toy-session --insecure toy-dh16 -- --insecure toy-dh16 --message "$message"
fi
if wants wrapped-session; then
    build/bin/fernwire keygen rsa --force --output captures/wrapped-session.pem
    rm -f captures/wrapped-session.keylog
    sample wrapped-session --insecure rsa-fernet-hmac -- --insecure rsa-fernet-hmac --key captures/wrapped-session.pem --key-log captures/wrapped-session.keylog \
        --message "$message"
fi
for name in gcm:aes256-gcm-psk:aes256 cbc:aes128-cbc-psk:aes128 nomac:aes128-cbc-psk-nomac:aes128; do
    IFS=: read -r name suite kind <<<"$name"
    wants "$name-session" || continue
    key=captures/$name-session.key
    build/bin/fernwire keygen "$kind" --force --output "$key"
    named=(--suite "$suite")
    [[ $name != nomac ]] || named=(--insecure "$suite")
    sample "$name-session" "${named[@]}" --key "$key" -- "${named[@]}" --key "$key" --message "$message"
done
if wants plaintext-session; then
    sample plaintext-session --insecure plaintext -- --insecure plaintext --message "$message"
fi
if wants tls-session; then
    for side in client server; do
        build/bin/fernwire keygen ed25519 --output "$work/tls-$side" --public-output "$work/tls-$side.pub"
    done
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -noenc -days 36500 -subj /CN=localhost \
        -addext subjectAltName=IP:127.0.0.1 -keyout "$work/tls.key" -out "$work/tls.pem" 2>/dev/null
    SSLKEYLOGFILE=$work/tls.keylog sample tls-session --identity "$work/tls-server" --peer-key "$work/tls-client.pub" \
        --tls --tls-certificate "$work/tls.pem" --tls-key "$work/tls.key" -- --identity "$work/tls-client" \
        --peer-key "$work/tls-server.pub" --tls --tls-ca "$work/tls.pem" --key-log "$work/session.keylog" --message "$message"
    # The keys of both go into the capture, which then needs no others.
    editcap --inject-secrets "tls,$work/tls.keylog" captures/tls-session.pcapng "$work/tls-session.pcapng"
    build/bin/fernwire secrets add "$work/tls-session.pcapng" --keys "$work/session.keylog" --force \
        --output captures/tls-session.pcapng
fi
if wants keystone; then
    coproc { python3 scripts/keystone-sample.py captures/keystone-keys; }
    read -r port <&"${COPROC[0]}"
    capture "$port" keystone
    keystone=$COPROC_PID
    echo >&"${COPROC[1]}"
    wait "$keystone"
    kept keystone
fi
chmod -R a+rX,u+w captures
scripts/expected-output.sh
