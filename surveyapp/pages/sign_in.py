"""Staff in and out, and the desk from which each goes to work."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import (
    Blueprint,
    Flask,
    Response,
    current_app,
    flash,
    g,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user

from surveyapp import runtime
from surveyapp.domain.faults import Fault, NotAllowed, Refused
from surveyapp.operations import accounts, wave_keeping
from surveyapp.operations.accounts import Person
from surveyapp.pages.errors import status_of
from surveyapp.pages.guard import (
    ADMINISTRATOR,
    ANALYST,
    APPROVER,
    CLERK,
    EVERYBODY,
    STAFF,
    SUPERVISOR,
    Visitor,
    open_to,
    who_may_enter,
)
from surveyapp.pages.telling import Told, told

bp = Blueprint("sign_in", __name__)

#: A desk left alone is signed out after an hour, and everybody after a working day.
IDLE_SECONDS = 60 * 60
LONGEST_SECONDS = 12 * 60 * 60
#: The cookie is not written anew on every request of a busy clerk.
NOTED_EVERY_SECONDS = 60

ROLE_NAMES = {
    CLERK: _l("入力者"),
    SUPERVISOR: _l("監督者"),
    ANALYST: _l("分析者"),
    APPROVER: _l("承認者"),
    ADMINISTRATOR: _l("管理者"),
}

STAGE_NAMES = {"draft": _l("準備中"), "open": _l("受付中"), "closed": _l("締切済み")}

#: What stands on the desk, for those who may enter: label, endpoint, and the stages of the wave that have this work.
WORK_ON_A_WAVE = (
    (_l("調査票の登録と入力"), "clerk.desk", ("open",)),
    (_l("回収の状況と集計"), "analyst.wave", ("draft", "open", "closed")),
    (_l("回答のしかたへの感想"), "feedback.heard", ("open", "closed")),
)
OTHER_WORK = (
    (_l("調査票の下見"), "preview.shelf", ()),
    (_l("総合計画の指標を更新する"), "plan_desk.proposals", ()),
    (_l("パスワードの変更"), "sign_in.password", ()),
)

SIGN_IN_ANCHORS = {"sign_in_wrong": "name"}
PASSWORD_ANCHORS = {"password_old_wrong": "old", "password": "new", "password_twice": "again"}


@dataclass(frozen=True)
class StaffUser(UserMixin):
    """Who is at this browser: what pages may know of a member of the staff."""

    id: int
    name: str
    visitors: frozenset[Visitor]
    epoch: int

    def get_id(self) -> str:
        """What the session cookie keeps: the person and the epoch of the sign-in."""
        return f"{self.id}.{self.epoch}"


def register(app: Flask) -> None:
    """Put sign-in around the views."""
    manager = LoginManager(app)
    manager.user_loader(_load)
    app.after_request(_note_being_there)


@bp.get("/staff/sign-in")
@open_to(EVERYBODY)
def page() -> ResponseReturnValue:
    """The form to sign in."""
    if current_user.is_authenticated:
        return redirect(_local(request.args.get("then", "")))
    return _form([], "", request.args.get("then", ""))


@bp.post("/staff/sign-in")
@open_to(EVERYBODY)
def enter() -> ResponseReturnValue:
    """Sign in; the session starts anew, so that no cookie from before is worth anything."""
    name, password = accounts.written_name(request.form.get("name", "")), request.form.get("password", "")
    side = request.remote_addr or ""
    try:
        with runtime.desk(writing=True) as desk:
            accounts.knock(desk, name, side)
        with runtime.desk() as desk:
            person = accounts.sign_in(desk, name, password)
    except Refused as refused:
        # A wrong password is a form to fill in again, not a closed door.
        status = 400 if isinstance(refused, NotAllowed) else status_of(refused)
        return _form(told(refused, SIGN_IN_ANCHORS), name, request.form.get("then", "")), status
    with runtime.desk(writing=True) as desk:
        accounts.welcome(desk, person, password, side)
    _start_session(person)
    return redirect(_local(request.form.get("then", "")))


@bp.post("/staff/sign-out")
@open_to(*STAFF)
def leave() -> ResponseReturnValue:
    """Sign out, everywhere."""
    with runtime.desk(writing=True) as desk:
        accounts.sign_out(desk, current_user.id)
    logout_user()
    session.clear()
    flash(_("サインアウトしました。"))
    return redirect(url_for("sign_in.page"))


@bp.get("/staff/")
@open_to(*STAFF)
def desk() -> ResponseReturnValue:
    """The desk: the work that this person's roles open."""
    with runtime.desk() as opened:
        waves = [wave for wave in wave_keeping.list_waves(opened) if wave.stage]
    groups = [_group(wave.title, wave.key, wave.stage) for wave in waves]
    roles = [ROLE_NAMES[visitor] for visitor in Visitor if visitor in current_user.visitors]
    return render_template("staff/desk.html", groups=groups, own=_group(), roles=roles, stages=STAGE_NAMES)


