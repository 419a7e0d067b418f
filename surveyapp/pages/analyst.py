"""Pages: analyst."""

from flask import Blueprint

bp = Blueprint("analyst", __name__)
