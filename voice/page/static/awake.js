// Keeps the screen on: by a wake lock where there may be one, else by a silent video, else it says that it cannot.

export class Awake {
  constructor(video, told) {
    this.video = video;
    this.told = told;
    document.addEventListener("visibilitychange", () => this.hold());
    this.hold();
  }

  // Called again with each touch: a video may begin only then.
  async hold() {
    if (document.visibilityState !== "visible" || this.lock) return;
    if (navigator.wakeLock) {
      try {
        this.lock = await navigator.wakeLock.request("screen");
        this.lock.addEventListener("release", () => (this.lock = null));
        this.told(true);
        return;
      } catch {
        this.lock = null; // refused, as on an empty battery: the video is left
      }
    }
    if (!this.video.src) this.video.src = "awake.mp4";
    try {
      await this.video.play();
      this.told(true);
    } catch {
      this.told(false);
    }
  }
}
