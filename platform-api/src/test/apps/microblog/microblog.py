"""A blog as the tutorials write it: SQLAlchemy takes DATABASE_URL as it is."""
import os

from flask import Flask, jsonify, request
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy

app = Flask(__name__)
app.config["SQLALCHEMY_DATABASE_URI"] = os.environ.get("DATABASE_URL") or "sqlite:///app.db"
db = SQLAlchemy(app)
Migrate(app, db)


class Post(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    body = db.Column(db.String(140))


@app.cli.group()
def translate():
    """What the second command of the Procfile belongs to."""


@translate.command()
def compile():
    print("compiled no languages")


@app.get("/")
def posts():
    return jsonify(posts=[post.body for post in Post.query.order_by(Post.id)], scheme=db.engine.url.drivername)


@app.post("/")
def write():
    db.session.add(Post(body=request.get_data(as_text=True)))
    db.session.commit()
    return "", 201
