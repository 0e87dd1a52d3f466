"""Signed records of a ledger to who approved a change set. Pure: what verifies a signature is an argument.

statement   what is approved: the bytes of every changed path on both sides, and the rules they fell under
record      one signed file, byte for byte
armour      the signature beside it
signers     the keys that count
ledger      the folder of records: what is new in it, what is spent, what was tampered with
judging     one new record to an approval, or to why it is none
owners      who owns a path
counting    approvals to how many of those who are asked for gave one
"""
