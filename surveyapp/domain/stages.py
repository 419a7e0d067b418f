"""The lives of a wave, a sheet and a run: which step may follow which.

wave     draft ──open──> open ──close──> closed

sheet    registered ──claim──> keying ──finish──> keyed_once ──claim──> keying_again ──finish──> accepted
             │                   │                                          │        └──────────> disputed ──settle──> accepted
             │                   └─let go─> registered                      └─let go─> keyed_once
             └──blank──> blank        (a wave with one keying goes from keying straight to accepted)
         duplicate: registered for a ticket that is spent; logged, never keyed, never counted
         any stage before accepted ──give way──> duplicate      (the wave's rule prefers what came later)

edition  proposed ──approve (by another person)──> published
            └──withdraw──> withdrawn

job      waiting ──take──> running ──> done | failed      (a running job whose heart stopped is taken again)
"""

from enum import StrEnum

from surveyapp.domain.faults import Fault, TooLate


class WaveStage(StrEnum):
    """Where a wave stands."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"


class SheetStage(StrEnum):
    """Where a returned sheet stands."""

    REGISTERED = "registered"
    KEYING = "keying"
    KEYED_ONCE = "keyed_once"
    KEYING_AGAIN = "keying_again"
    DISPUTED = "disputed"
    ACCEPTED = "accepted"
    BLANK = "blank"
    DUPLICATE = "duplicate"


class EditionStage(StrEnum):
    """Where an edition of the plan's table stands."""

    PROPOSED = "proposed"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class JobStage(StrEnum):
    """Where long work stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


WAVE_STEPS = {
    (WaveStage.DRAFT, "open"): WaveStage.OPEN,
    (WaveStage.OPEN, "close"): WaveStage.CLOSED,
}
SHEET_STEPS = {
    (SheetStage.REGISTERED, "claim"): SheetStage.KEYING,
    (SheetStage.REGISTERED, "blank"): SheetStage.BLANK,
    (SheetStage.KEYING, "let_go"): SheetStage.REGISTERED,
    (SheetStage.KEYING, "finish"): SheetStage.KEYED_ONCE,
    (SheetStage.KEYING, "accept"): SheetStage.ACCEPTED,
    (SheetStage.KEYED_ONCE, "claim"): SheetStage.KEYING_AGAIN,
    (SheetStage.KEYING_AGAIN, "let_go"): SheetStage.KEYED_ONCE,
    (SheetStage.KEYING_AGAIN, "accept"): SheetStage.ACCEPTED,
    (SheetStage.KEYING_AGAIN, "dispute"): SheetStage.DISPUTED,
    (SheetStage.DISPUTED, "settle"): SheetStage.ACCEPTED,
    (SheetStage.REGISTERED, "give_way"): SheetStage.DUPLICATE,
    (SheetStage.KEYING, "give_way"): SheetStage.DUPLICATE,
    (SheetStage.KEYED_ONCE, "give_way"): SheetStage.DUPLICATE,
    (SheetStage.KEYING_AGAIN, "give_way"): SheetStage.DUPLICATE,
    (SheetStage.DISPUTED, "give_way"): SheetStage.DUPLICATE,
}
EDITION_STEPS = {
    (EditionStage.PROPOSED, "approve"): EditionStage.PUBLISHED,
    (EditionStage.PROPOSED, "withdraw"): EditionStage.WITHDRAWN,
}


def wave_after(stage: WaveStage, step: str) -> WaveStage:
    """The stage after a step of a wave; TooLate when the step may not follow."""
    found = WAVE_STEPS.get((stage, step))
    if found is None:
        raise TooLate(Fault("wave_step_impossible", stage=stage.value, step=step))
    return found


def sheet_after(stage: SheetStage, step: str) -> SheetStage:
    """The stage after a step of a sheet; TooLate when the step may not follow."""
    found = SHEET_STEPS.get((stage, step))
    if found is None:
        raise TooLate(Fault("sheet_step_impossible", stage=stage.value, step=step))
    return found


def edition_after(stage: EditionStage, step: str) -> EditionStage:
    """The stage after a step of an edition; TooLate when the step may not follow."""
    found = EDITION_STEPS.get((stage, step))
    if found is None:
        raise TooLate(Fault("edition_step_impossible", stage=stage.value, step=step))
    return found
