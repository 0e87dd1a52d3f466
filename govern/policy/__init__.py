"""What is asked of the author of a change: versions, fixtures, approvals, documents."""
