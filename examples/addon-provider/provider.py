"""Notepad, an add-on provider: notes that apps read and write over HTTP, one notepad for each add-on.

It speaks Heroku's Add-on Partner API (version 3), and needs nothing but Python. Start reading at Provider.
"""
import base64
import hashlib
import hmac
import html
import json
import os
import re
import secrets
import sqlite3
import threading
import time
import urllib.parse
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

# Slipway and the provider know these from the file of the add-on catalogue, notepad.yml.
ID = "notepad"
PASSWORD = os.environ["NOTEPAD_PASSWORD"]
SSO_SALT = os.environ["NOTEPAD_SSO_SALT"]
CLIENT_SECRET = os.environ["NOTEPAD_CLIENT_SECRET"]

# Where apps reach the notes.
PUBLIC_URL = os.environ.get("PUBLIC_URL", "http://localhost:8000").rstrip("/")
PORT = int(os.environ.get("PORT", "8000"))

NOTES_OF_PLAN = {"free": 10, "big": 1000, "slow": 10}
LONGEST_NOTE = 64 * 1024
SSO_SECONDS = 120


class Notepads:
    """What is kept: a notepad for each add-on, and its notes."""

    def __init__(self, path):
        self.lock = threading.Lock()
        self.db = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self.db.execute("create table if not exists notepad (uuid text primary key, plan text, key text unique, name text)")
        self.db.execute("create table if not exists note (uuid text, title text, text text, primary key (uuid, title))")

    def query(self, sql, *values):
        with self.lock:
            return self.db.execute(sql, values).fetchall()

    def make(self, uuid, plan, name):
        """The key of the notepad. Asked twice for one add-on, it is the same: orders may come again."""
        self.query("insert or ignore into notepad values (?, ?, ?, ?)", uuid, plan, secrets.token_urlsafe(24), name)
        return self.query("select key from notepad where uuid = ?", uuid)[0][0]

    def change(self, uuid, plan):
        return self.query("update notepad set plan = ? where uuid = ? returning uuid", plan, uuid)

    def remove(self, uuid):
        self.query("delete from note where uuid = ?", uuid)
        return self.query("delete from notepad where uuid = ? returning uuid", uuid)

    def of_key(self, key):
        return next(iter(self.query("select uuid, plan from notepad where key = ?", key)), None)


NOTEPADS = Notepads(os.environ.get("NOTEPAD_DB", "notepad.db"))


def address(key):
    return f"{PUBLIC_URL}/notes/{key}"


def call_slipway(method, url, token=None, form=None, body=None):
    """Sends a request to Slipway; its answer as JSON."""
    data = urllib.parse.urlencode(form).encode() if form else json.dumps(body or {}).encode()
    request = urllib.request.Request(url, data, method=method)
    request.add_header("Content-Type", "application/x-www-form-urlencoded" if form else "application/json")
    if token:
        request.add_header("Authorization", "Bearer " + token)
    with urllib.request.urlopen(request, timeout=30) as response:
        return json.load(response)


def finish_later(order):
    """What takes long goes on behind the answer 202, and ends by telling Slipway."""
    addon = order["callback_url"]
    try:
        tokens = call_slipway("POST", urllib.parse.urljoin(addon, "/oauth/token"), form={
            "grant_type": "authorization_code", "code": order["oauth_grant"]["code"], "client_secret": CLIENT_SECRET})
        # A real provider keeps tokens["refresh_token"]: with it, it can change the config of the add-on at any time.
        time.sleep(float(os.environ.get("NOTEPAD_SECONDS", "3")))
        key = NOTEPADS.make(order["uuid"], order["plan"], order["name"])
        call_slipway("PATCH", addon + "/config", tokens["access_token"],
                     body={"config": [{"name": "NOTEPAD_URL", "value": address(key)}]})
        call_slipway("POST", addon + "/actions/provision", tokens["access_token"])
    except (OSError, KeyError, ValueError) as error:
        # A real provider tries again; Slipway gives an add-on up that never comes.
        print(f"{order['uuid']} could not be finished: {error}", flush=True)


