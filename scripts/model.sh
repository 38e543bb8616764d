#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Runs all searches of the model of two handshakes in Tests/Model, which is in Maude, and compares their results with what is
# expected.
#
#   model.sh [--deep] [--only ID] [--traces] [--markdown] [--doc FILE]
#
# --deep adds searches with more sessions, which take as long again. --only runs one search. --traces prints the attack
# traces alone. --markdown prints the rows as Markdown. --doc fails if FILE lacks one of those rows.
set -euo pipefail

model=$(cd "$(dirname "$0")/../Tests/Model" && pwd)
deep=no only="" doc="" traces=no markdown=no
while [ $# -gt 0 ]; do
    case $1 in
    --deep) deep=yes ;;
    --only) only=${2:?--only needs an ID}; shift ;;
    --traces) traces=yes ;;
    --markdown) markdown=yes ;;
    --doc) doc=${2:?--doc needs a file}; shift ;;
    *) sed -n '3,9s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
    esac
    shift
done
command -v maude >/dev/null || { echo "maude is missing: apt install maude" >&2; exit 2; }
if [ -n "$doc" ] && [ ! -r "$doc" ]; then echo "model.sh: cannot read $doc" >&2; exit 2; fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
limit=600 # seconds of one search
failures=0 searches=0 began=$SECONDS

fail() { echo "model.sh: $1" >&2; failures=$((failures + 1)); }

# run QUERY: one maude process; its output is in $work/out
run() {
    printf 'set print color off .\n%s\nquit\n' "$1" >"$work/query.maude"
    local rc=0
    timeout "$limit" maude -no-banner -no-advise -no-wrap "$model/all.maude" "$work/query.maude" \
        >"$work/out" 2>&1 </dev/null || rc=$?
    if [ $rc -eq 124 ]; then echo "TIMEOUT after $limit s" >>"$work/out"; fi
}

# search ID EXPECTED PROPERTY BOUND STATE PREDICATE [trace]
search() {
    local id=$1 expected=$2 property=$3 bound=$4 state=$5 predicate=$6 trace=${7:-} query result states seconds
    if [ -n "$only" ] && [ "$only" != "$id" ]; then return 0; fi
    if [ $traces = yes ] && [ -z "$trace" ]; then return 0; fi
    if [ -n "$trace" ]; then
        query="search [1] in SCENARIOS : $state =>* { env(F:Flags, K:Know, L:Log) | R:Soup }
               such that $predicate({ env(F:Flags, K:Know, L:Log) | R:Soup }) ."
    elif [ "$predicate" = stuck ]; then
        query="search [1] in SCENARIOS : $state =>* S:[State] such that stuck(S:[State]) ."
    else
        query="search [1] in SCENARIOS : $state =>* S:State such that $predicate(S:State) ."
    fi
    run "$query"
    if grep -q '^Solution 1' "$work/out"; then result="SOLUTION"
    elif grep -q '^No solution' "$work/out"; then result="NO SOLUTION"
    else result="ERROR"; fi
    if grep -q '^Warning' "$work/out"; then result="ERROR"; fi
    states=$(sed -n 's/^states: \([0-9]*\).*/\1/p' "$work/out" | head -n 1)
    seconds=$(sed -n 's/^states:.*(\([0-9]*\)ms real).*/\1/p' "$work/out" | head -n 1)
    seconds=$(awk -v ms="${seconds:-0}" 'BEGIN { printf "%.2f", ms / 1000 }')
    searches=$((searches + 1))
    local row="| $id | $property | $bound | $result | ${states:--} |"
    if [ $markdown = yes ]; then
        echo "$row"
    elif [ $traces = no ]; then
        printf '%-4s %-11s %7s %7s  %-36s %s\n' "$id" "$result" "${states:--}" "$seconds" "$bound" "$property"
    fi
    if [ "$result" != "$expected" ]; then
        fail "$id: expected $expected and got $result: $property"
        if [ "$result" = ERROR ]; then head -n 5 "$work/out" >&2; fi
    fi
    if [ -n "$doc" ]; then
        grep -qF -- "$row" "$doc" || fail "$doc has no such row: $row"
    fi
    if [ $traces = yes ]; then
        echo "$id: $property"
        sed -n '/^L:Log --> /,/^R:Soup --> /p' "$work/out" | sed '1d;$d;s/^;; //'
        echo
    fi
}

k='pk(alice) & pk(bob)'            # public keys that the intruder knows
a='(alice, anon, mallory)'         # clients that bob accepts
one="client(1, chacha, alice, bob)"
oneTwo="$one server(2, chacha, $a)"
two="client(1, chacha, alice, bob) client(2, chacha, alice, (bob, mallory))"
both='chacha aesgcm'
f='rsafernet'
rsa="client(1, $f, alice, anon) server(1, $f, (alice, mallory))"

