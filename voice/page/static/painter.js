// Paints what the session shows: each part anew only when what it shows has changed. Texts are texts, never markup.

import { paintSides } from "./sides.js";

const LEVELS = 10;
const BODY = ["pain", "illness", "emergency"];

const byId = (name) => document.getElementById(name);

function text(name, value) {
  const element = byId(name);
  if (element.textContent !== value) element.textContent = value;
}

export class Painter {
  // `press` takes the key of a button, `note` opens the number pad.
  constructor(labels, may, hours, press, note) {
    this.labels = labels;
    this.looks = may === "look";
    this.hours = hours;
    this.press = press;
    this.note = note;
    this.view = { buttons: [], sides: [], numbers: [], figure: "none" };
    text("microphone-name", labels.microphone);
    text("everything", labels.everything);
    text("undo", labels.undo);
    text("hold-text", labels.hold);
    byId("front").setAttribute("aria-label", labels.front);
    byId("cut").setAttribute("aria-label", labels.cut);
    byId("answers").setAttribute("aria-label", labels.answers);
    byId("undo").addEventListener("click", () => press("u"));
    byId("level").replaceChildren(...Array.from({ length: LEVELS }, () => document.createElement("i")));
  }

  take(fields) {
    const view = Object.assign(this.view, fields);
    const anew = (...names) => names.some((name) => name in fields);
    if (anew("night")) document.documentElement.toggleAttribute("data-night", view.night);
    if (anew("title", "place", "side")) this.head(view);
    if (anew("level")) this.level(view.level);
    if (anew("words", "speaking", "held")) this.speech(view);
    if (anew("notice", "code")) text("notice", [view.code, view.notice].filter(Boolean).join(" · "));
    if (anew("heard")) this.heard(view.heard);
    if (anew("numbers")) this.numbers(view.numbers);
    if (anew("buttons", "likely", "amounts", "held")) this.buttons(view);
    if (anew("sides")) paintSides(byId("sides"), view.sides, this.hours, this.labels);
    if (anew("noted")) text("noted", view.noted);
    if (anew("tap")) text("anywhere", this.looks ? this.labels.look_only : view.tap ? this.labels.next_anywhere : "");
    if (anew("figure", "state")) this.figure(view);
  }

  head(view) {
    text("title", view.title);
    text("place", view.place);
    text("side", view.side);
  }

  level(level) {
    const { microphone, no_microphone: none } = this.labels;
    text("microphone-name", level === null ? `${microphone}: ${none}` : microphone);
    [...byId("level").children].forEach((cell, index) => cell.classList.toggle("on", index < level));
    byId("level").hidden = level === null;
    byId("level").setAttribute("aria-label", microphone);
  }

  speech(view) {
    byId("held").hidden = !view.held;
    byId("speech").hidden = view.held;
    byId("sides").hidden = view.held;
    text(view.held ? "held-words" : "words", view.words);
    text(view.held ? "words" : "held-words", "");
    byId("words").classList.toggle("speaking", view.speaking);
  }

  heard(heard) {
    const { heard: name, nothing_heard: nothing } = this.labels;
    const said = document.createElement("b");
    said.textContent = heard ? `“${heard.phrase}”` : nothing;
    byId("heard").replaceChildren(`${name}: `, said, heard && heard.why ? ` (${heard.why})` : "");
  }

  numbers(numbers) {
    const links = numbers.map(({ text: shown, tel }) => {
      const link = document.createElement("a");
      link.textContent = shown;
      link.href = `tel:${tel}`;
      return link;
    });
    byId("numbers").replaceChildren(...links);
  }

  buttons(view) {
    const focused = document.activeElement?.dataset?.key;
    const shown = view.buttons.filter((button) => button.command !== "undo" && !(view.held && button.command === "resume"));
    const likely = view.buttons.slice(0, view.likely).filter((button) => shown.includes(button));
    const others = shown.filter((button) => !likely.includes(button));
    const pad = view.amounts ? [this.button({ key: "", text: this.labels.amount, command: "amount" })] : [];
    byId("answers").replaceChildren(...likely.map((button) => this.button(button)), ...pad);
    byId("buttons").replaceChildren(...others.map((button) => this.button(button)));
    byId("undo").disabled = this.looks || !view.buttons.some((button) => button.command === "undo");
    byId("hold").disabled = this.looks;
    if (focused) document.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus();
  }

  button({ key, text: shown, command }) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = shown;
    button.dataset.key = key;
    button.disabled = this.looks;
    if (command === "yes" || command === "no") button.classList.add(command);
    if (BODY.includes(command)) button.classList.add("body");
    button.addEventListener("click", () => (command === "amount" ? this.note() : this.press(key)));
    return button;
  }

  figure(view) {
    const drawn = view.figure !== "none";
    byId("drawing").hidden = !drawn;
    byId("drawing").classList.toggle("resting", view.figure === "resting");
    byId("session").classList.toggle("plain", !drawn);
    document.body.dataset.state = view.state;
    this.cue(null);
  }

  // The phase of the beat, or null; then what stands still says so.
  cue(phase) {
    const { paused, asleep, cues } = this.labels;
    const state = { paused, asleep }[this.view.state] ?? "";
    byId("cue").classList.toggle("state", !phase);
    text("cue", phase ? cues[phase] : state);
    if (phase) document.body.dataset.phase = phase;
    else delete document.body.dataset.phase;
  }
}
