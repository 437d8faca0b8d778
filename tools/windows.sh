#!/usr/bin/env bash
# Runs the package on Windows, as far as Wine is one: a CPython for Windows, the built wheel with its dependencies,
# the README's first command, and the tests in tests/windows (or those that are named as arguments).
#
#     tools/windows.sh [PYTEST ARGUMENTS]
#
# Needs Debian, about 1 GB below `WINDOWS_HOME` (default: build/windows, kept for the next run), and what apt, pip and
# Maven Central give. Wine is old: the comments say what it lacks and what stands in for it.
set -euo pipefail
cd "$(dirname "$0")/.."
here=$PWD
home=${WINDOWS_HOME:-$here/build/windows}
cpython=org.bytedeco:cpython:3.12.1-1.5.10:jar:windows-x86_64
home=$(mkdir -p "$home" && cd "$home" && pwd)
export WINEPREFIX=$home/prefix WINEDEBUG=-all
python=$home/python
host=${PYTHON:-python3}

missing=$(for name in maven mingw-w64-tools gcc-mingw-w64-x86-64 unzip wine wine64; do
  dpkg -s "$name" >/dev/null 2>&1 || echo "$name"
done)
if [ -n "$missing" ]; then
  apt-get update -qq
  # shellcheck disable=SC2086  # one word a package
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
fi

run() {  # Through pipes: Python under Wine cannot start with a file as its output.
  : | wine "$python/python.exe" "$@" 2>&1 | cat
  return "${PIPESTATUS[1]}"
}

if [ ! -f "$python/.ready" ]; then
  rm -rf "$home/jar" "$python" && mkdir -p "$home/jar" "$home/stand-ins"
  mvn -q dependency:get -Dtransitive=false -Dartifact="$cpython"
  mvn -q dependency:copy -Dartifact="$cpython" -DoutputDirectory="$home/jar"
  unzip -q "$home"/jar/*.jar -d "$home/jar"
  mv "$home/jar/org/bytedeco/cpython/windows-x86_64" "$python"
  rm -f "$python/lib/_wmi.pyd"  # it calls VariantToString, which is missing; `platform` asks elsewhere then

  # Wheels with Rust inside want ProcessPrng of bcryptprimitives.dll. RtlGenRandom gives the same.
  cat >"$home/stand-ins/random.c" <<'C'
#include <windows.h>
BOOLEAN NTAPI SystemFunction036(PVOID buffer, ULONG length);
__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE data, SIZE_T length) {
    return SystemFunction036(data, (ULONG)length);
}
C
  x86_64-w64-mingw32-gcc -shared -O1 -o "$python/bcryptprimitives.dll" "$home/stand-ins/random.c" -ladvapi32

  # Wheels for abi3 want python3.dll, which only passes each call on to python312.dll. This CPython comes without.
  {
    printf 'LIBRARY python3.dll\nEXPORTS\n'
    x86_64-w64-mingw32-nm "$python/libs/python3.lib" 2>/dev/null |
      sed -n 's/.* __imp_\(.*\)$/\1/p' | sort -u | sed 's/.*/  & = python312.&/'
  } >"$home/stand-ins/python3.def"
  x86_64-w64-mingw32-gcc -shared -nostdlib -Wl,-e,0 -o "$python/python3.dll" "$home/stand-ins/python3.def"

  wineboot -i >/dev/null 2>&1
  wine winecfg -v win10 >/dev/null 2>&1
  touch "$python/.ready"
fi

# pip cannot run under Wine, but installs for another system. numpy and what needs it call `crealf`, which is missing.
# axe-core-python, pre-commit and the validators of pages belong to tests that need a browser or git.
rm -rf "$home/dist"
"$host" -m pip wheel -q --no-deps -w "$home/dist" "$here"
"$host" - >"$home/requirements.txt" <<'P'
import tomllib

project = tomllib.load(open("pyproject.toml", "rb"))["project"]
left_out = ("axe-core", "pandas", "polars", "pre-commit", "page-validation")
tests = [name for name in project["optional-dependencies"]["test"] if not name.startswith(left_out)]
print(*project["dependencies"], *tests, "colorama", "tzdata", sep="\n")
P
install=("$host" -m pip install -q --upgrade --target "$python/lib/site-packages" --root-user-action=ignore
  --platform win_amd64 --python-version 3.12 --implementation cp --abi cp312 --abi abi3 --abi none --only-binary=:all:)
"${install[@]}" -r "$home/requirements.txt"
"${install[@]}" --no-deps "$home"/dist/*.whl

echo "== $(run -c 'import platform; print("Python", platform.python_version(), "on", platform.platform())')"
echo "== final report, from the wheel"
run -P -m grants report final gp-fees-2014 -o "$(winepath -w "$home/rapport.pdf" 2>/dev/null)"
run -P -m grants verify gp-fees-2014
run -P -m grants report final gp-fees-2014 | tail -n 3
echo "== tests"
[ $# -gt 0 ] || set -- tests/windows tests/store/test_system.py tests/store/test_synchronised.py
run -m pytest -q -n 0 -p no:cacheprovider "$@"
