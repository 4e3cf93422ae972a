// Runs a function once for every element that matches, now and after any swap.
const wanted = [];

function visit(root) {
  for (const [selector, attach, known] of wanted) {
    const found = root.matches?.(selector) ? [root] : [];
    for (const element of [...found, ...root.querySelectorAll(selector)]) {
      if (known.has(element)) continue;
      known.add(element);
      attach(element);
    }
  }
}

export function attach(selector, run) {
  const known = new WeakSet();
  wanted.push([selector, run, known]);
  visit(document);
}

// Watching the document instead of htmx's events: a part may arrive by swap, morph or stream.
new MutationObserver((changes) => {
  for (const change of changes) {
    for (const node of change.addedNodes) if (node.nodeType === 1) visit(node);
  }
}).observe(document.documentElement, { childList: true, subtree: true });
