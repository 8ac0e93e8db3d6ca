#!/bin/sh
# A conversation with the image: greeting, negotiation, query-version, an event, and an out-of-band rescue.
# Lines that are sent are shown after '->', lines that come back after '<-'.
set -eu
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkfifo "$work/in" "$work/out"
qmp-cli/target/qmp/bin/qmp serve <"$work/in" >"$work/out" &
exec 3>"$work/in" 4<"$work/out"

say() {
    printf '\n# %s\n' "$1"
}
send() {
    printf -- '-> %s\n' "$1"
    printf '%s\n' "$1" >&3
}
# Shows lines up to the first that contains the given text.
expect() {
    while IFS= read -r line <&4; do
        printf '<- %s\n' "${line%?}"
        case $line in
            *"$1"*) return 0 ;;
        esac
    done
    echo "the server ended before it sent: $1" >&2
    exit 1
}

say 'The server greets; only qmp_capabilities can be executed before negotiation.'
expect '"QMP"'
send '{"execute": "qmp_capabilities", "arguments": {"enable": ["oob"]}}'
expect '"return"'
say 'A command and its reply; the id tells which reply belongs to which request.'
send '{"execute": "query-version", "id": 1}'
expect '"id": 1'
say 'An event comes before the reply of the command that caused it.'
send '{"execute": "stop", "id": 2}'
expect '"id": 2'
say 'x-hold blocks the one thread that runs commands; query-status has to wait.'
send '{"execute": "x-hold", "id": 3}'
expect 'X_HELD'
send '{"execute": "query-status", "id": 4}'
say 'The rescue: an out-of-band command runs at once, in the thread that parses.'
send '{"exec-oob": "x-release", "id": "now"}'
expect '"id": "now"'
expect '"id": 4'
send '{"execute": "quit", "id": 5}'
expect '"id": 5'
exec 3>&-
wait
say 'That was a real QMP server. Its image: qmp-cli/target/qmp/bin/qmp'
