// Warns before a session ends, and keeps what was typed: after signing in again in another tab, the page still works.

const dialog = document.querySelector("dialog.session-end");
const { url, account } = dialog.dataset;
const WARN = 120; // seconds before the end
const ASK_AGAIN = 60;
const headers = { "X-Requested-With": "XMLHttpRequest" };
let token = JSON.parse(document.getElementById("wagtail-config").textContent).CSRF_TOKEN;
let endsAt = 0;
let told = 0; // when the server was last told that the user is active
let isWarning = false;

const part = (name) => dialog.querySelector(`[data-part=${name}]`);
const now = () => Date.now() / 1000;

function keep(fresh) {
  // Forms that were open before signing in again have the token of the ended session.
  if (!fresh || fresh === token) return;
  token = fresh;
  for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = fresh;
}

// Wagtail's scripts keep using the token from when the page was loaded.
const send = window.fetch;
window.fetch = (resource, options) => {
  const given = new Headers(options?.headers);
  if (!given.has("X-CSRFToken")) return send(resource, options);
  given.set("X-CSRFToken", token);
  return send(resource, { ...options, headers: given });
};

async function ask(method) {
  try {
    const answer = await send(url, { method, headers: { ...headers, "X-CSRFToken": token } });
    if (!answer.ok) return;
    const state = await answer.json();
    const isSame = !state.account || state.account === account;
    endsAt = now() + (isSame ? state.left : 0);
    part("other").hidden = isSame;
    if (isSame) keep(state.token);
    show();
  } catch {
    // Without a network, the state is unknown; the next request will tell.
  }
}

function show() {
  const left = endsAt - now();
  isWarning = left < WARN;
  if (!isWarning) {
    if (dialog.open) dialog.close();
    return;
  }
  const isOver = left <= 0;
  part("warning").hidden = isOver;
  part("over").hidden = !isOver;
  if (!isOver) part("left").textContent = left > 60 ? "2 minutes" : "a minute";
  if (!dialog.open) dialog.showModal();
}

function here() {
  if (!isWarning && now() - told > ASK_AGAIN) {
    told = now();
    ask("POST");
  }
}

part("stay").addEventListener("click", () => ask("POST"));
dialog.addEventListener("cancel", (event) => event.preventDefault());
for (const kind of ["keydown", "pointerdown", "input"]) document.addEventListener(kind, here, { passive: true });
// The user may have signed in again or been active in another tab; the computer may have been asleep.
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && ask("GET"));
window.addEventListener("focus", () => ask("GET"));
setInterval(() => (endsAt - now() < WARN ? ask("GET") : null), 15_000);
ask("GET");
