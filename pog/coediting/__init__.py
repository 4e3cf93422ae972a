"""Several people typing in one text: the shared document and the revisions cut from it."""
