// The rate of two figures as they are typed, in whole numbers; what counts is what the server works out from the same two.
const whole = (text) => (/^\d+$/.test(text) ? BigInt(text) : null);
const read = (field) => whole((field?.value ?? "").trim().replace(/[,，\s]/g, ""));

// One decimal, half up, but never a 100% that was not reached: as the server writes it.
export function percent(part, all) {
  const tenths = (part * 2000n + all) / (2n * all);
  if (part < all && tenths >= 1000n) {
    const hundredths = (part * 10000n) / all;
    return `${hundredths / 100n}.${String(hundredths % 100n).padStart(2, "0")}`.replace(/\.?0+$/, "") + "%";
  }
  return `${tenths / 10n}${tenths % 10n ? `.${tenths % 10n}` : ""}%`;
}

// Whether part/all reaches a decimal such as 0.95, without rounding.
function reaches(part, all, wanted, exactly) {
  const [front, back = ""] = wanted.split(".");
  const scale = 10n ** BigInt(back.length);
  const [left, right] = [part * scale, BigInt(front + back) * all];
  return exactly ? left === right : left >= right;
}

export function show(row, words) {
  const out = row.querySelector("output");
  const [first, second] = row.querySelectorAll("input");
  const part = read(first);
  const all = read(row.dataset.over ? document.getElementById(row.dataset.over) : second);
  out.className = "rate";
  out.textContent = "";
  if (part === null || all === null || all === 0n) return;
  if (part > all) {
    out.textContent = words.impossible;
    out.classList.add("text-danger");
    return;
  }
  out.textContent = percent(part, all);
  if (row.dataset.wanted === undefined) return;
  const met = reaches(part, all, row.dataset.wanted, row.dataset.exactly !== undefined);
  out.textContent += ` ${met ? words.met : words.unmet}`;
  out.classList.add(met ? "text-success" : "text-warning-dark");
}
