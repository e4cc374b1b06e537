"use strict";
// Uses the page of the report in report_test.go, and writes what is wrong into
// an element that the test reads.
(async () => {
  const done = [];
  const wrong = [];
  const $ = (selector) => document.querySelector(selector);
  const $$ = (selector) => [...document.querySelectorAll(selector)];
  const same = (what, got, want) => {
    if (JSON.stringify(got) !== JSON.stringify(want)) wrong.push(`${what}: got ${JSON.stringify(got)}, want ${JSON.stringify(want)}`);
  };
  const seen = (e) => e.checkVisibility({ visibilityProperty: true });
  const texts = (selector) => $$(selector).filter(seen).map((e) => e.textContent.trim().replace(/\s+/g, " "));
  const wait = () => new Promise((ok) => { setTimeout(ok, 100); });
  const type = (text) => { const q = $("#query"); q.value = text; q.dispatchEvent(new Event("input", { bubbles: true })); };
  const press = (key) => document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
  const title = () => texts("article h2")[0];

  const checks = {
    async start() {
      same("articles at start", $$("article").filter(seen).length, 1);
      same("the worst comes first", title(), "rows is not released");
      same("items", texts(".item .text"), ["rows is not released", "(*pgxpool.Pool).Query may wait forever: its context has no deadline", "Do waits"]);
      same("failures", texts(".failures li").length, 1);
    },
    async severities() {
      $(".chip.error").click();
      same("items without errors", texts(".item .text").length, 2);
      same("groups without errors", texts(".group .name"), ["nodeadline", "nodeadline/advice"]);
      $(".chip.error").click();
      same("items with errors", texts(".item .text").length, 3);
    },
    async search() {
      type("PGXPOOL  orders");
      same("items of a search", texts(".item .where"), ["orders.go:88 · GET /orders/{id}"]);
      type("nosuchthing");
      same("items of a search for nothing", texts(".item"), []);
      same("what is said", seen($(".none")), true);
      $("#reset").click();
      same("items after it", texts(".item").length, 3);
      same("the field after it", $("#query").value, "");
      type("post");
      same("items by handler", texts(".item .text").length, 1);
      type("");
    },
    async views() {
      $("[data-view=handlers]").click();
      same("handlers", texts(".group .name"), ["GET /", "GET /orders", "GET /orders/{id}", "POST /orders", "no handler"]);
      $("[data-view=files]").click();
      same("files", texts(".group .name"), ["a.go", "b.go", "store/orders.go"]);
      $("#files .item[href='#f-11f0']").click();
      await wait();
      same("article", title(), "(*pgxpool.Pool).Query may wait forever: its context has no deadline");
      $$(".handler").find((b) => seen(b) && b.textContent === "POST /orders").click();
      same("open handlers", texts("#handlers .group[open] .name"), ["POST /orders"]);
      $("[data-view=rules]").click();
    },
    async steps() {
      const at = () => texts(".stepper .at")[0];
      const current = () => $$(".step").filter(seen).findIndex((s) => s.classList.contains("current"));
      same("first", [at(), current()], ["step 1 of 4", 0]);
      press("ArrowRight");
      press("ArrowRight");
      same("third", [at(), current()], ["step 3 of 4", 2]);
      same("its line", texts(".step.current .l.hit"), ["«q» = o.pool.Query(ctx, q, id)"]);
      same("its mark", texts(".step.current mark").join(""), "pool.Query");
      $$(".stepper .next").find(seen).click();
      same("last", [at(), $$(".stepper .next").find(seen).disabled], ["step 4 of 4", true]);
      press("ArrowRight");
      press("ArrowLeft");
      same("back", at(), "step 3 of 4");
    },
    async keys() {
      press("j");
      same("next", title(), "Do waits");
      press("j");
      same("no further", title(), "Do waits");
      press("k");
      press("k");
      same("previous", title(), "rows is not released");
      same("address", location.hash, "#f-22f0");
      press("/");
      same("focus", document.activeElement.id, "query");
      document.activeElement.blur();
    },
    async rule() {
      $$(".more a").filter(seen)[0].click();
      await wait();
      same("rule", [title(), texts("article").length], ["unreleased", 1]);
      location.hash = "#rule-nodeadline";
      await wait();
      same("its documentation", texts(".doc .text h3"), ["Why"]);
      location.hash = "#f-11f0";
      await wait();
    },
    async theme() {
      const dark = location.search === "?dark";
      const background = () => luminance(rgba(getComputedStyle(document.body).backgroundColor));
      same("dark as the system", background() < 0.5, dark);
      $("#theme").click();
      same("the other", background() < 0.5, !dark);
      $("#theme").click();
      same("and back", background() < 0.5, dark);
    },
    async layout() {
      same("width", document.documentElement.scrollWidth <= innerWidth, true);
      const article = $$("article").find(seen);
      for (const e of article.querySelectorAll("h2, p, .code, .head, .from")) {
        const box = e.getBoundingClientRect();
        if (seen(e) && (box.right > innerWidth + 1 || box.left < 0)) wrong.push(`${e.className || e.tagName} leaves the page`);
      }
    },
    // Everything that is read has the contrast that WCAG 2 asks of text, in
    // both themes.
    async contrast() {
      for (let theme = 0; theme < 2; theme++) {
        for (const hash of ["#f-11f0", "#f-22f0", "#rule-nodeadline"]) {
          location.hash = hash;
          await wait();
          for (const e of $$("body *")) {
            const text = [...e.childNodes].some((n) => n.nodeType === Node.TEXT_NODE && n.data.trim() !== "");
            if (!text || !seen(e) || e.closest(":disabled, .brand, script, .step:not(.current) .code")) continue;
            const back = background(e);
            const ratio = contrast(over(rgba(getComputedStyle(e).color), back), back);
            if (ratio < 4.5) wrong.push(`${document.documentElement.dataset.theme} ${hash}: contrast ${ratio.toFixed(2)} of ${e.tagName}.${e.className} ${e.textContent.trim().slice(0, 30)}`);
          }
        }
        $("#theme").click();
        await wait();
        await wait();
      }
    },
  };

  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  function rgba(color) {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  }
  const over = (top, under) => [0, 1, 2].map((i) => top[i] * top[3] + under[i] * (1 - top[3])).concat(1);
  function background(e) {
    const layers = [];
    for (let at = e; at; at = at.parentElement) layers.unshift(rgba(getComputedStyle(at).backgroundColor));
    return layers.reduce((under, top) => over(top, under), [255, 255, 255, 1]);
  }
  function luminance(color) {
    const [r, g, b] = color.slice(0, 3).map((v) => { v /= 255; return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  }
  const contrast = (a, b) => {
    const [x, y] = [luminance(a), luminance(b)].sort((p, q) => q - p);
    return (x + 0.05) / (y + 0.05);
  };

  for (const [name, check] of Object.entries(checks)) {
    try {
      await check();
      done.push(name);
    } catch (e) {
      wrong.push(`${name}: ${e}`);
    }
  }
  const result = document.createElement("pre");
  result.id = "result";
  result.textContent = JSON.stringify({ done, wrong });
  document.body.append(result);
})();
