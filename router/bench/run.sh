#!/bin/sh
# Compares the router with nginx as a reverse proxy, in one run on one machine: requests per second, latency, memory.
#
#   mvn -pl router package && router/bench/run.sh [seconds] [connections]
#
# Needs wrk, nginx and a Java 25 (JAVA_HOME or on the PATH). Loopback only; the upstream is nginx with a fixed answer.
# Takes three ports from BENCH_PORT (28180) on; ROUTER_FLAGS replaces the JVM flags, which are those of
# the image.
set -eu

seconds=${1:-10}
connections=${2:-64}
upstream_port=${BENCH_PORT:-28180}
nginx_port=$((upstream_port + 1))
router_port=$((upstream_port + 2))

here=$(cd "$(dirname "$0")/.." && pwd)
flags=${ROUTER_FLAGS:-@$here/../stack/router/jvm.options}
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
work=$(mktemp -d)
router_pid=
cleanup() {
  if [ -n "$router_pid" ]; then kill "$router_pid" 2>/dev/null || true; wait "$router_pid" 2>/dev/null || true; fi
  if [ -f "$work/nginx.pid" ]; then kill "$(cat "$work/nginx.pid")" 2>/dev/null || true; fi
  rm -rf "$work"
}
trap cleanup EXIT INT TERM

for tool in wrk nginx "$java" curl; do
  command -v "$tool" >/dev/null || { echo "bench: $tool is missing; on Debian: apt-get install wrk nginx-light" >&2; exit 1; }
done
jar=$(ls "$here"/target/router-*.jar 2>/dev/null | head -n 1)
[ -n "$jar" ] || { echo "bench: no router jar; run 'mvn -pl router package' first" >&2; exit 1; }

cat > "$work/nginx.conf" <<CONF
worker_processes auto;
pid $work/nginx.pid;
error_log $work/error.log warn;
events { worker_connections 4096; }
http {
  access_log off;
  client_body_temp_path $work/body;
  proxy_temp_path $work/proxy;
  fastcgi_temp_path $work/fastcgi;
  uwsgi_temp_path $work/uwsgi;
  scgi_temp_path $work/scgi;
  keepalive_requests 100000000;
  upstream dyno { server 127.0.0.1:$upstream_port; keepalive 128; keepalive_requests 100000000; }
  server {
    listen 127.0.0.1:$upstream_port;
    location / { return 200 "Hello, World!"; }
  }
  server {
    listen 127.0.0.1:$nginx_port;
    location / {
      proxy_pass http://dyno;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_set_header Host \$host;
      proxy_set_header X-Forwarded-For \$proxy_add_x_forwarded_for;
      proxy_set_header X-Request-Id \$request_id;
    }
  }
}
CONF
nginx -c "$work/nginx.conf" -e "$work/error.log"

mkdir "$work/home"
cat > "$work/home/routes.json" <<ROUTES
{"type":"snapshot","version":1,"routes":[{"hostname":"bench.localhost","app":"bench","appName":"bench","status":"SERVING","upstreams":[{"id":"d1","dyno":"web.1","host":"127.0.0.1","port":$upstream_port}]}]}
ROUTES
# shellcheck disable=SC2086 # the flags are words
SLIPWAY_PORTS=$router_port SLIPWAY_ROUTER_HOME=$work/home "$java" $flags \
  -cp "$jar:$here/target/lib/*" dev.slipway.router.RouterMain > "$work/router.log" 2>&1 &
router_pid=$!
curl -sf --retry 50 --retry-delay 1 --retry-connrefused -o /dev/null \
  "http://127.0.0.1:$router_port/.well-known/slipway/router-health" || { cat "$work/router.log" >&2; exit 1; }

rss() { awk '/^VmRSS/ {printf "%.0f MB", $2 / 1024}' "/proc/$router_pid/status"; }
sleep 12 # one trim of the native heap
echo "router flags: $flags"
echo "router idle:  $(rss)"

measure() { # name port
  wrk -t2 -c"$connections" -d"${seconds}s" --latency -H 'Host: bench.localhost' "http://127.0.0.1:$2/" > "$work/$1.txt"
  awk -v name="$1" '/^Requests\/sec/ {rps=$2} /50%/ {p50=$2} /99%/ {p99=$2} /Non-2xx/ {bad=$0} /Socket errors/ {bad=bad " " $0}
    END {printf "%-13s %9.0f requests/s   p50 %-8s p99 %-8s %s\n", name, rps, p50, p99, bad}' "$work/$1.txt"
}
rate() { awk '/^Requests\/sec/ {print $2}' "$work/$1.txt"; }

wrk -t2 -c"$connections" -d5s -H 'Host: bench.localhost' "http://127.0.0.1:$router_port/" > /dev/null # the JIT warms up
measure no-proxy "$upstream_port"
measure nginx "$nginx_port"
measure router "$router_port"
echo "router / nginx: $(awk -v r="$(rate router)" -v n="$(rate nginx)" 'BEGIN {printf "%.2f", r / n}')"
echo "router after load: $(rss)"
