"use strict";
(() => {
  const root = document.documentElement;
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const findings = all("article.finding");
  const items = all(".item");
  const byHash = new Map(all("article").map((a) => ["#" + a.id, a]));
  const off = new Set(); // severities that are not shown
  let view = "rules";
  let query = "";
  root.classList.add("js");

  // Storage is refused in some browsers for a page from a file.
  const storage = {
    get(key) { try { return localStorage.getItem(key); } catch { return null; } },
    set(key, value) { try { localStorage.setItem(key, value); } catch { /* not kept */ } },
  };

  // Dark or light: as the system says, until it is chosen.
  const stored = storage.get("stallcheck-theme");
  if (stored === "dark" || stored === "light") root.dataset.theme = stored;
  document.getElementById("theme").addEventListener("click", () => {
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
    storage.set("stallcheck-theme", root.dataset.theme);
  });

  // What a search looks in: all but the source.
  const texts = new Map(findings.map((a) => [
    a, all(".head, h2, .summary, .handler, .what", a).map((e) => e.textContent).join("\n").toLowerCase(),
  ]));
  const matches = (a) => {
    if (off.has(a.dataset.severity)) return false;
    return query.split(/\s+/).every((word) => texts.get(a).includes(word));
  };

  const target = (item) => byHash.get(item.hash);
  const visible = () => all("#" + view + " .item:not([hidden])");

  function filter() {
    const shown = new Map(findings.map((a) => [a, matches(a)]));
    for (const item of items) item.hidden = !shown.get(target(item));
    for (const group of all(".group")) {
      const n = all(".item:not([hidden])", group).length;
      group.hidden = n === 0;
      group.querySelector(".count").textContent = n;
      if (query && group.closest("#" + view)) group.open = true;
    }
    document.querySelector(".none").hidden = visible().length > 0 || findings.length === 0;
  }

  function show(name) {
    view = name;
    for (const section of all(".view")) section.hidden = section.id !== name;
    for (const tab of all(".tabs button")) tab.setAttribute("aria-selected", tab.dataset.view === name);
    const current = document.querySelector("article.finding.shown");
    if (current) mark(current);
  }

  // mark shows in the index which finding is on the page.
  function mark(article) {
    for (const item of items) item.removeAttribute("aria-current");
    const mine = all("#" + view + " .item").filter((i) => target(i) === article && !i.hidden);
    const item = mine.find((i) => i.closest(".group").open) || mine[0];
    if (!item) return;
    item.setAttribute("aria-current", "true");
    item.closest(".group").open = true;
    item.scrollIntoView({ block: "nearest" });
  }

  function select(article) {
    for (const a of byHash.values()) a.classList.toggle("shown", a === article);
    if (article.classList.contains("finding")) mark(article);
  }

  function route() {
    const article = byHash.get(decodeURIComponent(location.hash));
    const first = visible()[0];
    if (article) select(article);
    else if (first) select(target(first));
    article?.scrollIntoView({ block: "start" });
  }

  // move goes on by some findings of the index.
  function move(by) {
    const list = visible();
    if (list.length === 0) return;
    const at = list.findIndex((i) => i.hasAttribute("aria-current"));
    const item = list[Math.max(0, Math.min(list.length - 1, at + by))];
    items.forEach((i) => i.removeAttribute("aria-current"));
    item.closest(".group").open = true;
    history.replaceState(null, "", item.hash);
    select(target(item));
    items.forEach((i) => i.removeAttribute("aria-current"));
    item.setAttribute("aria-current", "true");
    item.scrollIntoView({ block: "nearest" });
    target(item).scrollIntoView({ block: "start" });
  }

  // step goes on by some places of the way.
  function step(article, by) {
    const steps = all(".step", article);
    if (steps.length < 2) return;
    const at = steps.findIndex((s) => s.classList.contains("current"));
    go(article, Math.max(0, Math.min(steps.length - 1, at + by)));
  }

  function go(article, n) {
    const steps = all(".step", article);
    article.classList.add("stepping");
    stand(article, n);
    steps[n].scrollIntoView({ block: "nearest", behavior: "smooth" });
  }

  // stand makes one step the current one.
  function stand(article, n) {
    const steps = all(".step", article);
    steps.forEach((s, i) => s.classList.toggle("current", i === n));
    article.querySelector(".stepper .at").textContent = `step ${n + 1} of ${steps.length}`;
    article.querySelector(".stepper .back").disabled = n === 0;
    article.querySelector(".stepper .next").disabled = n === steps.length - 1;
  }

  for (const article of findings) {
    const stepper = article.querySelector(".stepper");
    if (!stepper) continue;
    stand(article, 0);
    stepper.querySelector(".back").addEventListener("click", () => step(article, -1));
    stepper.querySelector(".next").addEventListener("click", () => step(article, 1));
    all(".step", article).forEach((s, i) => s.querySelector(".what").addEventListener("click", () => go(article, i)));
  }
  for (const tab of all(".tabs button")) tab.addEventListener("click", () => { show(tab.dataset.view); filter(); });
  for (const chip of all(".chip")) {
    chip.addEventListener("click", () => {
      const on = chip.getAttribute("aria-pressed") !== "true";
      chip.setAttribute("aria-pressed", on);
      if (on) off.delete(chip.dataset.severity);
      else off.add(chip.dataset.severity);
      filter();
    });
  }
  const input = document.getElementById("query");
  const search = (text) => {
    input.value = text;
    query = text.trim().toLowerCase();
    filter();
  };
  input.addEventListener("input", () => search(input.value));
  document.getElementById("reset").addEventListener("click", () => {
    off.clear();
    for (const chip of all(".chip")) chip.setAttribute("aria-pressed", "true");
    search("");
  });
  for (const button of all(".handler")) {
    button.addEventListener("click", () => {
      search("");
      show("handlers");
      const group = all("#handlers .group").find((g) => g.dataset.name === button.dataset.handler);
      for (const g of all("#handlers .group")) g.open = g === group;
      group?.scrollIntoView({ block: "nearest" });
    });
  }
  for (const button of all(".copy")) {
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(button.dataset.copy);
        button.textContent = "copied";
      } catch {
        getSelection().selectAllChildren(button); // to be copied by hand
        return;
      }
      setTimeout(() => { button.textContent = button.dataset.copy; }, 900);
    });
  }
  addEventListener("keydown", (e) => {
    if (e.ctrlKey || e.metaKey || e.altKey) return;
    if (e.target === input) {
      if (e.key === "Escape") { search(""); input.blur(); }
      if (e.key === "Enter") { move(0); input.blur(); }
      return;
    }
    const article = document.querySelector("article.shown");
    switch (e.key) {
      case "/": input.focus(); input.select(); break;
      case "j": move(1); break;
      case "k": move(-1); break;
      case "ArrowRight": if (article) step(article, 1); break;
      case "ArrowLeft": if (article) step(article, -1); break;
      default: return;
    }
    e.preventDefault();
  });
  addEventListener("hashchange", route);
  show("rules");
  filter();
  route();
})();
