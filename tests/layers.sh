#!/usr/bin/env bash
# Who may include what, and where time, randomness and the environment may be read.
set -euo pipefail
source_directory=$1 build_directory=$2 compiler=$3
cd "$source_directory"

# The composition roots: the only files that read a clock, random bytes or the environment.
roots="wecom_plugin/plugin_randomness.cpp wecom_plugin/io/runtime.cpp host_stub/main.cpp wecom_simulator/main.cpp"

# A folder, and the folders where its quoted includes may be found.
may_include=(
    "plugin_api plugin_api"
    "wecom_plugin/core wecom_plugin/core"
    "wecom_plugin/io wecom_plugin/core wecom_plugin/io"
    "host_stub host_stub plugin_api"
    "wecom_simulator wecom_simulator"
)

status=0
none() { # sentence, findings
    [ -n "$2" ] || return 0
    printf '%s\n%s\n' "$1" "$2" >&2
    status=1
}
code_in() { find "$@" -name '*.[ch]' -o -name '*.[ch]pp'; }

core_needs_no_io() {
    local files dependencies
    mapfile -t files < <(find wecom_plugin/core -name '*.cpp')
    if [ ${#files[@]} = 0 ]; then
        none "core has files, but none that can be checked:" "$(find wecom_plugin/core -type f)"
        return
    fi
    dependencies=$("$compiler" -std=c++20 -M -Iwecom_plugin "-I$build_directory/wecom_plugin" "${files[@]}") ||
        none "the compiler cannot read:" "core/*.cpp"
    none "core includes what belongs to other layers:" \
        "$(grep -oE '[^ ]*(boost/(asio|beast|url)[./]|plugin_api/|/io/|openssl/ssl\.h)[^ ]*' <<<"$dependencies" | sort -u | head)"
}

only_roots_read_the_world() {
    none "time, randomness and the environment belong into the composition roots ($roots):" \
        "$(code_in wecom_plugin host_stub wecom_simulator | grep -vxF "${roots// /$'\n'}" |
            xargs grep -nE '::now\(|\bRAND_|getenv' /dev/null)"
}

# A quoted include is a path from one of its folders, from its own file, or in the plugin from wecom_plugin; the build
# directory has the same folders for what is generated.
is_found() { # including file, name, folders
    local file place
    [[ $2 != *..* ]] || return 1
    for place in "${@:3}"; do
        for file in "$place/$2" "$(dirname "$1")/$2" "wecom_plugin/$2"; do
            [[ $file == "$place"/* && (-f $file || -f $build_directory/$file) ]] && return
        done
    done
    return 1
}

includes_stay_inside() {
    local rule folders file name foreign=
    for rule in "${may_include[@]}"; do
        read -ra folders <<<"$rule"
        while IFS=: read -r file name; do
            is_found "$file" "$name" "${folders[@]}" || foreign+="$file: $name"$'\n'
        done < <(code_in "${folders[0]}" | xargs grep -oE '^ *# *include "[^"]+"' /dev/null | sed -E 's/:.*"(.+)"/:\1/')
    done
    none "includes that their folder may not have:" "$foreign"
}

no_boost_url_in_the_plugin() {
    none "from Boost 1.83 on Boost.URL is a shared library, which the plugin must not need:" \
        "$(grep -rnE 'boost/url|Boost::url' wecom_plugin)"
}

the_validator_is_light() {
    none "every clean build waits for the validator, so it has blocking sockets and not Asio:" \
        "$(grep -rnE 'boost/(asio|beast|url)' plugin_api)"
}

no_path_of_one_machine() {
    none "paths of somebody's machine:" "$(git ls-files -z | xargs -0 grep -nIE '(^|[^[:alnum:].])/(home|root|work)/')"
}

sizes_are_those_of_a_minor() {
    none "struct_size is compared with IDP_..._MINOR_n: sizeof grows with the header, and an older partner would be refused:" \
        "$(code_in plugin_api wecom_plugin host_stub | xargs grep -nE 'struct_size *(<|>=) *sizeof(\((idp_|T\))| )[^?]*$')"
}

set +e # from here on an empty answer of grep is a good one
core_needs_no_io
only_roots_read_the_world
includes_stay_inside
no_boost_url_in_the_plugin
the_validator_is_light
no_path_of_one_machine
sizes_are_those_of_a_minor
exit $status
