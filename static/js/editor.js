// The script of pages on which several people type in one text; after main.js.
