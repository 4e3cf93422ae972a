// Instead of lib0/logging, which brings 3 KB to colour lines in the console (pog/assets.py).
export const BOLD = "";
export const ORANGE = "";
export const RED = "";
export const UNBOLD = "";
export const print = (...words) => console.warn(...words);
export const warn = print;
