// Files that were chosen and have not come in yet outlive the page: a sign-in that ran out, a reload, a crash.
const STORE = "files";
const DAYS = 7;
const memory = new Map();

const database = new Promise((resolve) => {
  let asked;
  try { asked = indexedDB.open("luoshi-hand-in", 1); } catch { resolve(null); return; }
  asked.onupgradeneeded = () => asked.result.createObjectStore(STORE, { keyPath: "key" });
  asked.onsuccess = () => resolve(asked.result);
  asked.onerror = () => resolve(null);
});

async function ask(mode, what) {
  const opened = await database;
  if (!opened) return null;
  return new Promise((resolve) => {
    const found = what(opened.transaction(STORE, mode).objectStore(STORE));
    found.onsuccess = () => resolve(found.result);
    found.onerror = () => resolve(null); // a full disk: the file is still in this page's memory
  });
}

// `entry`: {key, who, assignment, requirement, on, name, file, since}
export async function keep(entry) {
  memory.set(entry.key, entry);
  await ask("readwrite", (store) => store.put(entry));
}

export async function forget(key) {
  memory.delete(key);
  await ask("readwrite", (store) => store.delete(key));
}

// What the same person had chosen for this assignment; nobody else's, whoever signed in meanwhile.
export async function kept(who, assignment) {
  const all = (await ask("readonly", (store) => store.getAll())) ?? [];
  const old = Date.now() - DAYS * 86400000;
  for (const entry of all) if (entry.since < old) await forget(entry.key);
  return all.filter((entry) => entry.since >= old && entry.who === who && entry.assignment === assignment);
}
