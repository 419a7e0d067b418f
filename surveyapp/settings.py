"""What differs between two places where the platform runs; read once from the environment, handed in, never looked up."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Settings:
    """The place where the platform runs.

    `secret_key` signs cookies and keys the hashes of access codes: who loses it loses every open letter. Without
    `SURVEYAPP_SECRET_KEY` one is made once and kept in the instance folder, readable by its owner only.
    """

    database_url: str
    secret_key: str
    instance: Path = ROOT / "instance"
    questionnaires: Path = ROOT / "questionnaires"
    #: cookies travel over TLS only; off for the loopback demo
    secure_cookies: bool = True
    #: how many proxies in front may be believed about the caller's address
    trusted_proxies: int = 0

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> "Settings":
        """Settings from `SURVEYAPP_…`; the default is SQLite in the instance folder."""
        said = os.environ if environment is None else environment
        instance = Path(said.get("SURVEYAPP_INSTANCE", str(ROOT / "instance"))).resolve()
        return cls(
            database_url=said.get("SURVEYAPP_DATABASE_URL", f"sqlite:///{instance / 'survey.sqlite3'}"),
            secret_key=said.get("SURVEYAPP_SECRET_KEY") or kept_secret(instance / "secret_key"),
            instance=instance,
            questionnaires=Path(said.get("SURVEYAPP_QUESTIONNAIRES", str(ROOT / "questionnaires"))).resolve(),
            secure_cookies=said.get("SURVEYAPP_SECURE_COOKIES", "1") != "0",
            trusted_proxies=int(said.get("SURVEYAPP_TRUSTED_PROXIES", "0")),
        )


def kept_secret(path: Path) -> str:
    """The secret kept in a file; made on first use, whole or not at all, also when two processes start at once."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        fresh = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
        with os.fdopen(
            os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600),
            "w",
            encoding="ascii",
        ) as file:
            file.write(secrets.token_hex(32))
        try:
            os.link(fresh, path)
        except FileExistsError:
            # another process was first; its secret counts
            pass
        finally:
            fresh.unlink()
    return path.read_text(encoding="ascii").strip()