if [ $traces = no ] && [ $markdown = no ]; then
    printf '%-4s %-11s %7s %7s  %-36s %s\n' ID result states seconds bound property
fi

# --- S: sanity. The model does something, and its functions are complete.
if [ -z "$only" ] && [ $traces = no ]; then
    run 'red in SCENARIOS : exp(exp(g, xc(1)), xs(1)) == exp(exp(g, xs(1)), xc(1)) .'
    grep -q '^result Bool: true' "$work/out" || fail "S0: exp(exp(g, x), y) and exp(exp(g, y), x) are not equal"
    [ $markdown = yes ] || printf '%-4s %-11s %7s %7s  %-36s %s\n' S0 - - - "an equation" "exp(exp(g, x), y) = exp(exp(g, y), x)"
fi
search S1 "NO SOLUTION" "a state without a sort (an equation is missing), x25519" "1 client, 1 server, two suites, theft" \
    "start(asSpecified, $k, client(1, $both, alice, bob) server(1, $both, $a) vault(sk(alice) & sk(bob)))" stuck
search S2 "NO SOLUTION" "a state without a sort, rsa-fernet-hmac" "1 client, 1 server, theft" \
    "start(asSpecified, $k, $rsa vault(rsk(alice)))" stuck
search S3 SOLUTION "alice and bob both reach OPEN" "1 client, 1 server" \
    "start(asSpecified, $k, $one server(1, chacha, $a))" together
search S4 SOLUTION "a nameless client and bob both reach OPEN" "1 client, 1 server" \
    "start(asSpecified, $k, client(1, chacha, anon, bob) server(1, chacha, $a))" "togetherNameless"
search S5 SOLUTION "they do while the intruder only listens" "1 client, 1 server, passive" \
    "start(passive, nothing, $one server(1, chacha, $a))" together
search S6 SOLUTION "they do in the client's second suite, if bob speaks no other" "1 client, 1 server, two suites" \
    "start(asSpecified, $k, client(1, $both, alice, bob) server(1, aesgcm, $a))" together
search S7 SOLUTION "mallory reaches OPEN with bob under his own name" "1 client, 1 server" \
    "start(asSpecified, $k, $one server(1, chacha, $a))" serverOpenWithMallory
search S8 SOLUTION "alice reaches OPEN with mallory, if she accepts him" "1 client, 1 server" \
    "start(asSpecified, $k, client(1, chacha, alice, (bob, mallory)) server(1, chacha, $a))" clientOpenWithMallory
search S9 SOLUTION "alice and bob both reach OPEN in rsa-fernet-hmac" "1 client, 1 server, passive" \
    "start(passive, nothing, $rsa)" togetherRsa

# --- A: x25519-ed25519 as specified.
search A1 "NO SOLUTION" "the intruder reads a session of alice's with bob" "1 client, 2 servers" \
    "start(asSpecified, $k, $oneTwo)" readsClient
search A2 "NO SOLUTION" "the intruder reads a session of bob's with alice" "1 client, 2 servers" \
    "start(asSpecified, $k, $oneTwo)" readsServer
search A3 "NO SOLUTION" "alice is OPEN with bob, and no run of bob's agrees" "1 client, 2 servers" \
    "start(asSpecified, $k, $oneTwo)" clientAlone
search A4 "NO SOLUTION" "bob is OPEN with alice, and no run of alice's agrees" "1 client, 2 servers" \
    "start(asSpecified, $k, $oneTwo)" serverAlone
search A5 "NO SOLUTION" "two open runs of one side share a session (injectivity)" "1 client, 2 servers" \
    "start(asSpecified, $k, $oneTwo)" twice
search A6 "NO SOLUTION" "any of A1 to A5, while alice may also talk to mallory" "2 clients, 1 server" \
    "start(asSpecified, $k, $two server(1, chacha, $a))" broken
search A7 "NO SOLUTION" "any of A1 to A5, while alice may also talk to mallory" "2 clients, 2 servers" \
    "start(asSpecified, $k, client(1, chacha, alice, bob) client(2, chacha, alice, mallory) server(2, chacha, $a))" broken
search A8 "NO SOLUTION" "any of A1 to A5, with a nameless client beside alice" "2 clients, 1 server" \
    "start(asSpecified, $k, client(1, chacha, anon, bob) client(2, chacha, alice, (bob, mallory)) server(1, chacha, $a))" broken
