"""The expressions of a gate's scripts to those whose text a stranger chooses.

Source: GitHub Security Lab, "Untrusted input"; GitHub, "Security hardening": an expression is put into the
script before a shell reads it, so that its text is code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from govern.doctor.gates import gates
from govern.doctor.wiring import Wiring
from govern.doctor.workflows import Step, Workflow
from govern.model import Finding, FindingLevel

_EXPRESSION = re.compile(r"\$\{\{(.*?)\}\}", re.DOTALL)
_CHOSEN = re.compile(
    r"github\.(?:head_ref|ref_name|ref)\b"
    r"|github\.event\.(?!repository\.)(?:[\w.*\[\]'-]+\.)?"
    r"(?:title|body|message|name|email|label|ref|head_ref|page_name|default_branch|description|homepage)\b"
    r"|toJSON\(\s*github\b"
)
_VARIABLE = re.compile(r"\benv\.([A-Za-z_]\w*)")


def injected(wiring: Wiring) -> Iterator[Finding]:
    """Expressions in scripts of a gate's jobs whose text a pull request chooses."""
    for gate in gates(wiring):
        for workflow, job, step in gate.steps:
            variables = {**workflow.variables, **job.variables, **step.variables}
            for at, said in _scripts(step):
                for found in _EXPRESSION.finditer(said):
                    if _is_chosen(found[1], variables):
                        yield _injection(workflow, step, at, found[0], said.count("\n", 0, found.start()))


def _scripts(step: Step) -> Iterator[tuple[str, str]]:
    if step.run is not None:
        yield "run", step.run.text
    if step.uses.startswith("actions/github-script@"):
        yield "with/script", step.inputs.get("script", "")


def _is_chosen(expression: str, variables: dict[str, str]) -> bool:
    through = (variables.get(name, "") for name in _VARIABLE.findall(expression))
    return bool(_CHOSEN.search(expression)) or any(
        _CHOSEN.search(inner) for value in through for inner in _EXPRESSION.findall(value)
    )


def _injection(workflow: Workflow, step: Step, at: str, expression: str, line: int) -> Finding:
    place = workflow.place(f"{step.pointer}/{at}")
    if at == "run" and step.run is not None:
        place = step.run.place(line)
    return Finding(
        "expression-injected",
        FindingLevel.BLOCKS,
        f"`{' '.join(expression.split())}` is put into the script as it is, and whoever names it writes code",
        'hand it over by `env:`, and write "$NAME" in the script',
        workflow.path,
        place,
    )
