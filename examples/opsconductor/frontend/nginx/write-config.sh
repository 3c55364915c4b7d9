#!/bin/sh
# Writes the addresses the browser calls, from REACT_APP_API_URL and REACT_APP_IDENTITY_URL, to where nginx serves them as
# /config.js. One that is not set keeps the value that frontend/.env had when the image was built.
set -eu

entry() {
    case "$2" in
        '') ;;
        *[!A-Za-z0-9:/.%_~-]*)
            echo "frontend: REACT_APP_$1_URL is not a plain URL: $2" >&2
            exit 1
            ;;
        *) printf '  "REACT_APP_%s_URL": "%s",\n' "$1" "$2" ;;
    esac
}

api=$(entry API "${REACT_APP_API_URL:-}")
identity=$(entry IDENTITY "${REACT_APP_IDENTITY_URL:-}")
printf 'window.OPSCONDUCTOR = {\n%s\n%s\n};\n' "$api" "$identity" > /tmp/opsconductor-config.js
