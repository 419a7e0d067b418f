"""Staff in and out."""

from flask import Blueprint, Flask
from flask_login import LoginManager

bp = Blueprint("sign_in", __name__)


def register(app: Flask) -> None:
    """Put sign-in around the views."""
    LoginManager(app)
