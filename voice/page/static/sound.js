// Plays a rehearsal's sound on this page, and says when each of its frames is heard.

const AHEAD_S = 0.25;
const LATEST_S = 0.02;

export class Sound {
  constructor() {
    this.context = null;
    this.base = null;
  }

  get on() {
    return this.context !== null;
  }

  start(rate) {
    this.rate = rate;
    this.context = new AudioContext({ latencyHint: "interactive" });
    this.base = null;
  }

  stop() {
    this.context.close();
    this.context = null;
    this.base = null;
  }

  take(data) {
    if (!this.context || this.context.state !== "running") return;
    const frame = Number(new DataView(data).getBigUint64(0, true));
    const samples = new Int16Array(data, 8);
    let at = this.timeOf(frame);
    if (at === null || at < this.context.currentTime + LATEST_S || at > this.context.currentTime + 2) {
      this.base = { frame, time: this.context.currentTime + AHEAD_S };
      at = this.base.time;
    }
    const buffer = this.context.createBuffer(1, samples.length, this.rate);
    const channel = buffer.getChannelData(0);
    for (let index = 0; index < samples.length; index += 1) channel[index] = samples[index] / 32768;
    const source = this.context.createBufferSource();
    source.buffer = buffer;
    source.connect(this.context.destination);
    source.start(at);
  }

  timeOf(frame) {
    return this.base === null ? null : this.base.time + (frame - this.base.frame) / this.rate;
  }

  // When a frame is heard, in performance.now(); null while nothing plays.
  heardAt(frame) {
    const time = this.context ? this.timeOf(frame) : null;
    if (time === null) return null;
    const known = this.context.getOutputTimestamp();
    if (known.performanceTime > 0) return known.performanceTime + 1000 * (time - known.contextTime);
    const late = this.context.outputLatency || this.context.baseLatency || 0;
    return performance.now() + 1000 * (time - this.context.currentTime + late);
  }
}
