// The number pad: an amount, its unit and its side.

const UNITS = ["ml", "oz", "tsp", "drops"];
const KEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", ".", "0", "⌫"];
const GOOD = /^\d{0,3}(\.\d{0,2})?$/;

const byId = (name) => document.getElementById(name);

function choices(parent, entries, chosen) {
  const buttons = entries.map(([value, text]) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = text;
    button.dataset.value = value;
    button.addEventListener("click", () => chosen(value));
    return button;
  });
  parent.replaceChildren(...buttons);
}

function press(parent, value) {
  for (const button of parent.children) button.setAttribute("aria-pressed", String(button.dataset.value === value));
}

export class Pad {
  // `note` takes {amount, unit, side}.
  constructor(labels, note) {
    this.dialog = byId("pad");
    this.note = note;
    byId("pad-title").textContent = labels.amount;
    byId("pad-few").textContent = labels.few_drops;
    byId("pad-close").textContent = labels.close;
    byId("pad-note").textContent = labels.note;
    choices(byId("pad-units"), UNITS.map((unit) => [unit, unit]), (unit) => this.choose({ unit }));
    const sides = [["left", labels.sides.left], ["", labels.either_side], ["right", labels.sides.right]];
    choices(byId("pad-sides"), sides, (side) => this.choose({ side }));
    choices(byId("pad-keys"), KEYS.map((key) => [key, key]), (key) => this.type(key));
    byId("pad-keys").lastChild.setAttribute("aria-label", labels.undo);
    byId("pad-few").addEventListener("click", () => this.send("", "drops"));
    byId("pad-close").addEventListener("click", () => this.dialog.close());
    byId("pad-note").addEventListener("click", () => this.send(this.amount, this.unit));
    this.choose({ amount: "", unit: "ml", side: "" });
  }

  get isOpen() {
    return this.dialog.open;
  }

  open() {
    this.choose({ amount: "" });
    this.dialog.showModal();
  }

  choose(chosen) {
    Object.assign(this, chosen);
    byId("pad-amount").textContent = this.amount ? `${this.amount} ${this.unit}` : this.unit;
    press(byId("pad-units"), this.unit);
    press(byId("pad-sides"), this.side);
    byId("pad-note").disabled = !/\d/.test(this.amount) || this.amount.endsWith(".");
  }

  type(key) {
    const amount = key === "⌫" || key === "Backspace" ? this.amount.slice(0, -1) : this.amount + (key === "," ? "." : key);
    if (GOOD.test(amount)) this.choose({ amount: amount.startsWith(".") ? `0${amount}` : amount });
  }

  // A key while the pad is open; true where it was the pad's.
  key(event) {
    if (/^[\d.,]$/.test(event.key) || event.key === "Backspace") this.type(event.key);
    else if (event.key === "Enter" && !event.target.closest("button")) this.send(this.amount, this.unit);
    else return false;
    return true;
  }

  send(amount, unit) {
    if (amount === this.amount && byId("pad-note").disabled) return;
    this.note({ amount, unit, side: this.side });
    this.dialog.close();
  }
}