search A9 "NO SOLUTION" "any of A1 to A5, with bob's key used as a client's too" "2 clients, 1 server" \
    "start(asSpecified, $k, $one client(2, chacha, bob, mallory) server(1, chacha, $a))" broken
search A10 "NO SOLUTION" "any of A1 to A5, with both x25519 suites on offer" "2 clients, 1 server, two suites" \
    "start(asSpecified, $k, client(1, $both, alice, bob) client(2, $both, alice, (bob, mallory)) server(1, $both, $a))" broken
search A11 "NO SOLUTION" "downgrade: alice accepts bob in a suite that is not their first" "1 client, 2 servers, two suites" \
    "start(asSpecified, $k, client(1, $both, alice, bob) server(2, $both, $a))" downgraded
search A12 "NO SOLUTION" "the intruder reads alice, who offers x25519 alone, while bob also speaks rsa-fernet-hmac" "1 client, 2 servers, two suites" \
    "start(asSpecified, $k, client(1, chacha, alice, bob) server(2, chacha $f, $a))" readsAnyClient
search A13 "NO SOLUTION" "alice's identity becomes known, and she accepts bob alone" "1 client, 2 servers" \
    "start(asSpecified, pk(bob), $oneTwo)" showsClient
search A14 "NO SOLUTION" "alice's or bob's identity becomes known to one who listens" "2 clients, 2 servers, passive" \
    "start(passive, nothing, client(1, chacha, alice, bob) client(2, chacha, alice, bob) server(2, chacha, $a))" showsAny
search A15 "NO SOLUTION" "the intruder steals both identity keys after a session and reads it" "1 client, 2 servers, theft" \
    "start(asSpecified, $k, $oneTwo vault(sk(alice) & sk(bob)))" readsPast
search A16 "NO SOLUTION" "he has stolen alice's key before and passes as bob to her, or reads her" "1 client, 2 servers" \
    "start(asSpecified, $k & sk(alice), $oneTwo)" brokenClient
search A17 "NO SOLUTION" "he has stolen bob's key before and passes as alice to him, or reads him" "1 client, 2 servers" \
    "start(asSpecified, $k & sk(bob), $oneTwo)" brokenServer

# --- M: what the protocol does not promise, and mutants that lack one check.
search M1 SOLUTION "stolen bob's key before: he passes as bob to alice" "1 client, 1 server" \
    "start(asSpecified, $k & sk(bob), $one server(1, chacha, $a))" clientAlone
search M2 SOLUTION "stolen alice's key before: he passes as alice to bob" "1 client, 1 server" \
    "start(asSpecified, $k & sk(alice), $one server(1, chacha, $a))" serverAlone
search M3 SOLUTION "whoever connects gets bob's identity" "1 client, 1 server" \
    "start(asSpecified, nothing, $one server(1, chacha, $a))" showsServer
search M4 SOLUTION "alice offers x25519 and rsa-fernet-hmac together: he moves her to the second and reads" "1 client, 1 server, two suites" \
    "startLogged(asSpecified, $k, client(1, chacha $f, alice, bob) server(1, chacha $f, $a))" readsAnyClient trace
search M5 SOLUTION "mutant: signature without transcript; he reads alice" "1 client, 1 server" \
    "start(sigWithoutTranscript, $k, $one server(1, chacha, $a))" readsClient
search M6 SOLUTION "mutant: signature without transcript; he passes as alice" "1 client, 1 server" \
    "start(sigWithoutTranscript, $k, client(1, chacha, alice, mallory) server(1, chacha, $a))" serverAlone
search M7 SOLUTION "mutant: alice accepts any identity; he reads her" "1 client, 1 server" \
    "start(anyIdentity, $k, $one server(1, chacha, $a))" readsAnyClient
search M8 SOLUTION "mutant: alice verifies no signature; he reads her" "1 client, 1 server" \
    "start(clientSkipsSignature, $k, $one server(1, chacha, $a))" readsClient
search M9 SOLUTION "mutant: alice verifies no signature; he learns her identity" "1 client, 1 server" \
    "start(clientSkipsSignature, pk(bob), $one server(1, chacha, $a))" showsClient
search M10 SOLUTION "mutant: bob verifies no signature; he passes as alice" "1 client, 1 server" \
    "start(serverSkipsSignature, $k, $one server(1, chacha, $a))" serverAlone
search M11 SOLUTION "mutant: alice skips the server's finished; she is OPEN alone" "1 client, 1 server" \
    "start(clientSkipsFinished, $k, $one server(1, chacha, $a))" clientAlone
search M12 SOLUTION "mutant: the transcript leaves out the offer; downgrade" "1 client, 1 server, two suites" \
    "start(offerNotCovered, $k, client(1, $both, alice, bob) server(1, $both, $a))" downgraded
