// The script of the theme desk; after main.js.
