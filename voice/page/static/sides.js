// Both sides: minutes as a ring whose whole round is ten minutes, and the places of her thumb as a clock inside it.

import { add } from "./svg.js";

const ROUND_S = 600;
const RADIUS = 44;
const SPOTS = 29;

function clock(seconds) {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

function told(side, labels) {
  const parts = [side.name, labels.minutes.replace("{minutes}", Math.floor(side.expressed_s / 60))];
  if (side.hour !== null) parts.push(labels.place_here.replace("{hour}", side.hour));
  if (side.worked.length) parts.push(labels.places.replace("{hours}", side.worked.join(", ")));
  return parts.join(", ");
}

function drawn(side, hours) {
  const svg = add(document.createElement("div"), "svg", { viewBox: "0 0 100 100", role: "img" });
  const middle = { cx: 50, cy: 50, r: RADIUS };
  const whole = 2 * Math.PI * RADIUS;
  const done = Math.min(side.expressed_s / ROUND_S, 1) * whole;
  add(svg, "circle", { class: "ring", ...middle });
  add(svg, "circle", { class: "ring done", ...middle, "stroke-dasharray": `${done} ${whole}`, transform: "rotate(-90 50 50)" });
  add(svg, "path", { class: "tick", d: "M50 1V11M50 89V99" });
  for (const hour of hours) {
    const turn = (hour % 12) * (Math.PI / 6);
    const kind = hour === side.hour ? "here" : side.worked.includes(hour) ? "worked" : "";
    const at = { cx: 50 + SPOTS * Math.sin(turn), cy: 50 - SPOTS * Math.cos(turn) };
    add(svg, "circle", { class: `spot ${kind}`, ...at, r: kind === "here" ? 6.5 : 4 });
  }
  add(svg, "text", { class: "ring-text", x: 50, y: 50 }).textContent = clock(side.expressed_s);
  return svg;
}

export function paintSides(parent, sides, hours, labels) {
  const figures = sides.map((side) => {
    const figure = document.createElement("figure");
    figure.classList.toggle("current", side.current);
    const svg = drawn(side, hours);
    svg.setAttribute("aria-label", told(side, labels));
    const name = document.createElement("figcaption");
    name.textContent = side.name;
    figure.append(svg, name);
    return figure;
  });
  parent.replaceChildren(...figures);
}
