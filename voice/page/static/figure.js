// Draws the motion: two views to one scale, from positions that the session computes (page.json). No geometry here.

import { add } from "./svg.js";

// A digit as a thick line with an outline, from its tip outward.
function digit(parent, from, to, width) {
  const ends = { x1: from[0], y1: from[1], x2: to[0], y2: to[1] };
  add(parent, "line", { class: "digit-line", "stroke-width": width + 0.22, ...ends });
  add(parent, "line", { class: "digit", "stroke-width": width, ...ends });
}

function arrow(parent, from, to) {
  const angle = Math.atan2(to[1] - from[1], to[0] - from[0]);
  const barb = (turn) => [to[0] - 0.95 * Math.cos(angle + turn), to[1] - 0.95 * Math.sin(angle + turn)];
  const [left, right] = [barb(0.55), barb(-0.55)];
  add(parent, "path", { d: `M${from}L${to}M${left}L${to}L${right}` });
}

function middle(one, other, share) {
  return [one[0] + (other[0] - one[0]) * share, one[1] + (other[1] - one[1]) * share];
}

export class Figure {
  constructor(front, cut, motion) {
    this.motion = motion;
    this.last = "";
    this.drawFront(front);
    this.drawCut(cut);
    this.show("press", 0);
  }

  drawFront(svg) {
    const { base, areola, nipple, digit: wide } = this.motion;
    add(svg, "circle", { class: "skin", r: base });
    add(svg, "circle", { class: "areola", r: areola });
    add(svg, "circle", { class: "nipple", r: nipple });
    this.turned = add(svg, "g");
    this.frontThumb = add(this.turned, "g", { class: "hand" });
    digit(this.frontThumb, [0, -wide / 2], [0, -12], wide + 0.2);
    add(this.frontThumb, "ellipse", { class: "nail", cy: -wide * 0.72, rx: wide * 0.3, ry: wide * 0.36 });
    this.frontFingers = add(this.turned, "g", { class: "hand" });
    for (const side of [-1, 1]) {
      digit(this.frontFingers, [side * wide * 0.52, wide / 2], [side * wide * 0.8, 12], wide - 0.15);
      add(this.frontFingers, "ellipse", { class: "nail", cx: side * wide * 0.53, cy: wide * 0.68, rx: wide * 0.25, ry: wide * 0.3 });
    }
    this.dents = add(this.turned, "g", { class: "arrows press" });
    for (const radius of [1.5, 2.3]) add(this.dents, "path", { d: `M${-radius} 0A${radius} ${radius} 0 0 0 ${radius} 0` });
    this.dentsBelow = add(this.turned, "g", { class: "arrows press" });
    for (const radius of [1.5, 2.3]) add(this.dentsBelow, "path", { d: `M${-radius} 0A${radius} ${radius} 0 0 1 ${radius} 0` });
    const closing = add(this.turned, "g", { class: "arrows compress" });
    const opening = add(this.turned, "g", { class: "arrows relax" });
    for (const x of [-2.9, 2.9]) {
      for (const side of [-1, 1]) {
        arrow(closing, [x, side * 4.6], [x, side * 1.5]);
        arrow(opening, [x, side * 1.8], [x, side * 4.9]);
      }
    }
  }

  drawCut(svg) {
    const { nipple, nippleLength, height, digit: wide } = this.motion;
    add(svg, "rect", { class: "wall", x: -3.4, y: -8, width: 3.4, height: 16 });
    for (const y of [-6.4, -3.2, 0, 3.2, 6.4]) add(svg, "ellipse", { class: "rib", cx: -1.6, cy: y, rx: 0.75, ry: 1 });
    this.mirrored = add(svg, "g");
    this.tissue = add(this.mirrored, "path", { class: "skin" });
    for (const y of [-2.4, 0, 2.4]) {
      add(this.mirrored, "path", { class: "duct", d: `M${height} ${y / 12}C${height - 1.5} ${y / 6} ${height - 2} ${y * 0.7} 1 ${y}` });
    }
    this.darker = add(this.mirrored, "path", { class: "areola-line" });
    add(this.mirrored, "rect", {
      class: "nipple", x: height - 0.15, y: -nipple, width: nippleLength + 0.15, height: 2 * nipple, rx: nipple * 0.8,
    });
    this.cutThumb = add(this.mirrored, "g", { class: "hand" });
    digit(this.cutThumb, [wide * 0.4, -wide * 0.3], [wide * 0.4 + 2.4, -wide * 0.3 - 7], wide + 0.1);
    this.cutFingers = add(this.mirrored, "g", { class: "hand" });
    digit(this.cutFingers, [wide * 0.4, wide * 0.3], [wide * 0.4 + 2.4, wide * 0.3 + 7], wide - 0.1);
    const inward = add(this.mirrored, "g", { class: "arrows press" });
    const closing = add(this.mirrored, "g", { class: "arrows compress" });
    const opening = add(this.mirrored, "g", { class: "arrows relax" });
    for (const side of [-1, 1]) {
      arrow(inward, [11, side * 5.2], [7.6, side * 5.2]);
      arrow(closing, [9.4, side * 4.9], [9.4, side * 1.7]);
      arrow(opening, [8.4, side * 2.4], [10.9, side * 5]);
    }
  }

  // The thumb's hour, and whether it lies in the upper half of the cut.
  place(turn, above) {
    this.turned.setAttribute("transform", `rotate(${turn})`);
    this.mirrored.setAttribute("transform", above ? "" : "scale(1 -1)");
  }

  // `done` (0 to 1) of a phase has passed.
  show(phase, done) {
    const poses = this.motion.phases[phase];
    const at = Math.min(Math.max(done, 0), 1) * (poses.length - 1);
    const before = Math.min(Math.floor(at), poses.length - 2);
    const share = Math.round((at - before) * 20) / 20;
    const name = `${phase} ${before + share}`;
    if (name === this.last) return;
    this.last = name;
    const [one, other] = [poses[before], poses[before + 1]];
    const [thumb, fingers] = [middle(one.thumb, other.thumb, share), middle(one.fingers, other.fingers, share)];
    this.frontThumb.setAttribute("transform", `translate(0 ${-thumb[0]})`);
    this.frontFingers.setAttribute("transform", `translate(0 ${-fingers[0]})`);
    this.dents.setAttribute("transform", `translate(0 ${-thumb[0] - 0.7})`);
    this.dentsBelow.setAttribute("transform", `translate(0 ${-fingers[0] + 0.7})`);
    this.cutThumb.setAttribute("transform", `translate(${thumb[1]} ${-thumb[0]})`);
    this.cutFingers.setAttribute("transform", `translate(${fingers[1]} ${-fingers[0]})`);
    const skin = one.skin.map((point, index) => middle(point, other.skin[index], share));
    const line = (points) => "M" + points.map(([along, depth]) => `${depth.toFixed(2)} ${(-along).toFixed(2)}`).join("L");
    this.tissue.setAttribute("d", `${line(skin)}Z`);
    const { base, areola } = this.motion;
    const half = (skin.length - 1) / 2;
    const dark = Math.round((areola / base) * half);
    this.darker.setAttribute("d", line(skin.slice(half - dark, half + dark + 1)));
  }
}
