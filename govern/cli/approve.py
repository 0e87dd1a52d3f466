"""`govern approve`: what a change would do, shown to somebody, to the record that they sign."""

from __future__ import annotations

from typing import Annotated

import typer

from govern.cli.check import Base, ConfigOption
from govern.cli.options import SECONDS, Deadline

HELP = """Approve the committed change of this branch, or reject it, with an SSH key.

Shows what the change does and what is approved, asks, and writes a signed record into the ledger of the work
tree; commit both files with the change. The record is bound to the bytes of every governed file before and
after, to the repository, the target branch and its policy: another commit that touches none of these changes
nothing, one that does needs a new approval. `govern check` verifies it, offline.

The key is that of --key, else git's user.signingkey, else one of the agent's; a public key will do for a key
that the agent or a token holds. It must be one of the target's signers.

\b
Examples:
  govern approve                                   in the role that is asked of you
  govern approve --role release-manager --expires 3
  govern approve --reject --reason "the old readers are still there"
  govern approve --key ~/.ssh/id_ed25519_sk.pub --yes

Exit status: 0 the record is written, 1 you said no, 2 govern could not do its work.
"""

Role = Annotated[str | None, typer.Option(metavar="ROLE", help="In which role [default: the one asked for].")]
Reject = Annotated[bool, typer.Option("--reject", help="Reject the change instead.")]
Reason = Annotated[str, typer.Option(metavar="TEXT", help="Why; it stands in the record.")]
KeyFile = Annotated[str | None, typer.Option("--key", metavar="FILE", help="The key to sign with.")]
As = Annotated[str | None, typer.Option("--as", metavar="PRINCIPAL", help="Who you must be, by your key.")]
Expires = Annotated[
    int | None, typer.Option("--expires", min=1, metavar="DAYS", help="For how long [default: max_days].")
]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask.")]


def approve(
    role: Role = None,
    reject: Reject = False,
    reason: Reason = "",
    key: KeyFile = None,
    principal: As = None,
    expires: Expires = None,
    base: Base = None,
    config: ConfigOption = None,
    yes: Yes = False,
    deadline: Deadline = SECONDS,
) -> None:
    """See HELP."""
    import os

    from govern.cli.approving import Wish, proposed
    from govern.cli.checking import Request
    from govern.cli.confirming import confirmed
    from govern.repo import open_repository

    wish = Wish(role, reject, reason, key, principal, expires)
    request = Request(base, "HEAD", config, (), False, deadline)
    with open_repository(os.getcwd(), os.environ) as repository:
        proposal = proposed(wish, request, os.getcwd(), os.environ, repository)
        typer.echo("\n".join(proposal.shown))
        if not confirmed(proposal.question, yes=yes):
            typer.echo("nothing is signed")
            raise typer.Exit(1)
        typer.echo("\n".join(proposal.sign()))
