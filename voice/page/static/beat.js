// Which phase of the beat sounds now, by what the session has told of the last ones.

const OVERDUE = 0.5;
const ORDER = ["press", "compress", "relax"];

export class Beat {
  // `hereOf` gives when a beat sounds, in this page's performance.now().
  constructor(hereOf) {
    this.hereOf = hereOf;
    this.beats = [];
  }

  take(beat) {
    this.beats.push(beat);
    if (this.beats.length > 6) this.beats.shift();
  }

  stop() {
    this.beats = [];
  }

  // {phase, done, left}: `left` milliseconds until the next; null where none sounds. A beat that is due and was not
  // told of yet is taken to be in time, for half of its length.
  at(now) {
    let last = null;
    let next = Infinity;
    for (const beat of this.beats) {
      const begins = this.hereOf(beat);
      if (begins <= now) last = { ...beat, begins };
      else next = Math.min(next, begins);
    }
    if (!last) return null;
    const passed = now - last.begins;
    if (passed < last.length) return { phase: last.phase, done: passed / last.length, left: Math.min(next - now, last.length - passed) };
    if (passed > last.length * (1 + OVERDUE)) return null;
    const following = ORDER[(ORDER.indexOf(last.phase) + 1) % ORDER.length];
    return { phase: following, done: passed / last.length - 1, left: last.length * 2 - passed };
  }
}
