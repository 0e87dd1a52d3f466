"""What can be said of approvals: records, signatures, signers, code owners, the policy, and who signs."""

from __future__ import annotations

from govern.rules.rule import Rule, RuleKind

_VERIFYING = "govern's threat model, section 2.2 (the order in which records are verified)"
_SIGNERS = "govern's threat model, section 2.3; ssh-keygen(1), ALLOWED SIGNERS"
_POLICY = "semantics, section 8 (whose rules); The Update Framework, section 5.3 (a new root)"
_OWNERS = "GitHub: About code owners, section CODEOWNERS syntax"
_SIGNING = "ssh-keygen(1), -Y sign and -Y verify"


def _finding(id_: str, summary: str, why: str, remedy: str, reference: str = _VERIFYING) -> Rule:
    return Rule(id_, RuleKind.FINDING, summary, why, remedy, reference)


def _error(id_: str, summary: str, why: str, remedy: str, reference: str = _SIGNING) -> Rule:
    return Rule(id_, RuleKind.ERROR, summary, why, remedy, reference)


RULES: tuple[Rule, ...] = (
    _finding(
        "approval-missing",
        "A change has fewer approvals than its class, its owners or its policy ask for.",
        "Nobody who answers for the contract has agreed.",
        "Have it approved: `govern approve`, then commit the record.",
    ),
    _finding(
        "approval-counted",
        "A signed approval counts.",
        "Whoever reads the report sees on whose word the gate is open.",
        "Nothing.",
    ),
    _finding(
        "approval-rejected",
        "Somebody who may approve the change rejects it.",
        "One who sees the harm is worth more than any number who do not.",
        "Change what is objected to: the rejection is of the change as it is.",
    ),
    _finding(
        "approval-unverifiable",
        "Approvals are asked for, and cannot be verified in this run.",
        "An approval is bound to a whole change, a repository and a branch; of a part nobody can say.",
        "Run govern on all contracts, with a branch as target, in a clone whose repository is known.",
    ),
    _finding(
        "approval-malformed",
        "A new record of the ledger is not spelled as a record is.",
        "What two readers could read differently is approved by neither.",
        "Write records with `govern approve`; take out what is none.",
    ),
    _finding(
        "approval-signature-invalid",
        "A record's signature is not one of its bytes by the key of its approver.",
        "Anybody could have written it.",
        "Sign with `govern approve`, and commit both files as they are.",
    ),
    _finding(
        "approval-unknown-signer",
        "A record is signed with a key that the target does not know.",
        "A pull request that brings its own signer would approve itself.",
        "Add the key in a change of its own, approved by those who are signers now.",
        _SIGNERS,
    ),
    _finding(
        "approval-foreign",
        "A record is for another repository or another target branch.",
        "What is right for one branch may be wrong for another.",
        "Take it out; approve this change.",
    ),
    _finding(
        "approval-role-unknown",
        "A record is signed in a role that its approver does not hold.",
        "A threshold that anybody meets is none.",
        "Sign in a role that the target's configuration gives.",
    ),
    _finding(
        "approval-stale",
        "A record is of another change set than this one, or of one in which other changes were seen.",
        "What was approved is not what would be merged.",
        "Approve the change as it is now.",
    ),
    _finding(
        "approval-expired",
        "An approval is past its time.",
        "What was right then may have been overtaken.",
        "Approve anew.",
    ),
    _finding(
        "approval-expiry-too-far",
        "An approval claims to be good for longer than the policy allows.",
        "A blank cheque is no decision.",
        "Approve with a nearer --expires.",
    ),
    _finding(
        "approval-replayed",
        "A record was used by an earlier change.",
        "What was taken back would come again without anybody being asked.",
        "Approve anew: a record is good once.",
    ),
    _finding(
        "approval-tampered",
        "A record of the target's ledger was changed or taken away.",
        "A ledger that can be edited does not show what was spent, nor by whom.",
        "Put it back as it was.",
    ),
    _finding(
        "approval-same-person",
        "One person approved a change twice in one role.",
        "Two records of one person are one person's word.",
        "Have somebody else approve as well.",
    ),
    _finding(
        "approval-by-author",
        "The author of a change approved it.",
        "Nobody sees their own mistakes.",
        "Have somebody else approve it.",
        "govern's threat model, section 2.2 (the rule about authors)",
    ),
    _finding(
        "approval-author-unknown",
        "A single approval is enough, and nobody knows whether it is the author's own.",
        "Who a commit says its author is, its author wrote.",
        "Run on a platform that names the author, or give --pr-author; or ask for two approvals.",
        "govern's threat model, section 2.2 (the rule about authors)",
    ),
    _finding(
        "approval-frozen",
        "The policy lets no change pass that asks for approval now.",
        "In such times nobody is there to take a mistake back.",
        "Wait, or have the freeze lifted in the target's configuration.",
    ),
    _finding(
        "signers-invalid",
        "A file of signers holds a line that could mislead.",
        "A wildcard, a key without its namespace or a second name for one key lets others approve.",
        "One line a key: a literal principal, the namespace, an Ed25519 key.",
        _SIGNERS,
    ),
    _finding(
        "code-owners-invalid",
        "A file of code owners holds a line that cannot be read.",
        "The path that the line was to protect would be nobody's.",
        "Mend the line.",
        _OWNERS,
    ),
    _finding(
        "policy-changed",
        "A change touches a file that decides what is asked of changes.",
        "Two steps would do what one may not: first the rule, then what it forbade.",
        "Have it approved by those whom the old and the new policy ask for.",
        _POLICY,
    ),
    _error(
        "approvals-unconfigured",
        "Approvals are to be given, and the target does not say how they are verified.",
        "A record that nobody verifies looks like one that somebody did.",
        "Add [approvals] to the target's govern.toml.",
        "configuration: the published schema of govern.toml",
    ),
    _error(
        "approval-refused",
        "A record that is asked for would not count, or would be of something nobody can see.",
        "Who signs must know what they sign.",
        "Do what the message says, and approve again.",
        "govern's threat model, section 2.2",
    ),
    _error(
        "signing-key-unknown",
        "No key to sign with is known, or it is not one of the target's signers.",
        "The record would not count.",
        "Name a key with --key, or set git's user.signingkey.",
        _SIGNERS,
    ),
    _error(
        "verifier-missing",
        "There is an ssh-keygen to verify and make signatures with.",
        "A signature that nobody verified is none.",
        "Install OpenSSH 8.2 or later.",
    ),
    _error(
        "verifier-failed",
        "ssh-keygen says whether a signature holds.",
        "What ended in another way has not been verified.",
        "Run it by hand and mend what it complains about.",
    ),
    _error(
        "signing-failed",
        "ssh-keygen makes the signature that is asked for.",
        "A record without a signature counts for nothing.",
        "Check the key, the agent, the token and the passphrase.",
    ),
)
