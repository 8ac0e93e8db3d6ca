#!/bin/sh
# Builds counter.jar. Arguments: the directory with the jars of dev.qmp.dispatch and what it needs, and where the jar goes.
set -eu
modules=$1
target=$2
here=$(cd "$(dirname "$0")" && pwd)
classes=$(mktemp -d)
trap 'rm -rf "$classes"' EXIT
javac --release 17 -Xlint:all -Werror --module-path "$modules" -d "$classes" \
    "$here/src/module-info.java" "$here/src/example/counter/CounterProvider.java"
cp "$here/src/example/counter/counter.json" "$classes/example/counter/"
mkdir -p "$target"
jar --create --file "$target/counter.jar" -C "$classes" .
