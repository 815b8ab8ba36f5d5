"use strict";
// Makes and uses passkeys. A form with data-passkey ("create" or "get") asks the device first and is then sent:
// what the device answers goes into its field `credential`. What to ask stands in the page (data-options) or is
// fetched (data-options-url).
(() => {
  const bytes = (text) => {
    const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
  };
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const ids = (list) => (list || []).map((each) => ({ ...each, id: bytes(each.id) }));

  const asked = async (form) => {
    if (form.dataset.options) return JSON.parse(document.getElementById(form.dataset.options).textContent);
    const answer = await fetch(form.dataset.optionsUrl, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.json();
  };

  const made = async (options) => {
    const wish = options.creation_options.publicKey;
    // Kept on the device itself, so that it can be used without a password.
    const selection = { ...wish.authenticatorSelection, residentKey: "required", requireResidentKey: true };
    return navigator.credentials.create({
      publicKey: {
        ...wish,
        authenticatorSelection: selection,
        challenge: bytes(wish.challenge),
        user: { ...wish.user, id: bytes(wish.user.id) },
        excludeCredentials: ids(wish.excludeCredentials),
      },
    });
  };

  const used = async (options) => {
    const wish = options.request_options.publicKey;
    return navigator.credentials.get({
      publicKey: { ...wish, challenge: bytes(wish.challenge), allowCredentials: ids(wish.allowCredentials) },
    });
  };

  const written = (credential) => {
    const response = { clientDataJSON: text(credential.response.clientDataJSON) };
    for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (credential.response[name]) response[name] = text(credential.response[name]);
    }
    return JSON.stringify({
      id: credential.id,
      rawId: text(credential.rawId),
      type: credential.type,
      response,
      clientExtensionResults: credential.getClientExtensionResults(),
    });
  };

  const say = (form, name) => {
    const line = form.querySelector("[data-said]");
    line.textContent = line.dataset[name];
    line.hidden = false;
  };

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.dataset.passkey) return;
    event.preventDefault();
    form.querySelector("[data-said]").hidden = true;
    if (!window.PublicKeyCredential) return say(form, "unable");
    try {
      const options = await asked(form);
      const credential = form.dataset.passkey === "create" ? await made(options) : await used(options);
      form.elements.credential.value = written(credential);
      form.submit();
    } catch {
      say(form, "failed");
    }
  });
})();
