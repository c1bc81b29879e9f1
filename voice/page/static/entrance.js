// The way in: the token of the address, or the code that another device is paired with.

const byId = (name) => document.getElementById(name);

async function post(path, body) {
  const answer = await fetch(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
  const told = await answer.json().catch(() => ({}));
  return answer.ok ? null : told.why || String(answer.status);
}

// Whether this browser was let in before.
function known() {
  return new Promise((resolve) => {
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    const socket = new WebSocket(`${scheme}://${location.host}/session`);
    socket.onopen = () => {
      socket.close();
      resolve(true);
    };
    socket.onerror = () => resolve(false);
  });
}

// Resolves once this browser is let in.
export async function entered(words) {
  const fragment = new URLSearchParams(location.hash.slice(1));
  history.replaceState(null, "", location.pathname); // no token stays in the address or its history
  const token = fragment.get("token");
  if (token) {
    const why = await post("/enter", { token });
    if (why === null) return;
    byId("door-words").textContent = why;
    return new Promise(() => {});
  }
  if (!fragment.has("code") && (await known())) return;
  await paired(words, fragment.get("code") || "");
}

function paired(words, code) {
  byId("pairing").hidden = false;
  byId("door-words").textContent = words.pairing;
  byId("code-name").textContent = words.code;
  byId("pair-look").textContent = words.look;
  byId("pair-tap").textContent = words.look_and_tap;
  byId("new-code").textContent = words.new_code;
  byId("code").value = code;
  byId("pairing").addEventListener("submit", (event) => event.preventDefault());
  byId("new-code").addEventListener("click", async () => {
    byId("door-words").textContent = (await post("/code", {})) ?? words.pairing;
  });
  return new Promise((resolve) => {
    const pair = async (may) => {
      const why = await post("/pair", { code: byId("code").value.replace(/\D/g, ""), may });
      if (why === null) resolve();
      else byId("door-words").textContent = why;
    };
    byId("pair-look").addEventListener("click", () => pair("look"));
    byId("pair-tap").addEventListener("click", () => pair("tap"));
  });
}
