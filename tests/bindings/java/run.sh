#!/usr/bin/env bash
# Compiles the binding and a program of this folder, and runs the program. The compiler is a module of the runtime.
# Usage: run.sh FOLDER_FOR_CLASSES PROGRAM [ARGUMENT...], beside with_simulator.sh
set -euo pipefail

here=$(dirname "$(realpath "$0")")
binding=$here/../../../plugin_api/bindings/java
jna=/usr/share/java/jna.jar
mkdir -p "$1"
java -XX:TieredStopAtLevel=1 -m jdk.compiler/com.sun.tools.javac.Main -Xlint:all,-processing -Werror -cp "$jna" -d "$1" \
    "$binding"/org/idpplugin/*.java "$here"/*.java "$here"/org/idpplugin/*.java
java -XX:TieredStopAtLevel=1 -cp "$jna:$1" "${@:2}"
