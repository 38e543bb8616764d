# SPDX-License-Identifier: Apache-2.0
# Sourced by the scripts that make pictures: the real Wireshark under Xvfb, as an unprivileged user, with the plugin, the
# profile and the capture interface that were built.

gui_begin() {
    scripts/install-packages.sh build picture
    work=$(mktemp -d)
    unprivileged_home=$work/home
    chmod 755 "$work"
    trap gui_end EXIT
    local settings=$work/home/.config/wireshark
    mkdir -p "$settings/profiles/Fernwire" "$work/run"
    cp plugin/profile/* "$settings/profiles/Fernwire/"
    # Nothing but what the pictures are about.
    cat >"$settings/preferences" <<'PREFERENCES'
gui.update.enabled: FALSE
gui.ask_unsaved: FALSE
capture.no_interface_load: FALSE
PREFERENCES
    cat >"$settings/recent" <<'RECENT'
gui.geometry_main_x: 0
gui.geometry_main_y: 0
gui.geometry_main_width: 1280
gui.geometry_main_height: 900
gui.geometry_main_maximized: FALSE
gui.geometry_main_upper_pane: 149
gui.geometry_main_lower_pane: 660
RECENT
    cat "$settings/recent" >>"$settings/profiles/Fernwire/recent"
    cp -r build/plugins "$work"
    mkdir "$work/extcap"
    # For the pictures of captures; tests have it from elsewhere.
    [[ ! -x build/bin/fernwiredump ]] || cp build/bin/fernwiredump "$work/extcap"
    chmod -R a+rX "$work"
    chmod 700 "$work/run"
    ((EUID != 0)) || chown -R 65534:65534 "$work/home" "$work/run"
    background Xvfb -displayfd 3 -screen 0 1280x900x24 3>"$work/display" 2>/dev/null &
    xvfb=$!
    until [[ -s $work/display ]]; do sleep 0.2; done
    export DISPLAY=:$(<"$work/display")
}

gui_end() {
    kill $(jobs -p) 2>/dev/null || true
    wait 2>/dev/null || true
    rm -rf "$work"
}

# wireshark_begin TITLE [OPTION...]: starts it, and waits for the window with that title.
wireshark_begin() {
    local title=$1
    shift
    unprivileged env XDG_RUNTIME_DIR="$work/run" WIRESHARK_PLUGIN_DIR="$work/plugins" \
        WIRESHARK_EXTCAP_DIR="$work/extcap" wireshark "$@" 2>"$work/wireshark" &
    wireshark=$!
    timeout 60 xdotool search --sync --onlyvisible --name "$title" >/dev/null ||
        fail "Wireshark shows no window $title: $(cat "$work/wireshark")"
    sleep 4
}

wireshark_end() {
    kill -0 "$wireshark" || fail "Wireshark did not stay alive: $(cat "$work/wireshark")"
    # It is the child of the shell that runs `unprivileged`.
    kill $(<"/proc/$wireshark/task/$wireshark/children") || kill "$wireshark"
    wait "$wireshark" 2>/dev/null || true
}

# A file where Wireshark may read it.
readable() {
    install -m 644 "$1" "$work/${1##*/}"
    echo "$work/${1##*/}"
}

# click X Y [BUTTON [TIMES]]
click() {
    xdotool mousemove "$1" "$2" click --repeat "${4:-1}" --delay 80 "${3:-1}"
    sleep 0.7
}

# picture NAME: what is on the screen, without the pointer's shadow on it.
picture() {
    xdotool mousemove 1270 890
    sleep 1
    mkdir -p docs/pictures
    import -window root -strip "docs/pictures/$1.png"
    # A blank screen has one colour.
    (($(identify -format %k "docs/pictures/$1.png") > 100)) || fail "the picture $1 is blank"
    echo "Made docs/pictures/$1.png."
}
