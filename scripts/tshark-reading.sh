# SPDX-License-Identifier: Apache-2.0
# Sourced by scripts that read captures with tshark and the plugin that was built, or with those of the folder $plugins.

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/home"
unprivileged_home=$work/home
cp -r "${plugins:-build/plugins}" "$work/plugins"
chmod -R a+rX "$work"
((EUID != 0)) || chown 65534:65534 "$work/home"

# reading CAPTURE [OPTION...]: Fernwire's part of each frame, as JSON. The end of a cut file is no failure here.
reading() {
    local capture=$1
    shift
    cp "$capture" "$work/capture.pcapng"
    chmod a+r "$work/capture.pcapng"
    unprivileged env TZ=UTC WIRESHARK_PLUGIN_DIR="$work/plugins" tshark -n -r "$work/capture.pcapng" "$@" \
        -Y fernwire -T json -J fernwire 2>"$work/errors" || grep -q 'cut short' "$work/errors" || {
        cat "$work/errors" >&2
        return 1
    }
}
