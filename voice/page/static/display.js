// What she chooses for this screen alone, kept by her browser: brightness, the drawing's skin tone, vibration.

const SKINS = [1, 2, 3, 4, 5, 6];

const byId = (name) => document.getElementById(name);

function kept(name, otherwise) {
  try {
    return localStorage.getItem(`voice-${name}`) ?? otherwise;
  } catch {
    return otherwise; // a browser may keep nothing
  }
}

function keep(name, value) {
  try {
    localStorage.setItem(`voice-${name}`, value);
  } catch {
    // then it is for this once
  }
}

export class Display {
  constructor(labels) {
    this.dialog = byId("settings");
    byId("settings-title").textContent = labels.settings;
    byId("brightness-name").textContent = labels.brightness;
    byId("vibration-name").textContent = labels.vibration;
    byId("settings-close").textContent = labels.close;
    byId("skin-name").textContent = labels.skin;
    byId("display").textContent = labels.settings;
    byId("display").addEventListener("click", () => this.dialog.showModal());
    byId("settings-close").addEventListener("click", () => this.dialog.close());
    byId("brightness").addEventListener("input", (event) => this.dim(event.target.value));
    byId("vibration").addEventListener("change", (event) => keep("vibration", event.target.checked ? "on" : "off"));
    byId("vibration").checked = kept("vibration", "on") === "on";
    byId("vibration-row").hidden = !navigator.vibrate;
    byId("skins").replaceChildren(
      ...SKINS.map((tone) => {
        const button = document.createElement("button");
        button.type = "button";
        button.textContent = String(tone);
        button.setAttribute("aria-label", `${labels.skin} ${tone}`);
        button.addEventListener("click", () => this.tone(String(tone)));
        return button;
      }),
    );
    this.dim(kept("brightness", "100"));
    this.tone(kept("skin", "3"));
    this.awake = (stays) => (byId("awake").textContent = stays ? labels.stays_awake : labels.falls_asleep);
  }

  get isOpen() {
    return this.dialog.open;
  }

  dim(percent) {
    document.documentElement.style.setProperty("--dim", `${percent}%`);
    byId("brightness").value = percent;
    keep("brightness", percent);
  }

  tone(tone) {
    document.documentElement.dataset.skin = tone;
    for (const button of byId("skins").children) button.setAttribute("aria-pressed", String(button.textContent === tone));
    keep("skin", tone);
  }

  vibrate() {
    if (navigator.vibrate && byId("vibration").checked) navigator.vibrate(30);
  }
}
