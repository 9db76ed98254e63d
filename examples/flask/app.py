import os

from flask import Flask, jsonify, render_template

app = Flask(__name__)


@app.get("/")
def index():
    return render_template("index.html", greeting=os.environ.get("GREETING", "Hello from Slipway!"))


@app.get("/api/dyno")
def dyno():
    return jsonify(dyno=os.environ.get("DYNO", "local"))
