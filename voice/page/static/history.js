// What is remembered, looked back at while the session goes on: plots and their tables, asked for anew while it is open.

import { PLOTS } from "./plots.js";

const AGAIN_MS = 3000;
const DAY_MS = 86_400_000;
const PERIODS = [["week", 7], ["month", 30], ["all", Infinity]];

const byId = (name) => document.getElementById(name);

function made(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

// The days from the last one back, with the sessions that began on them.
function lately(figures, days) {
  const last = figures.days.at(-1);
  if (!last || days === Infinity) return figures;
  const first = new Date(Date.parse(last.date) - (days - 1) * DAY_MS).toISOString().slice(0, 10);
  const since = (one) => one.date >= first;
  return { ...figures, days: figures.days.filter(since), moments: figures.moments.filter(since) };
}

function tableOf({ columns, rows }) {
  const head = made("tr", {}, ...columns.map((name) => made("th", { scope: "col" }, name)));
  const body = rows.map(([first, ...cells]) =>
    made("tr", {}, made("th", { scope: "row" }, first), ...cells.map((cell) => made("td", {}, cell))),
  );
  return [made("thead", {}, head), made("tbody", {}, ...body)];
}

class Plot {
  constructor(kind, words) {
    this.kind = kind;
    this.words = words;
    this.title = made("h3");
    this.legend = made("ul", { class: "legend" });
    this.drawn = made("div", { class: "drawn" });
    this.caption = made("caption");
    this.table = made("table");
    this.scrolled = made("div", { class: "scrolled", role: "region", tabindex: "0" }, this.table);
    this.element = made("section", { class: "plot" }, this.title, this.legend, this.drawn, this.scrolled);
  }

  show(figures) {
    const title = this.words[this.kind.name].replace("{unit}", figures.unit);
    this.title.textContent = title;
    this.caption.textContent = title;
    this.scrolled.setAttribute("aria-label", this.words.table.replace("{title}", title));
    const legend = this.kind.legend(figures).map((origin) => made("li", {}, made("i", { class: origin }), this.words[origin]));
    this.legend.replaceChildren(...legend);
    this.table.replaceChildren(this.caption, ...tableOf(this.kind.table(figures, this.words)));
    this.draw(figures);
  }

  clear() {
    for (const part of [this.legend, this.drawn, this.table]) part.replaceChildren();
  }

  // For the width that there is; drawn anew when there is another.
  draw(figures) {
    const width = this.drawn.clientWidth;
    if (width === 0) return;
    const svg = this.kind.draw(figures, width, this.words);
    svg.setAttribute("aria-label", this.words.figures_below.replace("{title}", this.title.textContent));
    this.drawn.replaceChildren(svg);
  }
}

export class History {
  constructor(words) {
    this.words = words;
    this.button = byId("look-back");
    this.days = 30;
    this.number = "";
    this.shown = null;
    this.plots = PLOTS.map((kind) => new Plot(kind, words));
    byId("history-title").textContent = words.title;
    byId("plots").replaceChildren(...this.plots.map((plot) => plot.element));
    byId("history-days").setAttribute("aria-label", words.days_shown);
    byId("history-days").replaceChildren(...PERIODS.map(([name, days]) => this.period(words[name], days)));
    this.choose(this.days);
    this.forget();
    this.button.textContent = words.title;
    this.button.addEventListener("click", () => (this.isOpen ? this.close() : this.open()));
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.isOpen && !document.querySelector("dialog[open]")) this.close();
    });
    window.addEventListener("popstate", (event) => this.turn(Boolean(event.state?.looksBack)));
    new ResizeObserver(() => this.draw()).observe(byId("plots"));
  }

  get isOpen() {
    return !byId("history").hidden;
  }

  // The way back of the browser leads back too, with the same address.
  open() {
    window.history.pushState({ looksBack: true }, "");
    this.turn(true);
  }

  close() {
    if (!this.isOpen) return;
    this.turn(false);
    window.history.back();
  }

  turn(open) {
    if (open === this.isOpen) return;
    byId("history").hidden = !open;
    document.body.toggleAttribute("data-looks-back", open);
    this.button.textContent = open ? this.words.back : this.words.title;
    this.button.setAttribute("aria-expanded", String(open));
    (open ? byId("history-title") : this.button).focus({ preventScroll: true });
    window.scrollTo(0, 0);
    clearTimeout(this.asking);
    if (open) this.ask();
    else this.forget();
  }

  // Nothing of it stays in a page that does not show it.
  forget() {
    this.number = "";
    this.take({ kept: true });
    byId("history-note").textContent = "";
  }

  async ask() {
    const told = await fetch(`history.json?after=${this.number}`)
      .then((answer) => (answer.ok ? answer.json() : null))
      .catch(() => null); // a connection that is lost comes back, or the session has ended
    if (!this.isOpen) return;
    if (told) this.number = told.number;
    if (told?.history) this.take(told.history);
    clearTimeout(this.asking);
    this.asking = setTimeout(() => this.ask(), AGAIN_MS);
  }

  take(history) {
    const { kept, why, days, left_out: leftOut } = history;
    const { not_kept: notKept, empty, left_out_one: one, left_out: many } = this.words;
    this.shown = days?.length ? history : null;
    let note = leftOut === 1 ? one : leftOut ? many.replace("{count}", leftOut) : "";
    if (!kept) note = notKept;
    else if (why) note = why;
    else if (!note && !this.shown) note = empty;
    byId("history-note").textContent = note;
    byId("history-days").hidden = this.shown === null;
    byId("plots").hidden = this.shown === null;
    this.show();
  }

  period(text, days) {
    const button = made("button", { type: "button", "data-days": days }, text);
    button.addEventListener("click", () => this.choose(days));
    return button;
  }

  choose(days) {
    this.days = days;
    for (const button of byId("history-days").children) {
      button.setAttribute("aria-pressed", String(button.dataset.days === String(days)));
    }
    this.show();
  }

  show() {
    const figures = this.shown && lately(this.shown, this.days);
    for (const plot of this.plots) {
      if (figures) plot.show(figures);
      else plot.clear();
    }
  }

  draw() {
    if (!this.isOpen || !this.shown) return;
    for (const plot of this.plots) plot.draw(lately(this.shown, this.days));
  }
}
