"""The program with every logger turned up to the last and with faults on demand: for the test that reads what it logs.

`python -m tests.support.talkative waitress FD` (or `werkzeug`) serves it by a server that takes no command line of ours.
"""

import logging
import socket
import sys

import waitress
from flask import Flask, Response, request
from sqlalchemy import text
from werkzeug.serving import make_server

from surveyapp import runtime
from surveyapp.app import create_app

#: The header that asks for a fault: `view`, `constraint`, `after`, `teardown`.
BREAK = "X-Break"


def application() -> Flask:
    """The app as it is served, with loud loggers; every fault has in its message all that must not be logged."""
    logging.basicConfig(level=logging.DEBUG, stream=sys.stderr)
    app = create_app()
    app.before_request(_break_in_the_view)
    app.after_request(_break_after)
    app.teardown_request(_break_at_the_end)
    for logger in list(logging.root.manager.loggerDict):
        logging.getLogger(logger).setLevel(logging.DEBUG)
    return app


def _break_in_the_view() -> None:
    if request.headers.get(BREAK) == "view":
        raise ValueError(_secrets())
    if request.headers.get(BREAK) == "constraint":
        with runtime.desk(writing=True) as desk:
            desk.session.execute(text("INSERT INTO staff (name, epoch) VALUES (:name, 0)"), {"name": _secrets()})


def _break_after(response: Response) -> Response:
    if request.headers.get(BREAK) == "after":
        raise ValueError(_secrets()) from KeyError(_secrets())
    return response


def _break_at_the_end(_error: BaseException | None) -> None:
    if request.headers.get(BREAK) == "teardown":
        raise ValueError(_secrets())


def _secrets() -> str:
    return f"{request.url} {dict(request.form)} {dict(request.cookies)}"


def _serve(server: str, descriptor: int) -> None:
    with socket.socket(fileno=descriptor) as listener:
        if server == "waitress":
            waitress.serve(application(), sockets=[listener])
        else:
            make_server("127.0.0.1", 0, application(), threaded=True, fd=listener.fileno()).serve_forever()


if __name__ == "__main__":
    _serve(sys.argv[1], int(sys.argv[2]))
