// The plots as drawings and as tables, each from the same figures. Nothing is judged in them: no line that anybody
// should reach, no average, no trend.

import { add } from "./svg.js";

const ORIGINS = ["left", "right", "both", "unsaid"];
const SIDES = [["left", "left_min"], ["right", "right_min"]];
const HEIGHT = 240;
const MARGIN = { left: 52, right: 10, top: 14, bottom: 44 };
const DAY_MS = 86_400_000;
const BAR = 0.8;
const MOST_HATCHED_DAYS = 100;
const LABEL_PX = 76;
const LOCALE = "en-GB"; // days as the program writes them: 1 Mar 2026
const format = (options) => new Intl.DateTimeFormat(LOCALE, { timeZone: "UTC", ...options });
const SHORT = format({ day: "numeric", month: "short" });
const MONTH = format({ month: "short", year: "numeric" });
const LONG = format({ day: "numeric", month: "short", year: "numeric" });

const dayOf = (date) => Date.parse(date) / DAY_MS;
const named = (date) => LONG.format(Date.parse(date));
const sum = (figures, name) => figures.days.reduce((all, day) => all + day[name], 0);
const used = (figures) => ORIGINS.filter((origin) => sum(figures, origin) > 0);

// "12.5"; of ounces two decimals.
function amount(value, unit) {
  return value.toLocaleString(LOCALE, { maximumFractionDigits: unit === "oz" ? 2 : 1 });
}

// Whole minutes; "<1" for less than one.
function minutes(value) {
  return value > 0 && value < 1 ? "<1" : Math.round(value).toLocaleString(LOCALE);
}

// "03:20"; what comes is rounded to a third of a second.
function clock(hours) {
  const whole = Math.floor(hours * 60 + 0.01) % 1440;
  return [Math.floor(whole / 60), whole % 60].map((part) => String(part).padStart(2, "0")).join(":");
}

// What a scale is numbered by: 1, 2 or 5 and zeros, at most five steps.
function stepOf(most) {
  const power = 10 ** Math.floor(Math.log10(most / 5));
  return [1, 2, 5, 10].map((one) => one * power).find((step) => most / step <= 5) ?? 10 * power;
}

function ground(width, height = HEIGHT) {
  return add(document.createElement("div"), "svg", { viewBox: `0 0 ${width} ${height}`, width, height, role: "img" });
}

function label(svg, text, attributes) {
  add(svg, "text", { class: "axis", ...attributes }).textContent = text;
}

// Draws the days below, a week at least, and gives where a day is, how wide, and the last.
function dateAxis(svg, days, width) {
  const last = dayOf(days.at(-1).date);
  const first = Math.min(dayOf(days[0].date), last - 6);
  const count = last - first + 1;
  const wide = (width - MARGIN.left - MARGIN.right) / count;
  const middle = (day) => MARGIN.left + (day - first + 0.5) * wide;
  const step = Math.max(1, Math.ceil(count / Math.max(2, Math.floor((width - MARGIN.left) / LABEL_PX))));
  const shown = step > 31 ? MONTH : SHORT;
  for (let day = first; day <= last; day += step) {
    const x = middle(day);
    add(svg, "path", { class: "line", d: `M${x} ${HEIGHT - MARGIN.bottom}v5` });
    label(svg, shown.format(day * DAY_MS), { x, y: HEIGHT - MARGIN.bottom + 22, "text-anchor": "middle" });
  }
  return { middle, wide, last };
}

// Numbers on the left and lines across, and gives where a value is.
function valueAxis(svg, values, width, shown) {
  const { from, to, step } = values;
  const high = HEIGHT - MARGIN.top - MARGIN.bottom;
  const at = (value) => MARGIN.top + ((to - value) / (to - from)) * high;
  const [low, top] = [Math.min(from, to), Math.max(from, to)];
  for (let count = 0; low + count * step <= top * 1.0001; count += 1) {
    const value = low + count * step;
    add(svg, "path", { class: "grid", d: `M${MARGIN.left} ${at(value)}H${width - MARGIN.right}` });
    label(svg, shown(value), { x: MARGIN.left - 8, y: at(value) + 5, "text-anchor": "end" });
  }
  return at;
}

// How each origin is filled: with its colour, and told apart in grey by its hatching.
function fills(svg) {
  const defs = add(svg, "defs");
  const id = (origin) => `${origin}-${(fills.count += 1)}`;
  const hatched = { right: "M-1 7L7 -1M-1 1L1 -1M5 7L7 5", both: "M2 3h2" };
  return (origin, plain) => {
    const mark = hatched[origin];
    if (!mark || plain) return { class: origin };
    const pattern = add(defs, "pattern", { id: id(origin), width: 6, height: 6, patternUnits: "userSpaceOnUse" });
    add(pattern, "rect", { class: origin, width: 6, height: 6 });
    add(pattern, "path", { class: "hatch", d: mark });
    return { fill: `url(#${pattern.id})` };
  };
}
fills.count = 0;

