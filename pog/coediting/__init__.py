"""Several people typing in one text: its shared document, storing, and the revisions cut from it."""
