// Passkeys: a form with data-passkey fetches a challenge, gets a passkey from the browser, and sends the result.

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (one) => one.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const known = (list) => (list || []).map((one) => ({ ...one, id: bytes(one.id) }));

function readOptions(options) {
  const read = { ...options, challenge: bytes(options.challenge) };
  if (options.user) read.user = { ...options.user, id: bytes(options.user.id) };
  if (options.allowCredentials) read.allowCredentials = known(options.allowCredentials);
  if (options.excludeCredentials) read.excludeCredentials = known(options.excludeCredentials);
  return read;
}

function written(credential) {
  const { response } = credential;
  const parts = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
  const sent = Object.fromEntries(parts.filter((name) => response[name]).map((name) => [name, text(response[name])]));
  if (response.getTransports) sent.transports = response.getTransports();
  return {
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    response: sent,
    clientExtensionResults: credential.getClientExtensionResults(),
  };
}

async function ask(form) {
  const body = new FormData(form);
  body.append("begin", "1");
  const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
  const options = await answer.json();
  if (!answer.ok) throw new Error(options.error);
  const publicKey = readOptions(options.publicKey);
  return form.dataset.passkey === "create"
    ? navigator.credentials.create({ publicKey })
    : navigator.credentials.get({ publicKey });
}

function trouble(error) {
  if (error.name === "InvalidStateError") return "This device already has a passkey for this account.";
  if (error.name === "NotAllowedError") return "No passkey was used. Try again when you are ready, or use another way.";
  if (error.name === "SecurityError") return "Passkeys don’t work at this address.";
  return error instanceof SyntaxError || error instanceof TypeError || !error.message
    ? "That didn’t work. Please load the page again." : error.message;
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  // Browsers don't support passkeys for IP addresses such as 127.0.0.1, nor without https.
  if (!window.PublicKeyCredential || /^[\d.]+$|^\[/.test(location.hostname)) continue;
  form.hidden = false;
  const button = form.querySelector("button");
  const said = form.querySelector("[role=alert]");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.disabled = true;
    said.textContent = "";
    try {
      const input = Object.assign(document.createElement("input"), { type: "hidden", name: "credential" });
      input.value = JSON.stringify(written(await ask(form)));
      form.append(input);
      form.submit();
    } catch (error) {
      said.textContent = trouble(error);
      button.disabled = false;
    }
  });
}
