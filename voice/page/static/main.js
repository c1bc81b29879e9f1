// The page of a session: let in, connected, painted, touched.

import { Awake } from "./awake.js";
import { Beat } from "./beat.js";
import { Display } from "./display.js";
import { entered } from "./entrance.js";
import { Figure } from "./figure.js";
import { History } from "./history.js";
import { Link } from "./link.js";
import { Pad } from "./pad.js";
import { Painter } from "./painter.js";
import { Sound } from "./sound.js";
import { Touch } from "./touch.js";

const FRAME_MS = 75;
const SHOWN_PHASE_MS = 1600;
const ORDER = ["press", "compress", "relax"];

const byId = (name) => document.getElementById(name);

const { motion, door } = await (await fetch("page.json")).json();
await entered(door);
byId("pairing").hidden = true;
byId("door-words").textContent = door.entering;

const figure = new Figure(byId("front"), byId("cut"), motion);
const reduced = matchMedia("(prefers-reduced-motion: reduce)");
const sound = new Sound();
const beat = new Beat((one) => sound.heardAt(one.frame) ?? link.here(one.at));
let painter = null;
let lookBack = null;
let labels = null;

function begin(hello) {
  if (painter !== null) {
    if (sound.on) link.send({ type: "sound", on: true });
    return; // connected again: what follows is the whole view
  }
  labels = hello.labels;
  const display = new Display(labels);
  const send = (message) => link.send(message);
  const pad = new Pad(labels, (amount) => send({ type: "amount", ...amount }));
  lookBack = new History(labels.history);
  const touch = new Touch(send, () => painter.view, pad, display, lookBack);
  painter = new Painter(labels, hello.may, motion.hours, (key) => touch.press(key), () => pad.open());
  const awake = new Awake(byId("silent"), (stays) => display.awake(stays));
  document.addEventListener("pointerup", () => awake.hold());
  if (hello.sound_rate_hz) offerSound(hello.sound_rate_hz);
  told("open");
}

// The first view: there is something to be seen.
function show() {
  byId("door").hidden = true;
  byId("session").hidden = false;
  byId("foot").hidden = false;
  delete document.body.dataset.stage;
  setTimeout(frame, 0);
}

// A browser lets a page sound only after a touch.
function offerSound(rate) {
  const button = byId("sound");
  const show = () => (button.textContent = sound.on ? labels.sound_off : labels.sound_on);
  const turn = () => {
    if (sound.on) sound.stop();
    else sound.start(rate);
    link.send({ type: "sound", on: sound.on });
    show();
  };
  button.hidden = false;
  button.addEventListener("click", turn);
  const first = (event) => {
    if (sound.on || event.target.closest("#sound")) return;
    if (!event.target.closest("button, a, input")) event.stopPropagation(); // this one is for the sound alone
    turn();
  };
  window.addEventListener("pointerup", first, { capture: true, once: true });
  show();
}

function take(message) {
  if (message.type === "hello") begin(message);
  else if (message.type === "view") {
    painter.take(message);
    if (painter.view.held) lookBack.close();
    document.body.toggleAttribute("data-asks", painter.view.asks);
    if ("stage" in document.body.dataset) show();
    if ("turn" in message || "thumb_above" in message) figure.place(painter.view.turn, painter.view.thumb_above);
    if ("figure" in message && message.figure !== "beat") beat.stop();
  } else if (message.type === "beat") beat.take(message);
}

function told(state) {
  document.body.dataset.link = state;
  if (labels === null) return;
  byId("link").textContent = { open: labels.connected, waiting: labels.reconnecting, ended: labels.ended }[state];
  if (state === "ended") byId("notice").textContent = labels.ended;
}

// The phase to be drawn now: of the beat, or of the motion as it is explained.
function now(figureNow) {
  if (figureNow === "beat") return beat.at(performance.now());
  if (figureNow !== "shown") return null;
  const passed = performance.now() % (SHOWN_PHASE_MS * ORDER.length);
  const done = (passed % SHOWN_PHASE_MS) / SHOWN_PHASE_MS;
  return { phase: ORDER[Math.floor(passed / SHOWN_PHASE_MS)], done, left: (1 - done) * SHOWN_PHASE_MS };
}

let painted = null;
function frame() {
  const moment = now(painter.view.figure);
  if ((moment && moment.phase) !== painted) {
    painted = moment && moment.phase;
    painter.cue(painted);
  }
  if (moment) figure.show(moment.phase, reduced.matches ? 1 : moment.done);
  else figure.show("press", 0);
  setTimeout(frame, moment ? Math.max(1, Math.min(FRAME_MS, moment.left)) : FRAME_MS);
}

const link = new Link(take, (data) => sound.take(data), told);
