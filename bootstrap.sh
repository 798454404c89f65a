#!/bin/sh
# Make .venv in the current folder and install this project into it: sh bootstrap.sh run | test | lock
#
#   run    what `make demo` needs: requirements/run.txt and build.txt
#   test   everything: requirements/test.txt, of which the other two are parts
#   lock   uv alone, in .venv-lock, for `make lock`
#
# Only versions and hashes from requirements/ are installed. A second call does nothing when nothing changed;
# a call that was interrupted is begun again from an empty folder. PYTHON=… chooses the Python.
# Exit status: 0 ready, 1 an installation failed, 2 no fitting Python or a wrong argument.
set -eu

profile=${1:-}
case $profile in
    run) environment=.venv locks="requirements/run.txt requirements/build.txt" ;;
    test) environment=.venv locks=requirements/test.txt ;;
    lock) environment=.venv-lock locks=requirements/lock.txt ;;
    *) echo "usage: sh bootstrap.sh run | test | lock" >&2; exit 2 ;;
esac

# Chinese text has to come through whatever the locale is; foreign module paths must not leak in; and a
# person's pip settings for another place (--user, --target) make no sense inside an environment.
export PYTHONUTF8=1 PIP_USER=0 PIP_DISABLE_PIP_VERSION_CHECK=1
unset PYTHONHOME PYTHONPATH PIP_TARGET PIP_PREFIX 2>/dev/null || :

refuse() { # English sentence, Chinese sentence
    printf '%s\n%s\n' "$1" "$2" >&2
    exit 2
}

# Prints "3.11 complete", "3.11 incomplete" (Debian and Ubuntu leave ensurepip out) or nothing at all: a file
# called python3.12 may be no more than a signpost (pyenv) that fails. Written for Python 2 as well.
describe() {
    "$1" -c 'import sys
try:
    import ensurepip, venv
    state = "complete"
except ImportError:
    state = "incomplete"
print("%d.%d %s" % (sys.version_info[0], sys.version_info[1], state))' 2>/dev/null || :
}

# Sets $python, or refuses and says what to install. Names stand in braces: some shells take the first byte of a
# Chinese character for part of a name.
# shellcheck disable=SC1111 # Chinese quotation marks on purpose
choose_python() {
    old='' incomplete=''
    if [ -n "${PYTHON:-}" ]; then
        set -- "$PYTHON"
    else
        set -- python3.13 python3.12 python3.11 python3
    fi
    for candidate; do
        described=$(describe "$candidate")
        version=${described% *}
        case $described in
            3.[0-9]\ * | 3.10\ * | 2.*) old=${old:-$version} ;;
            3.*\ complete) python=$candidate; return ;;
            3.*\ incomplete) incomplete=${incomplete:-$version} ;;
        esac
    done
    if [ -n "${incomplete}" ]; then
        refuse "Python ${incomplete} is here but cannot make virtual environments: on Debian or Ubuntu run 'sudo apt install python${incomplete}-venv', then try again." \
            "已找到 Python ${incomplete}，但缺少创建虚拟环境所需的 venv/ensurepip：在 Debian 或 Ubuntu 上请运行“sudo apt install python${incomplete}-venv”后重试。"
    fi
    if [ -n "${old}" ]; then
        refuse "Python 3.11 or newer is needed but only Python ${old} was found: on Debian or Ubuntu run 'sudo apt install python3.11 python3.11-venv', or name another one with PYTHON=/path/to/python3." \
            "需要 Python 3.11 或更高版本，但只找到 Python ${old}：在 Debian 或 Ubuntu 上请运行“sudo apt install python3.11 python3.11-venv”，或用 PYTHON=/路径/python3 指定其他版本。"
    fi
    if [ -n "${PYTHON:-}" ]; then
        refuse "PYTHON=${PYTHON} does not run: name a Python 3.11 or newer that does, or leave PYTHON out (on Debian or Ubuntu 'sudo apt install python3 python3-venv' brings one)." \
            "PYTHON=${PYTHON} 无法运行：请指定可用的 Python 3.11 或更高版本，或去掉 PYTHON（在 Debian 或 Ubuntu 上可用“sudo apt install python3 python3-venv”安装）。"
    fi
    refuse "Python 3.11 or newer is needed but no Python was found: on Debian or Ubuntu run 'sudo apt install python3 python3-venv', then try again." \
        "需要 Python 3.11 或更高版本，但未找到 Python：在 Debian 或 Ubuntu 上请运行“sudo apt install python3 python3-venv”后重试。"
}

fail() {
    rm -rf "$environment"
    printf '%s\n%s\n' \
        "Installing failed, for the reason above; check the network or the package index that pip is set to use, then try again." \
        "安装失败，原因见上；请检查网络或 pip 所用的软件源后重试。" >&2
    exit 1
}

# What an environment depends on: the locked versions (with the profile, as test holds run), and the place it
# lies in, which is written into it. The project is apart: a change of how it is packed reinstalls only it.
fingerprint() { { pwd -P; cat "$@"; } | cksum; }
all_locks="requirements/run.txt requirements/build.txt requirements/test.txt"
[ "$profile" != lock ] || all_locks=$locks
# shellcheck disable=SC2086 # the names of the lock files hold no spaces
wanted=$(fingerprint $all_locks)
wanted_project=$(fingerprint pyproject.toml hatch_build.py)

stamp=$environment/installed
have='' have_profile='' have_project=''
if [ -f "$stamp" ] && "$environment/bin/python" -c '' 2>/dev/null; then
    { read -r have && read -r have_profile && read -r have_project; } <"$stamp" || have=''
fi
if [ "$have" = "$wanted" ] && [ "$have_project" = "$wanted_project" ]; then
    case $have_profile in "$profile" | test) exit 0 ;; esac
fi

# Without a valid stamp the folder is somebody's interrupted attempt or belongs to other versions.
if [ "$have" != "$wanted" ]; then
    choose_python
    rm -rf "$environment"
    echo "Making $environment with $("$python" -V 2>&1) …" >&2
    "$python" -m venv "$environment" || fail
    have_profile=none
fi
rm -f "$stamp"

# Twice quiet: errors only.
install() { "$environment/bin/python" -m pip install --quiet --quiet "$@" || fail; }

case $have_profile in
    "$profile" | test) profile=$have_profile ;;
    *)
        # Every locked release has wheels for these machines; elsewhere (LoongArch, say) some must be compiled.
        only_binary=
        case $(uname -m) in x86_64 | amd64 | aarch64 | arm64) only_binary="--only-binary :all:" ;; esac
        echo "Installing $locks …" >&2
        # shellcheck disable=SC2046,SC2086 # lists of words on purpose
        install --require-hashes $only_binary $(printf ' -r %s' $locks)
        ;;
esac
if [ "$environment" = .venv ]; then
    # The build back end stands in the lock files too, so nothing is fetched here.
    install --no-index --no-deps --no-build-isolation --editable .
    # Up to Python 3.12 the path in a .pth file is read in the encoding of the locale, so that with LC_ALL=C no
    # program would even start in a folder with Chinese characters. A relative path has none of them.
    for path_file in "$environment"/lib/python3.*/site-packages/_editable_impl_compliance.pth; do
        [ -f "$path_file" ] || fail
        echo ../../../../src >"$path_file"
    done
fi

printf '%s\n%s\n%s\n' "$wanted" "$profile" "$wanted_project" >"$stamp.new"
mv "$stamp.new" "$stamp"
