// Handing in a picture without leaving the page: in parts that a bad line cannot spoil, and with what is wrong beside the file.

import { Cancelled, Refused, Stalled } from "./ask.js";
import { Choice } from "./choice.js";
import { pageClock } from "./clock.js";
import { toolsFor } from "./line.js";
import { memoryOf } from "./memory.js";
import { abandon, transfer } from "./transfer.js";
import { View } from "./view.js";
import { words } from "./words.js";

export async function start() {
  const texts = await words();
  const now = pageClock();
  for (const form of document.querySelectorAll("form[data-upload]")) {
    new Upload(form, texts, now).listen();
  }
}

// The limits of the policy, as the page has them.
function limitsOf(dataset) {
  const { bytesMax, sideMin, sideMax, pixelsMax } = dataset;
  return bytesMax ? { bytesMax: +bytesMax, sideMin: +sideMin, sideMax: +sideMax, pixelsMax: +pixelsMax } : null;
}

class Upload {
  constructor(form, texts, now) {
    this.form = form;
    this.texts = texts;
    this.address = form.dataset.upload;
    this.view = new View(form, texts);
    this.choice = new Choice(limitsOf(form.dataset), texts, this.view);
    this.memory = memoryOf(this.address, () => window.localStorage, now);
    // Cancels what is being sent. Without one, nothing is.
    this.controller = null;
  }

  listen() {
    const field = this.form.elements.file;
    field.addEventListener("change", () => this.choice.take(field.files[0]));
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.send();
    });
    this.view.onTurn(() => this.choice.turn());
    this.view.onCancel(() => this.cancel());
    window.addEventListener("beforeunload", (event) => {
      if (this.controller) {
        event.preventDefault();
        event.returnValue = "";
      }
    });
    if (field.files[0]) {
      // Browsers keep what was chosen when a page is reloaded, and say nothing of it.
      this.choice.take(field.files[0]);
    } else if (this.memory.recall()) {
      this.view.note(this.texts.upload_resume);
    }
  }

  async send() {
    const { file, problem } = this.choice;
    if (this.controller || !file) {
      return;
    }
    if (problem) {
      this.view.focusOnRefusal();
      return;
    }
    this.controller = new AbortController();
    this.view.begin();
    try {
      await transfer(this.address, file, this.memory, toolsFor(this.controller.signal, this.view));
      this.controller = null;
      this.arrive();
    } catch (error) {
      this.controller = null;
      this.view.end();
      this.fail(error);
    }
  }

  fail(error) {
    if (error instanceof Refused && error.problem) {
      const { title, detail, code, errors } = error.problem;
      this.view.refuse(title, [detail].concat((errors || []).map((wrong) => wrong.detail)).join(" "), {});
      if (code === "session-ended" || code === "session-required") {
        this.view.offerLogin();
      }
    } else if (error instanceof Cancelled) {
      this.view.note(this.texts.upload_cancelled);
    } else if (error instanceof Stalled) {
      this.view.warn(this.texts.upload_stalled);
    } else {
      this.view.refuse(this.texts.unanswered, this.texts.unanswered_detail, {});
    }
  }

  cancel() {
    const tools = toolsFor(this.controller.signal, this.view);
    this.controller.abort();
    abandon(this.memory, tools);
  }

  // Shows the list as the service has it now, at the same material.
  arrive() {
    const path = new URL(this.form.action).pathname;
    const list = path.slice(0, path.lastIndexOf("/"));
    const section = this.form.closest("section[id]");
    const address = section ? `${list}#${section.id}` : list;
    if (window.location.pathname === list) {
      // To go to another place on the same page would load nothing.
      window.history.replaceState(null, "", address);
      window.location.reload();
    } else {
      window.location.assign(address);
    }
  }
}
