#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# try.sh SERIES: as root in a system that has tshark and nothing of ours: installs the packages beside this script, tries what they
# brought, removes them, and fails if a file is left. Then the same with the archive, for a user and for everyone.
set -euo pipefail
cd "$(dirname "$0")"
series=$1

fail() {
    echo "try.sh: $*" >&2
    exit 1
}

# What somebody else than root sees: Wireshark refuses root a personal plugin.
as_student=(timeout 60 setpriv --reuid=65534 --regid=65534 --clear-groups env HOME=/home/student
    "PATH=/home/student/.local/bin:$PATH")
student() {
    "${as_student[@]}" "$@"
}

# Every file with its type, but what apt itself keeps.
files() {
    find / -xdev \( -path /root/packages -o -path /var/lib/apt -o -path /var/lib/dpkg -o -path /var/cache -o -path /var/log -o -path /run \) \
        -prune -o -printf '%y %p\n' | sort
}

same_as_before() {
    local difference
    difference=$(diff <(echo "$before") <(files)) || fail "$1 left or took something: $difference"
}

# has TEXT PROGRAM...: the program succeeds, and its output has the text.
has() {
    local text=$1 output
    shift
    output=$("$@" 2>&1) || fail "$* failed: $output"
    grep -q -- "$text" <<<"$output" || fail "the output of $* lacks '$text'; its last lines: $(tail -n 15 <<<"$output")"
}

# lacks TEXT PROGRAM...: the program succeeds, and its output has the text nowhere.
lacks() {
    local text=$1 output
    shift
    output=$("$@" 2>&1) || fail "$* failed: $output"
    ! grep -q -- "$text" <<<"$output" || fail "$* says: $(grep -m 5 -- "$text" <<<"$output")"
}

plugin() {
    local capture=$1/first-session.pcapng key=$1/first-session.key
    has 'fernwire.so' student tshark -G plugins
    has "^TShark (Wireshark) $series" student tshark --version
    lacks 'badge 4711' student tshark -r "$capture"
    has 'badge 4711' student tshark -r "$capture" -o "fernwire.key_file:$key"
    has 'Closed because: ' student tshark -r "$capture" -o fernwire.key_file:/nowhere -V
    has 'toy_commands' student tshark -G protocols # One of the descriptions that come with it.
    has 'Text: Hello Bob' student tshark -C Fernwire -r "$capture" -o "fernwire.key_file:$key"
}

programs() {
    has '^0\.' student fernwire --version
    has '^0\.' student fernwire-client --version
    has 'rsa-sealed' student fernwire suites
    student sh -c 'fernwire generate --scenario badge-fernet --output /tmp/made.pcapng 2>/dev/null'
    has 'The badge is valid' student tshark -r /tmp/made.pcapng -Y fernwire
    # A session of two processes, in which the server chooses a port.
    student sh -c 'umask 077 && fernwire keygen fernet --output /tmp/try.key >/dev/null'
    "${as_student[@]}" fernwire-server --port 0 --key /tmp/try.key >/tmp/served 2>&1 &
    local server=$! port='' tries=0
    until port=$(grep -o 'listening on .*' /tmp/served | grep -o '[0-9]*$'); do
        ((++tries < 50)) || fail "the server does not say on which port it listens: $(cat /tmp/served)"
        sleep 0.1
    done
    student fernwire-client --port "$port" --key /tmp/try.key --message 'Hello from a package' >/dev/null
    kill -TERM "$server"
    wait "$server" || fail "the server ended with an error: $(cat /tmp/served)"
    grep -q 'Hello from a package' /tmp/served || fail "the server did not show the message"
    rm /tmp/served /tmp/made.pcapng /tmp/try.key
}

mkdir -p /home/student
chown 65534:65534 /home/student
before=$(files)

apt-get install -qq -y --no-install-recommends "$PWD"/wireshark-fernwire_*.deb >/dev/null
examples=/usr/share/doc/wireshark-fernwire/examples
plugin "$examples"
lacks 'Fernwire sample sessions' student tshark -D
apt-get install -qq -y "$PWD"/fernwire_*.deb >/dev/null
programs
has 'Fernwire sample sessions' student tshark -D
for file in man/man1/fernwire-token.1.gz bash-completion/completions/fernwire zsh/vendor-completions/_fernwire fish/vendor_completions.d/fernwire.fish; do
    [[ -s /usr/share/$file ]] || fail "there is no /usr/share/$file"
done
has 'fernwire' bash -c '. /usr/share/bash-completion/completions/fernwire; complete -p fernwire'
dpkg --verify fernwire wireshark-fernwire
rm -rf /home/student/.config /home/student/.cache
apt-get purge -qq -y fernwire wireshark-fernwire >/dev/null
same_as_before "Removing the Debian packages"

mkdir -p /opt/archive
tar --extract --zstd --directory /opt/archive --strip-components 1 --file fernwire-*.tar.zst
before=$(files)
for user in student env; do
    for _ in first again; do
        $user /opt/archive/install >/dev/null || fail "installing from the archive failed"
    done
    plugin /opt/archive/captures
    programs
    if [[ $user == env ]]; then
        has 'Fernwire sample sessions' student tshark -D
    fi
    for _ in first again; do
        $user /opt/archive/uninstall >/dev/null || fail "uninstalling failed"
    done
    lacks 'fernwire' student tshark -G plugins
    ! find /home/student /usr /etc -name '*fernwire*' | grep . || fail "uninstalling left the files above"
    rm -rf /home/student/.[a-z]*
done
