// Keeps on this device what the server has not stored yet, so that a closed page loses nothing.
// Cleared once it is stored, after a week, and on signing out (drafts.js deletes the whole store).
const NAME = "pog-texts"; // also in drafts.js
const WEEK = 7 * 24 * 3600 * 1000;

function asked(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

export class Device {
  constructor(attribute) {
    this.attribute = attribute;
    this.key = `${attribute}/${crypto.getRandomValues(new Uint32Array(2)).join("-")}`;
    this.works = false;
    this.last = Promise.resolve();
  }

  // One thing after the other: a deletion must not overtake what it deletes.
  inTurn(run) {
    this.last = this.last.then(() => this.open()).then(run).catch(() => { this.works = false; });
    return this.last;
  }

  async open() {
    if (this.database) return;
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => request.result.createObjectStore("unsent", { keyPath: "key" });
    this.database = await asked(request);
    // Somebody signs out in another tab.
    this.database.onversionchange = () => { this.database.close(); this.database = null; };
    this.works = true;
  }

  store(mode = "readwrite") {
    return this.database.transaction("unsent", mode).objectStore("unsent");
  }

  // What earlier pages left of this text; what is too old goes.
  async load() {
    let found = [];
    await this.inTurn(async () => {
      const all = await asked(this.store("readonly").getAll());
      for (const one of all) if (!(Date.now() - one.at < WEEK)) this.store().delete(one.key);
      found = all.filter((one) => one.attribute === this.attribute && Date.now() - one.at < WEEK);
    });
    return found;
  }

  keep(content, key = this.key) {
    return this.inTurn(() => asked(this.store().put({ ...content, key, attribute: this.attribute, at: Date.now() })));
  }

  // Only as it was when it was read: another tab may have gone on writing under its key.
  forget(key = this.key, at = null) {
    return this.inTurn(async () => {
      const store = this.store();
      const now = await asked(store.get(key));
      if (now && (at === null || now.at === at)) store.delete(key);
    });
  }
}