// Bars on top of each other: one outline for each part, since years of days come at once.
function stacked(figures, width, parts, shown) {
  const { days } = figures;
  const svg = ground(width);
  const heights = days.map((day) => parts.reduce((all, [, name]) => all + day[name], 0));
  const most = Math.max(...heights) || 1;
  const at = valueAxis(svg, { from: 0, to: most * 1.08, step: stepOf(most) }, width, shown);
  const { middle, wide } = dateAxis(svg, days, width);
  const fill = fills(svg);
  const bar = Math.max(1, Math.min(wide * BAR, 48));
  const lows = days.map(() => 0);
  for (const [origin, name] of parts) {
    const outline = days.map((day, index) => {
      if (!day[name]) return "";
      const [low, top] = [at(lows[index]), at(lows[index] + day[name])];
      lows[index] += day[name];
      return `M${middle(dayOf(day.date)) - bar / 2} ${low}V${top}h${bar}V${low}z`;
    });
    add(svg, "path", { d: outline.join(""), ...fill(origin, days.length > MOST_HATCHED_DAYS) });
  }
  return { svg, place: (index) => ({ x: middle(dayOf(days[index].date)), y: at(heights[index]) }) };
}

// The drops of a day are a mark over its bar: how much they were is not known.
function drawAmounts(figures, width) {
  const parts = used(figures).map((origin) => [origin, origin]);
  const { svg, place } = stacked(figures, width, parts, (value) => amount(value, figures.unit));
  const marks = figures.days.map((day, index) => {
    const { x, y } = place(index);
    return day.drops ? `M${x} ${y - 2}l-5 -8h10z` : "";
  });
  add(svg, "path", { class: "drops", d: marks.join("") });
  return svg;
}

function amountTable({ days, unit }, words) {
  const origins = used({ days });
  const drops = days.some((day) => day.drops);
  const cells = (day) => origins.map((origin) => (day[origin] ? amount(day[origin], unit) : ""));
  const rows = days.map((day) => [named(day.date), ...cells(day), ...(drops ? [day.drops ? words.drops : ""] : [])]);
  const columns = [words.date, ...origins.map((origin) => words[origin]), ...(drops ? [words.drops] : [])];
  return { columns, rows: rows.reverse() };
}

function minuteTable({ days }, words) {
  const rows = days.map((day) => [named(day.date), minutes(day.left_min), minutes(day.right_min)]);
  return { columns: [words.date, words.left, words.right], rows: rows.reverse() };
}

// Each session from its begin to its end; what passes midnight goes on at the top of the next day.
function drawClock({ days, moments }, width) {
  const svg = ground(width);
  const at = valueAxis(svg, { from: 24, to: 0, step: 4 }, width, (hour) => (hour === 24 ? "24:00" : clock(hour)));
  const { middle, wide, last } = dateAxis(svg, days, width);
  const lines = moments.map(({ date, from_h: from, to_h: to }) => {
    const day = dayOf(date);
    const over = to > 24 && day < last ? `M${middle(day + 1)} ${at(0)}V${at(to - 24)}` : "";
    return `M${middle(day)} ${at(from)}V${at(Math.min(to, 24))}${over}`;
  });
  const dot = Math.max(1.2, Math.min(4, wide / 3));
  const dots = moments.map((one) => `M${middle(dayOf(one.date)) - dot} ${at(one.from_h)}a${dot} ${dot} 0 1 0 ${2 * dot} 0a${dot} ${dot} 0 1 0 ${-2 * dot} 0z`);
  add(svg, "path", { class: "lasted", d: lines.join(""), "stroke-width": Math.min(3, dot * 1.2) });
  add(svg, "path", { class: "began", d: dots.join("") });
  return svg;
}

function clockTable({ moments }, words) {
  const rows = moments.map((one) => [named(one.date), clock(one.from_h), clock(one.to_h)]);
  return { columns: [words.date, words.began, words.ended], rows: rows.reverse() };
}

// The sums of both sides, of minutes and of amounts.
function balance(figures, words) {
  const of = (names, shown) => names.map((name) => ({ value: sum(figures, name), shown }));
  return [
    [words.minutes, of(["left_min", "right_min"], minutes)],
    [words.amount.replace("{unit}", figures.unit), of(["left", "right"], (value) => amount(value, figures.unit))],
  ];
}

function drawBalance(figures, width, words) {
  const svg = ground(width, 136);
  const fill = fills(svg);
  const whole = width - 2 * MARGIN.right;
  balance(figures, words).forEach(([name, [left, right]], row) => {
    const y = 20 + row * 68;
    const all = left.value + right.value;
    const told = [[words.left, left], [words.right, right]].map(([side, { value, shown }]) => `${side} ${shown(value)}`);
    label(svg, `${name}: ${all ? told.join(", ") : words.none_for_one_side}`, { x: MARGIN.right, y });
    if (!all) return;
    const until = (left.value / all) * whole;
    add(svg, "rect", { x: MARGIN.right, y: y + 10, width: until, height: 24, ...fill("left") });
    add(svg, "rect", { x: MARGIN.right + until, y: y + 10, width: whole - until, height: 24, ...fill("right") });
  });
  return svg;
}

function balanceTable(figures, words) {
  const rows = balance(figures, words).map(([name, both]) => [name, ...both.map(({ value, shown }) => shown(value))]);
  return { columns: ["", words.left, words.right], rows };
}

const sides = () => SIDES.map(([origin]) => origin);

export const PLOTS = [
  {
    name: "amount_a_day",
    draw: drawAmounts,
    table: amountTable,
    legend: (figures) => [...used(figures), ...(figures.days.some((day) => day.drops) ? ["drops"] : [])],
  },
  {
    name: "minutes_a_day",
    draw: (figures, width) => stacked(figures, width, SIDES, minutes).svg,
    table: minuteTable,
    legend: sides,
  },
  { name: "time_of_day", draw: drawClock, table: clockTable, legend: () => [] },
  { name: "balance", draw: drawBalance, table: balanceTable, legend: sides },
];