search M13 SOLUTION "mutant: identity before the decision about bob's; he learns alice's" "1 client, 1 server" \
    "start(showsBeforeDecision, pk(bob), $one server(1, chacha, $a))" showsClient
search M14 SOLUTION "mutant: identities in the clear; one who listens learns alice's" "1 client, 1 server, passive" \
    "start(passive identityInClear, nothing, $one server(1, chacha, $a))" showsClient
search M15 SOLUTION "mutant: bob keeps his X25519 key, and it is stolen after the session" "1 client, 1 server, theft" \
    "start(asSpecified, $k, $one server(1, chacha, $a) vault(sk(alice) & sk(bob) & xs(1)))" readsPast
search M16 SOLUTION "mutant: bob skips the client's finished; he is OPEN alone" "1 client, 1 server" \
    "start(serverSkipsFinished, $k, $one server(1, chacha, $a))" serverAlone
search M17 "NO SOLUTION" "mutant without effect on this: identities in the clear; any of A1 to A5" "1 client, 2 servers" \
    "start(identityInClear, $k, $oneTwo)" broken
search M18 "NO SOLUTION" "mutant without effect on this: shares of small order accepted; any of A1 to A5" "1 client, 2 servers" \
    "start(zeroAccepted, $k, $oneTwo)" broken
search M19 SOLUTION "mutant: bob verifies no signature; he is read while he believes in alice" "1 client, 1 server" \
    "start(serverSkipsSignature, $k, $one server(1, chacha, $a))" readsServer
search M20 SOLUTION "mutant: alice draws the same random values twice; two runs share a session" "2 clients, 1 server" \
    "start(asSpecified, $k, $one $one server(1, chacha, $a))" twice

# --- B: rsa-fernet-hmac.
search B1 SOLUTION "man in the middle: the intruder reads alice's session and bob's" "1 client, 1 server" \
    "startLogged(asSpecified, nothing, $rsa)" inTheMiddle trace
search B2 SOLUTION "man in the middle with the same randoms and keys on both sides" "1 client, 1 server" \
    "startLogged(asSpecified, nothing, $rsa)" inTheMiddleUnseen trace
search B3 SOLUTION "alice is OPEN, and no run of bob's agrees" "1 client, 1 server" \
    "start(asSpecified, nothing, $rsa)" clientAlone
search B4 "NO SOLUTION" "one who only listens reads a session" "2 clients, 2 servers, passive" \
    "start(passive, nothing, client(1, $f, alice, anon) client(2, $f, alice, anon) server(2, $f, (alice, mallory)))" readsAnyClient
search B5 SOLUTION "he listens, steals alice's RSA key after the session and reads it" "1 client, 1 server, passive, theft" \
    "startLogged(passive, nothing, $rsa vault(rsk(alice)))" readsPast trace
search B6 "NO SOLUTION" "he listens and steals all but alice's RSA key, which she has forgotten" "1 client, 1 server, passive, theft" \
    "start(passive, nothing, $rsa vault(rsk(bob) & sk(alice) & sk(bob)))" readsPast
search B7 "NO SOLUTION" "bob accepts alice's RSA key alone: his side of A2, A4 or A5 breaks" "2 clients, 2 servers" \
    "start(asSpecified, nothing, client(1, $f, alice, anon) client(2, $f, alice, anon) server(2, $f, alice))" brokenServer
search B8 SOLUTION "bob accepts alice's RSA key alone: the intruder still reads alice" "1 client, 1 server" \
    "start(asSpecified, nothing, client(1, $f, alice, anon) server(1, $f, alice))" readsAnyClient

if [ $deep = yes ]; then
    search D1 "NO SOLUTION" "any of A1 to A5" "1 client, 3 servers" \
        "start(asSpecified, $k, $one server(3, chacha, $a))" broken
    search D2 "NO SOLUTION" "any of A1 to A5" "2 clients, 2 servers" \
        "start(asSpecified, $k, $one client(2, chacha, alice, bob) server(2, chacha, $a))" broken
    search D3 "NO SOLUTION" "any of A1 to A5, with both x25519 suites on offer" "1 client, 2 servers, two suites" \
        "start(asSpecified, $k, client(1, $both, alice, bob) server(2, $both, $a))" broken
fi

if [ $searches -eq 0 ]; then fail "there is no search ${only:-}"; fi
if [ $traces = yes ]; then [ $failures -eq 0 ]; exit; fi
echo "$searches searches in $((SECONDS - began)) s, $failures not as expected"
[ $failures -eq 0 ]
