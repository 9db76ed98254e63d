#!/usr/bin/env bash
# Builds a Python app: a virtual environment at the path where dynos use it, filled from the app's requirements.
source /slipway/common.sh

readonly venv=/app/.heroku/python
export VIRTUAL_ENV=$venv PYTHONUNBUFFERED=1
export PIP_CACHE_DIR=/cache/pip PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1 PIP_EXISTS_ACTION=w
export UV_CACHE_DIR=/cache/uv UV_LINK_MODE=copy UV_COMPILE_BYTECODE=1 UV_NO_PROGRESS=1
export UV_PYTHON_DOWNLOADS=never UV_PROJECT_ENVIRONMENT=$venv
# A package mirror is named once, for pip.
[[ -z ${PIP_INDEX_URL:-} ]] || export UV_DEFAULT_INDEX=${UV_DEFAULT_INDEX:-$PIP_INDEX_URL}
[[ -z ${PIP_EXTRA_INDEX_URL:-} ]] || export UV_INDEX=${UV_INDEX:-$PIP_EXTRA_INDEX_URL}
[[ -z ${PIP_TRUSTED_HOST:-} ]] || export UV_INSECURE_HOST=${UV_INSECURE_HOST:-$PIP_TRUSTED_HOST}

create_environment() {
    step "Installing python-$(/usr/bin/python3 -c 'import platform; print(platform.python_version())')"
    uv venv --quiet --clear --seed --python /usr/bin/python3 "$venv" 2>&1 | indent || fail "pip could not be installed, see above."
    step "Installing $("$venv/bin/pip" --version | cut -d ' ' -f 1,2)"
    step "Installing SQLite3"
}

# uv, which is fast; and where it fails pip, whose words people know and search for.
install() {
    step "Installing requirements with pip"
    if ! uv pip install "$@" 2>&1 | sed -u '/^Using Python/d; /^error\|^ *×/,$d' | indent; then
        pip install --progress-bar off --src /app/.heroku/src "$@" 2>&1 |
            sed -u '/^Requirement already satisfied/d' | indent ||
            fail "Unable to install dependencies using pip." "See the log output above for more information."
    fi
}

install_with_uv() {
    step "Installing dependencies using 'uv $*'"
    uv "$@" --python "$venv/bin/python" 2>&1 | indent ||
        fail "Unable to install dependencies using uv." "See the log output above for more information."
}

install_pipfile() {
    /usr/bin/python3 /slipway/pipfile_requirements.py >/tmp/requirements.txt || exit 1
    install -r /tmp/requirements.txt
}

install_dependencies() {
    if [[ -f requirements.txt ]]; then
        note_change requirements.txt
        create_environment
        install -r /app/requirements.txt
    elif [[ -f Pipfile.lock || -f Pipfile ]]; then
        note_change Pipfile*
        create_environment
        install_pipfile
    elif [[ -f uv.lock ]]; then
        note_change uv.lock
        create_environment
        # Inexact, because an exact sync would remove pip.
        install_with_uv sync --locked --no-default-groups --inexact
    elif [[ -f poetry.lock ]]; then
        fail "This stack does not install from poetry.lock. Export it and commit the result:" \
            "  poetry export -f requirements.txt -o requirements.txt"
    elif [[ -f pyproject.toml ]]; then
        note_change pyproject.toml
        create_environment
        install_with_uv pip install -r pyproject.toml
    else
        note_change setup.py
        create_environment
        install -e /app
    fi
}

collect_static() {
    if [[ ${DISABLE_COLLECTSTATIC:-0} != 0 ]]; then
        step "Skipping Django collectstatic since the env var DISABLE_COLLECTSTATIC is set."
        return
    fi
    python -c 'import importlib.util, sys; sys.exit(importlib.util.find_spec("django") is None)' || return 0
    local manage
    manage=$(find . -maxdepth 3 -name manage.py -type f -not -path './.heroku/*' -printf '%d %P\n' |
        sort -n | head -n 1 | cut -d ' ' -f 2-)
    if [[ -z $manage ]]; then
        step "Skipping Django collectstatic since no manage.py file found."
        return
    fi
    step "\$ python $manage collectstatic --noinput"
    PYTHONPATH=/app python "$manage" collectstatic --noinput --traceback 2>&1 |
        sed -u '/^Post-processed/d; /^Copying/d; /^$/d' | indent ||
        fail "Error: Unable to generate Django static files." \
            "" \
            "The 'python $manage collectstatic --noinput' Django" \
            "management command to generate static files failed." \
            "" \
            "See the traceback above for details." \
            "" \
            "You may need to update application code to resolve this error." \
            "Or, you can disable collectstatic for this application:" \
            "" \
            "   $ heroku config:set DISABLE_COLLECTSTATIC=1"
}

hook pre_compile
install_dependencies
collect_static
hook post_compile
rm -rf /app/.cache /app/.config/pip
bound_cache