@bp.get("/staff/password")
@open_to(*STAFF)
def password() -> ResponseReturnValue:
    """The form to change one's own password."""
    return _password_form([])


@bp.post("/staff/password")
@open_to(*STAFF)
def change_password() -> ResponseReturnValue:
    """Change one's own password; other sign-ins of the same person end."""
    old, new, again = (request.form.get(field, "") for field in ("old", "new", "again"))
    try:
        if new != again:
            raise Refused(Fault("password_twice"))
        with runtime.desk(writing=True) as desk:
            accounts.knock(desk, current_user.name, request.remote_addr or "")
        with runtime.desk(writing=True) as desk:
            accounts.change_password(desk, current_user.id, old, new)
            person = accounts.named(desk, current_user.name)
            accounts.welcome(desk, person, new, request.remote_addr or "")
    except Refused as refused:
        status = 400 if isinstance(refused, NotAllowed) else status_of(refused)
        return _password_form(told(refused, PASSWORD_ANCHORS)), status
    _start_session(person)
    flash(_("パスワードを変更しました。ほかの端末でのサインインは終了しています。"))
    return redirect(url_for("sign_in.desk"))


@dataclass(frozen=True, slots=True)
class Way:
    """A link on the desk."""

    label: str
    address: str


@dataclass(frozen=True, slots=True)
class Group:
    """Links on the desk that belong together: the work on one wave, or the work on none."""

    title: str
    stage: str
    ways: tuple[Way, ...]


def _group(title: str = "", wave: str = "", stage: str = "") -> Group:
    """The links of a wave, or those of no wave: whoever may not enter a view is shown no link to it."""
    work = [way for way in WORK_ON_A_WAVE if stage in way[2]] if wave else OTHER_WORK
    open_ = [
        (label, endpoint)
        for label, endpoint, _stages in work
        if not who_may_enter(current_app, endpoint).isdisjoint(current_user.visitors)
    ]
    arguments: dict[str, Any] = {"wave": wave} if wave else {}
    return Group(title, stage, tuple(Way(str(label), url_for(endpoint, **arguments)) for label, endpoint in open_))


def _form(faults: list[Told], name: str, then: str) -> str:
    return render_template("staff/sign_in.html", faults=faults, name=name, then=then, timed_out="timed_out" in session)


def _password_form(faults: list[Told]) -> str:
    return render_template("staff/password.html", faults=faults, least=accounts.SHORTEST)


def _start_session(person: Person) -> None:
    """A new session. Who was signed out for being idle and comes back may still send the form left open elsewhere."""
    token = session.get("csrf_token") if session.get("timed_out") == person.id else None
    session.clear()
    # A token made earlier in this request belongs to the old session.
    g.pop("csrf_token", None)
    if token is not None:
        session["csrf_token"] = token
    now = _now().timestamp()
    session["since"] = session["seen"] = now
    login_user(_user(person))


def _load(kept: str) -> StaffUser | None:
    """The person a session cookie names, unless it is of an older epoch, has lain idle, or the person has left."""
    id_, _dot, epoch = kept.partition(".")
    if not (id_.isdecimal() and epoch.isdecimal()):
        return None
    now = _now().timestamp()
    if now - session.get("seen", 0) > IDLE_SECONDS or now - session.get("since", 0) > LONGEST_SECONDS:
        session["timed_out"] = int(id_)
        return None
    with runtime.desk() as desk:
        person = accounts.person(desk, int(id_))
    return _user(person) if person is not None and person.epoch == int(epoch) else None


def _note_being_there(response: Response) -> Response:
    """Remember that somebody is at work, so that only idle desks are signed out."""
    user = g.get("_login_user")
    if isinstance(user, StaffUser):
        now = _now().timestamp()
        if now - session.get("seen", 0) > NOTED_EVERY_SECONDS:
            session["seen"] = now
    return response


def _user(person: Person) -> StaffUser:
    return StaffUser(person.id, person.name, frozenset(Visitor(role) for role in person.roles), person.epoch)


def _local(then: str) -> str:
    """Where to go after signing in: a page of the staff's own, and nowhere else."""
    is_ours = then.startswith("/staff/") and "\\" not in then and then.isprintable()
    return then if is_ours else url_for("sign_in.desk")


def _now() -> datetime:
    return runtime.house().desks.clock()