class Provider(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    # What Slipway asks: orders, changes of plan, the end.

    def do_POST(self):
        if self.path == "/heroku/resources":
            return self.order(self.json())
        if self.path == "/sso/login":
            return self.log_in(self.form())
        self.answer(404, {"message": "There is nothing here."})

    def do_PUT(self):
        uuid = self.resource()
        if not uuid:
            return self.write_note()
        if not self.is_slipway():
            return
        plan = self.json().get("plan")
        if plan not in NOTES_OF_PLAN:
            return self.answer(422, {"message": f"There is no plan {plan}."})
        if not NOTEPADS.change(uuid, plan):
            return self.answer(410, {"message": "There is no such notepad."})
        self.answer(200, {"message": f"Your notepad now takes {NOTES_OF_PLAN[plan]} notes."})

    def do_DELETE(self):
        uuid = self.resource()
        if not uuid:
            return self.answer(404, {"message": "There is nothing here."})
        if self.is_slipway():
            self.answer(204 if NOTEPADS.remove(uuid) else 410)

    def order(self, order):
        if not self.is_slipway():
            return
        plan = order.get("plan")
        if plan not in NOTES_OF_PLAN:
            return self.answer(422, {"message": f"There is no plan {plan}."})
        if plan == "slow":
            threading.Thread(target=finish_later, args=[order], daemon=True).start()
            return self.answer(202, {"id": order["uuid"], "message": "Your notepad is being bound. This takes some seconds."})
        key = NOTEPADS.make(order["uuid"], plan, order["name"])
        self.answer(200, {"id": order["uuid"], "message": "Your notepad is ready.", "config": {"NOTEPAD_URL": address(key)}})

    def resource(self):
        """The add-on that the path names, None for another path."""
        match = re.fullmatch(r"/heroku/resources/([0-9a-f-]{36})", self.path)
        return match.group(1) if match else None

    def is_slipway(self):
        expected = "Basic " + base64.b64encode(f"{ID}:{PASSWORD}".encode()).decode()
        if hmac.compare_digest(self.headers.get("Authorization", "").encode(), expected.encode()):
            return True
        self.answer(401, {"message": "The password is wrong."})
        return False

    # What users see after "heroku addons:open notepad".

    def log_in(self, form):
        uuid, timestamp, user, email = (form.get(name, "") for name in ("resource_id", "timestamp", "user_id", "email"))
        # With the older resource_token a user could write another one's address into the form.
        expected = hashlib.sha256(f"{uuid}:{SSO_SALT}:{timestamp}:{user}:{email}".encode()).hexdigest()
        given = form.get("user_scoped_resource_token", "")
        fresh = timestamp.isdigit() and abs(time.time() - int(timestamp)) < SSO_SECONDS
        if not hmac.compare_digest(given.encode(), expected.encode()) or not fresh:
            return self.page(403, "This login is not valid any more. Open the add-on again.")
        notes = NOTEPADS.query("select title, text from note where uuid = ? order by title", uuid)
        rows = "".join(f"<li><b>{html.escape(title)}</b> {html.escape(text)}</li>" for title, text in notes)
        self.page(200, f"<h1>Notepad</h1><p>Logged in as {html.escape(email)}</p><ul>{rows}</ul>")

    # What apps do: the service itself.

    def do_GET(self):
        notepad, title = self.note()
        if not notepad:
            return self.answer(404, {"message": "There is nothing here."})
        found = NOTEPADS.query("select text from note where uuid = ? and title = ?", notepad[0], title)
        self.answer(200, {"text": found[0][0]}) if found else self.answer(404, {"message": "There is no such note."})

    def write_note(self):
        notepad, title = self.note()
        if not notepad:
            return self.answer(404, {"message": "There is nothing here."})
        uuid, plan = notepad
        count = NOTEPADS.query("select count(*) from note where uuid = ? and title <> ?", uuid, title)[0][0]
        if count >= NOTES_OF_PLAN[plan]:
            return self.answer(409, {"message": f"The plan {plan} takes {NOTES_OF_PLAN[plan]} notes."})
        NOTEPADS.query("insert or replace into note values (?, ?, ?)", uuid, title, self.body().decode(errors="replace"))
        self.answer(204)

    def note(self):
        match = re.fullmatch(r"/notes/([\w-]{20,})/([\w.-]{1,100})", self.path)
        return (NOTEPADS.of_key(match.group(1)), match.group(2)) if match else (None, None)

    # Requests and answers.

    def body(self):
        if not hasattr(self, "read"):
            length = min(int(self.headers.get("Content-Length") or 0), LONGEST_NOTE)
            self.read = self.rfile.read(length)
        return self.read

    def json(self):
        try:
            body = json.loads(self.body() or b"{}")
        except ValueError:
            body = {}
        return body if isinstance(body, dict) else {}

    def form(self):
        return dict(urllib.parse.parse_qsl(self.body().decode(errors="replace")))

    def answer(self, status, body=None):
        self.send("application/json", status, json.dumps(body).encode() if body is not None else b"")

    def page(self, status, content):
        self.send("text/html; charset=utf-8", status, f"<!doctype html><title>Notepad</title>{content}".encode())

    def send(self, content_type, status, content):
        self.close_connection = True
        self.send_response(status)
        self.send_header("Connection", "close")
        if status != 204:
            self.send_header("Content-Type", content_type)
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if status != 204:
            self.wfile.write(content)


if __name__ == "__main__":
    with ThreadingHTTPServer(("", PORT), Provider) as server:
        print(f"Notepad listens on port {server.server_port}", flush=True)
        server.serve_forever()
