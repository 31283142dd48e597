// Adds search, filters and sorting to the long tables (div.ledger); without it they are plain.
"use strict";
(() => {
  const order = new Intl.Collator("en", {numeric: true});
  const make = (tag, properties, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  };

  const enhance = (box) => {
    if (box.classList.contains("ledger-live")) return;
    const table = box.querySelector("table");
    const body = table.tBodies[0];
    const rows = [...body.rows];
    const heads = [...table.tHead.rows[0].cells];
    let texts = null; // read when somebody searches
    const word = (row, column) => row.cells[column].dataset.word || row.cells[column].textContent.trim();
    const key = (row, column) => row.cells[column].dataset.key || word(row, column);

    // A table whose rows are stacked on a phone keeps its roles for screen readers.
    table.setAttribute("role", "table");
    for (const part of [table.tHead, body]) part.setAttribute("role", "rowgroup");
    for (const row of table.rows) {
      row.setAttribute("role", "row");
      for (const cell of row.cells) {
        cell.setAttribute("role", cell.tagName === "TD" ? "cell" : cell.scope === "row" ? "rowheader" : "columnheader");
      }
    }

    const search = make("input", {type: "search", autocomplete: "off"});
    const selects = [];
    const count = make("p", {className: "ledger-count"});
    count.setAttribute("role", "status");
    const reset = make("button", {type: "button", textContent: "Show all"});
    const tools = make("div", {className: "ledger-tools"}, make("label", {}, "Search", search));
    tools.setAttribute("role", "group");
    tools.setAttribute("aria-label", `Find ${box.dataset.noun}`);

    const apply = () => {
      const terms = search.value.toLowerCase().split(/\s+/).filter(Boolean);
      if (terms.length) texts ??= rows.map((row) => row.textContent.toLowerCase());
      let shown = 0;
      rows.forEach((row, number) => {
        const fits = terms.every((term) => texts[number].includes(term))
          && selects.every(([column, select]) => !select.value || word(row, column) === select.value);
        if (row.hidden === fits) row.hidden = !fits;
        shown += fits;
      });
      count.textContent = `${shown} of ${rows.length} ${box.dataset.noun} shown`;
      reset.hidden = shown === rows.length;
    };
    const showAll = () => {
      search.value = "";
      for (const [, select] of selects) select.value = "";
      apply();
    };

    heads.forEach((head, column) => {
      const heading = head.textContent;
      if ("filter" in head.dataset) {
        const keys = new Map(rows.map((row) => [word(row, column), key(row, column)]));
        const words = [...keys.keys()].sort((a, b) => order.compare(keys.get(a), keys.get(b)));
        const select = make("select", {}, new Option("all", ""), ...words.map((text) => new Option(text, text)));
        select.addEventListener("change", apply);
        selects.push([column, select]);
        tools.append(make("label", {}, heading, select));
      }
      if (!("unsorted" in head.dataset)) {
        const button = make("button", {type: "button", textContent: heading});
        button.addEventListener("click", () => {
          const down = head.getAttribute("aria-sort") === "ascending";
          for (const other of heads) other.removeAttribute("aria-sort");
          head.setAttribute("aria-sort", down ? "descending" : "ascending");
          const sorted = [...rows].sort((a, b) => order.compare(key(a, column), key(b, column)));
          body.append(...(down ? sorted.reverse() : sorted));
        });
        head.replaceChildren(button);
      }
    });

    search.addEventListener("input", apply);
    reset.addEventListener("click", () => { showAll(); search.focus(); });
    tools.append(reset, count);
    box.prepend(tools);
    box.classList.add("ledger-live");
    apply();

    // A link to a row must find it, whatever is filtered.
    addEventListener("hashchange", () => {
      const row = document.getElementById(location.hash.slice(1));
      if (row && row.hidden && body.contains(row)) {
        showAll();
        row.scrollIntoView();
      }
    });
    const target = location.hash && document.getElementById(location.hash.slice(1));
    if (target && body.contains(target)) target.scrollIntoView();
  };

  const start = () => document.querySelectorAll(".ledger").forEach(enhance);
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
