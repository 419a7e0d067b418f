"""The console command: one lazy group, the only place where a module is loaded by name."""

from collections.abc import Callable

import click
from flask import Flask
from flask.cli import FlaskGroup, ScriptInfo
from werkzeug.utils import import_string

from surveyapp import runtime
from surveyapp.domain.faults import Fault, Refused
from surveyapp.wording import say_with_place
from surveyapp.wording.console import reader_language

COMMANDS = {
    "db": "surveyapp.commands.db:db",
    "demo": "surveyapp.commands.demo:demo",
    "export": "surveyapp.commands.handover:export",
    "import": "surveyapp.commands.handover:import_",
    "plan": "surveyapp.commands.plan:plan",
    "score": "surveyapp.commands.score:score",
    "staff": "surveyapp.commands.staff:staff",
    "texts": "surveyapp.commands.texts:texts",
    "tickets": "surveyapp.commands.tickets:tickets",
    "wave": "surveyapp.commands.wave:wave",
    "work": "surveyapp.commands.work:work",
}


class Commands(FlaskGroup):
    """The commands of the office. A refusal is told in sentences and ends with exit code 2."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        command: click.Command = import_string(COMMANDS[name])
        return command

    def invoke(self, ctx: click.Context) -> object:
        app = ctx.ensure_object(ScriptInfo).load_app()
        with app.app_context():
            try:
                return super().invoke(ctx)
            except Refused as refused:
                _tell(refused)
            except click.UsageError as misused:
                if isinstance(misused, click.exceptions.NoArgsIsHelpError):
                    raise
                _tell(Refused(_misuse(misused)))
            except Exception as error:
                if not runtime.lacks_database(error):
                    raise
                _tell(Refused(Fault("database_not_ready")))
        raise SystemExit(2)


def _tell(refused: Refused) -> None:
    for fault in refused.faults:
        click.echo(say_with_place(fault, reader_language()), err=True)


def _misuse(misused: click.UsageError) -> Fault:
    """What is wrong with a call, and how the command is called; click itself would say it in English only."""
    ctx = misused.ctx or click.get_current_context()
    usage = " ".join([ctx.command_path, *ctx.command.collect_usage_pieces(ctx)])
    about = {"usage": usage, "help": f"{ctx.command_path} --help"}
    match misused:
        case click.MissingParameter(param=click.Parameter() as param):
            return Fault("command_lacks", name=_name(param, ctx), **about)
        case click.NoSuchOption():
            return Fault("command_without_option", name=misused.option_name, **about)
        case click.BadParameter(param=click.Parameter() as param):
            return Fault("command_value_wrong", name=_name(param, ctx), **about)
    return Fault("command_misused", **about)


def _name(param: click.Parameter, ctx: click.Context) -> str:
    return param.get_error_hint(ctx).replace("'", "")


def group(create_app: Callable[[], Flask]) -> Commands:
    """The group over an app factory."""
    commands = Commands(
        name="surveyapp",
        create_app=create_app,
        add_default_commands=False,
        add_version_option=False,
        load_dotenv=False,
        help="市民満足度調査: 調査票から総合計画の現状値まで。",
    )
    # Flask's own options (another app, a debugger) have no place in an office.
    commands.params.clear()
    return commands
