// What stands in the form of an upload besides its field: the picture, what is wrong with it, and how far it is.

import { fill } from "./words.js";

// Whoever listens to the page is told at so many steps, and not with each part.
const STEPS = 4;

function element(name, properties, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

export class View {
  constructor(form, texts) {
    this.texts = texts;
    this.form = form;
    this.button = form.querySelector("button");
    this.image = element("img", { alt: texts.upload_preview });
    this.turnButton = element("button", { type: "button", className: "second", textContent: texts.upload_turn });
    const shown = element("div", { className: "pictures" }, this.image);
    const turning = element("p", { className: "actions" }, this.turnButton);
    this.preview = element("div", { hidden: true }, shown, turning);
    this.warning = element("div", { className: "panel warn", hidden: true });
    this.warning.setAttribute("role", "status");
    this.refusal = element("div", { className: "panel bad", hidden: true, tabIndex: -1 });
    this.refusal.setAttribute("role", "alert");
    this.bar = element("progress", { max: 1, value: 0 });
    this.bar.setAttribute("aria-label", texts.upload_progress);
    this.cancelButton = element("button", { type: "button", className: "link", textContent: texts.upload_cancel });
    this.sending = element("p", { hidden: true }, this.bar, " ", this.cancelButton);
    this.status = element("p");
    this.status.setAttribute("role", "status");
    // All of it below the button, which stays where somebody is about to press it.
    this.button.after(this.sending, this.status, this.refusal, this.warning, this.preview);
  }

  onTurn(act) {
    this.turnButton.addEventListener("click", act);
  }

  onCancel(act) {
    this.cancelButton.addEventListener("click", act);
  }

  clear() {
    this.preview.hidden = true;
    this.quiet();
  }

  // The picture stays: whoever has turned it by the keyboard may want to turn it on.
  quiet() {
    this.warning.hidden = true;
    this.refusal.hidden = true;
    this.note("");
  }

  show(image) {
    this.preview.hidden = !image;
    if (image) {
      this.image.src = image.src;
    }
  }

  // An empty region that fills is read out; one that is replaced may not be.
  note(text) {
    this.status.textContent = text;
  }

  warn(text) {
    this.warning.textContent = text;
    this.warning.hidden = false;
  }

  refuse(title, detail, facts) {
    this.refusal.textContent = "";
    const heading = element("strong", { textContent: title });
    this.refusal.append(element("p", {}, heading), element("p", { textContent: fill(detail, facts) }));
    this.refusal.hidden = false;
  }

  offerLogin() {
    const link = element("a", { href: "/login", target: "_blank", rel: "noopener", textContent: this.texts.log_in_new_window });
    this.refusal.append(element("p", {}, link));
  }

  focusOnRefusal() {
    this.refusal.focus();
  }

  // --- While it is sent ---

  begin() {
    this.refusal.hidden = true;
    this.said = -1;
    this.bar.value = 0;
    this.cancelButton.hidden = false;
    this.lock(true);
  }

  end() {
    this.lock(false);
    this.note("");
  }

  lock(isSending) {
    this.sending.hidden = !isSending;
    this.turnButton.disabled = isSending;
    this.button.disabled = isSending;
    this.form.elements.file.disabled = isSending;
  }

  progress(sent, size) {
    const share = sent / size;
    this.bar.value = share;
    const step = Math.floor(share * STEPS);
    if (step !== this.said) {
      this.said = step;
      this.note(fill(this.texts.upload_sent, { percent: Math.floor(share * 100) }));
    }
  }

  waiting(seconds) {
    // The next progress is worth saying again.
    this.said = -1;
    this.note(fill(this.texts.upload_waiting, { seconds }));
  }

  finishing() {
    // Nobody could say any more which of the two was first.
    this.cancelButton.hidden = true;
    this.bar.removeAttribute("value");
    this.note(this.texts.upload_finishing);
  }
}
