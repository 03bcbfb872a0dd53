"""DraftRows rows from a new text: what counts something, what measures nothing, what noun is counted."""
