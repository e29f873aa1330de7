// A field for a unit's name offers those that fit what is typed. Without script the page asks which one was meant.
for (const field of document.querySelectorAll("input[data-unit-names]")) {
  const offered = document.createElement("datalist");
  offered.id = `names-of-${field.id}`;
  field.after(offered);
  field.setAttribute("list", offered.id);
  let timer = 0;
  let asked = "";
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      const words = field.value.trim();
      if (!words || words === asked) return;
      asked = words;
      try {
        const answer = await fetch(`/unit-names?${new URLSearchParams({ words })}`, { headers: { "X-Requested-With": "fetch" } });
        if (!answer.ok || field.value.trim() !== words) return;
        offered.replaceChildren(...(await answer.json()).map((name) => Object.assign(document.createElement("option"), { value: name })));
      } catch { asked = ""; }
    }, 200);
  });
}
