"""The containment engine: two schemas to a proof, a document that shows the difference, or neither."""
