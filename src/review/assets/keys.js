// Single keys for the desk. Every key has a control on the screen too, so nothing here is needed to work.
"use strict";
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const one = (selector, root = document) => root.querySelector(selector);
  const rows = () => all("[data-testid=queue-row]");
  let current = -1;
  let lastPicked = -1;
  let leading = 0;

  // What a key answers stands beside a notice of the desk, whose button to undo stays, and goes after a while.
  const status = (words) => {
    const place = one("[data-testid=toast]");
    if (!place) return;
    all(".passing", place).forEach((note) => note.remove());
    const note = document.createElement("div");
    note.className = "toast passing";
    note.textContent = words;
    place.append(note);
    setTimeout(() => note.remove(), 12000);
  };

  const toRow = (at) => {
    const list = rows();
    if (!list.length) return;
    current = Math.max(0, Math.min(at, list.length - 1));
    list.forEach((row, index) => row.classList.toggle("here", index === current));
    one("h3 a", list[current]).focus();
  };

  const where = () => {
    const focused = document.activeElement && document.activeElement.closest("[data-testid=queue-row]");
    const at = focused ? rows().indexOf(focused) : current;
    return at;
  };

  const picked = () => {
    const count = all("[data-testid=queue-row] input:checked").length;
    const place = one("[data-picked]");
    if (place) place.textContent = count === 0 ? "Tick claims, then decide. Several at once must share a finding code."
      : count === 1 ? "1 claim ticked." : `${count} claims ticked. You will see the list before anything is kept.`;
  };

  const pick = (at, range) => {
    const list = rows();
    if (at < 0 || !list[at]) return;
    const box = (index) => one("input[type=checkbox]", list[index]);
    if (!box(at)) return;
    if (range && lastPicked >= 0) {
      const [from, to] = [Math.min(lastPicked, at), Math.max(lastPicked, at)];
      for (let index = from; index <= to; index += 1) box(index).checked = true;
    } else {
      box(at).checked = !box(at).checked;
    }
    lastPicked = at;
    picked();
  };

  // A verb in the list means the ticked rows, else the row one is on.
  const verb = (name) => {
    const form = one("#decide") || one("#rows");
    if (!form) return;
    const button = one(`button[data-verb="${name}"]`, form);
    if (form.id === "rows") {
      const ticked = all("[data-testid=queue-row] input:checked");
      if (!ticked.length) {
        const at = where();
        if (at < 0) { status("Go to a row first: j"); return; }
        pick(at, false);
      }
    }
    const reason = one("[name=reason]", form);
    if (name !== "fix" && !reason.value) {
      all("button[data-verb]", form).forEach((other) => other.classList.toggle("strong", other === button));
      reason.focus();
      status(`${button.firstChild.textContent.trim()}: choose a reason, then press the button`);
      return;
    }
    button.click();
  };

  const step = (by) => {
    const marks = all("mark");
    if (!marks.length) return;
    const here = marks.findIndex((mark) => mark.classList.contains("here"));
    const next = here < 0 ? (by > 0 ? 0 : marks.length - 1) : (here + by + marks.length) % marks.length;
    marks.forEach((mark, index) => mark.classList.toggle("here", index === next));
    const details = marks[next].closest("details");
    if (details) details.open = true;
    marks[next].setAttribute("tabindex", "-1");
    marks[next].focus({ preventScroll: true });
    marks[next].scrollIntoView({ block: "center" });
  };

  const evidence = (by) => {
    const list = all("[data-passage]");
    if (!list.length) return;
    const here = list.findIndex((passage) => passage.open);
    const next = (Math.max(here, 0) + by + list.length) % list.length;
    list.forEach((passage, index) => { passage.open = index === next; });
    one("summary", list[next]).focus();
  };

  const drawer = () => {
    const passage = one("[data-passage][open]") || one("[data-passage]");
    const place = passage && one("[data-drawer]", passage);
    if (!place) return;
    passage.open = true;
    place.open = !place.open;
    if (place.open) one("summary", place).focus();
  };

  const follow = (selector) => { const link = one(selector); if (link) link.click(); };

  const assign = () => {
    const field = one("#to");
    if (!field) return;
    const form = one("#rows");
    if (form && !all("[data-testid=queue-row] input:checked").length && where() >= 0) pick(where(), false);
    field.focus();
  };

  const press = (event) => {
    const at = where();
    switch (event.key) {
      case "j": if (rows().length) toRow(at + 1); else follow("a[rel=next]"); return true;
      case "k": if (rows().length) toRow(at < 0 ? 0 : at - 1); else follow("a[rel=prev]"); return true;
      case "Enter": if (document.activeElement === document.body && rows()[at]) { one("h3 a", rows()[at]).click(); return true; } return false;
      case "1": verb("fix"); return true;
      case "2": verb("stands"); return true;
      case "3": verb("ask"); return true;
      case "h": verb("snooze"); return true;
      case "u": follow("button[data-key=u]"); return true;
      case "a": assign(); return true;
      case "x": case "X": pick(at, event.shiftKey); return true;
      case "n": step(1); return true;
      case "p": step(-1); return true;
      case "]": evidence(1); return true;
      case "[": evidence(-1); return true;
      case ".": drawer(); return true;
      case "/": { const field = one("#q"); if (field) field.focus(); return true; }
      case "?": location.assign("/help"); return true;
      case "g": leading = event.timeStamp; return true;
      default: return false;
    }
  };

  const typing = (target) => target instanceof Element
    && (target.closest("textarea, select, [contenteditable]") || target.matches("input:not([type=checkbox], [type=radio])"));

  if (document.body.dataset.keys === "on") {
    document.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
      if (typing(event.target)) {
        if (event.key === "Escape") event.target.blur();
        return;
      }
      if (leading && event.timeStamp - leading < 1500 && event.key !== "g") {
        leading = 0;
        const link = one(`[data-go="${CSS.escape(event.key)}"]`);
        if (link) { event.preventDefault(); link.click(); return; }
      }
      if (event.key !== "g") leading = 0;
      if (press(event)) event.preventDefault();
    });
  }

  // A list form tells where it was sent from, so that the screen after it stands at the next row.
  const list = one("#rows");
  if (list) {
    list.addEventListener("submit", () => {
      const first = rows().find((row) => one("input:checked", row));
      if (first) one("[name=at]", list).value = first.dataset.at;
    });
    list.addEventListener("change", picked);
    picked();
  }
  if (location.hash.startsWith("#row-") && rows().length) {
    const found = rows().findIndex((row) => `#${row.id}` === location.hash);
    // After the browser has gone to the fragment, which takes the focus away.
    addEventListener("load", () => setTimeout(() => toRow(found < 0 ? rows().length - 1 : found), 0));
  }

  // How far a check is, while one is under way; and that claims were checked since this screen was made.
  const far = one("[data-progress]");
  const first = one("[data-first]");
  const seen = document.body.dataset.round;
  const look = async () => {
    let pause = first ? 500 : 4000;
    if (!document.hidden) {
      try {
        const answer = await fetch("/progress", { headers: { accept: "application/json" } });
        const told = await answer.json();
        if (first && told.round > 0) { location.reload(); return; }
        if (told.far) {
          pause = 700;
          if (first) {
            one("[data-far]").textContent = told.far.words;
            one("progress", first).max = told.far.steps;
            one("progress", first).value = told.far.done;
          } else {
            far.textContent = `${told.far.words}.`;
            far.hidden = false;
          }
        } else if (!first && String(told.round) !== seen) {
          far.textContent = "The claims were checked again since this screen was made. ";
          const again = document.createElement("a");
          again.href = location.href;
          again.textContent = "Load it again";
          far.append(again);
          far.hidden = false;
        } else if (!first) {
          far.hidden = true;
        }
      } catch { /* The desk has stopped, or the session has ended: the next click says so. */ }
    }
    setTimeout(look, pause);
  };
  if (far && seen && one("nav[aria-label=Screens]")) setTimeout(look, first || !far.hidden ? 500 : 4000);

  // Filters stand open where there is room for them.
  const fold = one("[data-fold]");
  if (fold && matchMedia("(min-width: 64rem)").matches) fold.open = true;

  all("[data-copy]").forEach((button) => {
    if (!navigator.clipboard) return;
    button.hidden = false;
    button.addEventListener("click", () => {
      navigator.clipboard.writeText(button.dataset.copy).then(() => status("Copied."), () => status("Copying was refused."));
    });
  });
  all("[data-step]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => step(Number(button.dataset.step)));
  });

  // Words selected in a source go into the form for a new claim; hidden labels and numbers are not text.
  const text = one("#text");
  const quote = one("[data-quote]");
  if (text && quote) {
    document.addEventListener("selectionchange", () => {
      const selection = document.getSelection();
      if (!selection.rangeCount || selection.isCollapsed || !text.contains(selection.anchorNode) || !text.contains(selection.focusNode)) return;
      const part = selection.getRangeAt(0).cloneContents();
      all(".vh, .number, .margin", part).forEach((extra) => extra.remove());
      const lines = all("li", part);
      quote.value = (lines.length ? lines.map((line) => line.textContent).join("\n") : part.textContent).trim();
    });
  }
})();
