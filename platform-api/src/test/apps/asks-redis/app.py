"""Answers with what Redis says to clients as tutorials write them, one line each: those of years ago, and today's.
The first that fails is the last that is asked, so that a visit counts all or nothing.

At /url it answers with the URL that it has of Redis.
"""
import os
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import urlparse

import redis


def old():
    return redis.from_url(os.environ["REDIS_URL"])


def careful():
    url = urlparse(os.environ["REDIS_URL"])
    return redis.Redis(host=url.hostname, port=url.port, password=url.password, ssl=url.scheme == "rediss", ssl_cert_reqs=None)


def secure():
    return redis.from_url(os.environ["REDIS_TLS_URL"], ssl_cert_reqs=None)


def visits():
    lines = []
    for client in (old, careful, secure):
        try:
            connection = client()
            connection.incr("visits")
            lines.append(f"{client.__name__} {int(connection.get('visits'))}")
        except Exception as error:
            lines.append(f"{client.__name__} failed: {error!r}")
            break
    return "\n".join(lines)


class Answers(BaseHTTPRequestHandler):
    def do_GET(self):
        body = (os.environ["REDIS_URL"] if self.path == "/url" else visits()).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


HTTPServer(("", int(os.environ["PORT"])), Answers).serve_forever()
