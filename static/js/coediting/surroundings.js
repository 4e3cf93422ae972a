// Instead of lib0/environment, which looks for Node, Electron and its own settings (pog/assets.py).
export const getVariable = () => null;
