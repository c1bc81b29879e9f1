// What a hand does: a touch anywhere, a button, a key, something held for a second. The session decides what it means.

const STILL_PX = 30;
const TAP_MS = 2000;
const HOLD_MS = 1000;
const ITS_OWN = "button, a, input, label, dialog, summary";

export class Touch {
  // `send` takes messages; `view` gives what is shown now; the others may cover it.
  constructor(send, view, pad, display, history) {
    this.send = send;
    this.view = view;
    this.pad = pad;
    this.display = display;
    this.history = history;
    document.addEventListener("pointerdown", (event) => {
      this.down = { x: event.clientX, y: event.clientY, at: performance.now() };
    });
    document.addEventListener("pointerup", (event) => this.up(event));
    document.addEventListener("keydown", (event) => this.key(event));
    document.addEventListener("keyup", () => this.letGo());
    this.hold = document.getElementById("hold");
    this.hold.addEventListener("pointerdown", () => this.takeHold());
    for (const end of ["pointerup", "pointerleave", "pointercancel", "contextmenu"]) {
      this.hold.addEventListener(end, () => this.letGo());
    }
  }

  get free() {
    return !this.pad.isOpen && !this.display.isOpen && !this.history.isOpen;
  }

  press(key) {
    this.display.vibrate();
    this.send({ type: "press", key });
  }

  up(event) {
    const down = this.down;
    this.down = null;
    if (!down || !this.free || event.button > 0 || event.target.closest(ITS_OWN)) return;
    const moved = Math.hypot(event.clientX - down.x, event.clientY - down.y);
    if (moved > STILL_PX || performance.now() - down.at > TAP_MS) return;
    if (this.view().tap) this.display.vibrate();
    this.send({ type: "tap" });
  }

  key(event) {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (this.pad.isOpen) {
      if (this.pad.key(event)) event.preventDefault();
      return;
    }
    if (!this.free || event.target.closest("input")) return;
    const { buttons, held, amounts } = this.view();
    const onButton = event.target.closest("button, a") && (event.key === " " || event.key === "Enter");
    const goesOn = event.key === "c" || event.key === " " || event.key === "Enter";
    if (held && goesOn && (!onButton || event.target === this.hold)) {
      event.preventDefault();
      if (!event.repeat) this.takeHold();
    } else if (onButton || event.repeat) {
      return;
    } else if (event.key === " ") {
      event.preventDefault();
      this.press(" ");
    } else if (amounts && /^\d$/.test(event.key)) {
      this.pad.open();
      this.pad.type(event.key);
    } else if (buttons.some((button) => button.key === event.key)) {
      this.press(event.key);
    }
  }

  takeHold() {
    if (this.holding) return;
    this.hold.classList.add("holding");
    this.holding = setTimeout(() => {
      this.display.vibrate();
      this.send({ type: "hold", key: "c" });
      this.letGo();
    }, HOLD_MS);
  }

  letGo() {
    clearTimeout(this.holding);
    this.holding = null;
    this.hold.classList.remove("holding");
  }
}
