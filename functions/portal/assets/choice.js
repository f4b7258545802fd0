// The picture that somebody has chosen: shown, turned if they wish, and looked at before it is sent.

import { inspect, legibility } from "./inspect.js";
import { closed, opened, turned } from "./picture.js";

export class Choice {
  constructor(limits, texts, view) {
    Object.assign(this, { limits, texts, view });
    // Which look is the newest: what is said of an earlier choice comes too late.
    this.looks = 0;
    this.empty();
  }

  empty() {
    closed(this.image);
    Object.assign(this, { original: null, file: null, image: null, quarters: 0, problem: null });
  }

  // Takes another file, or none.
  async take(file) {
    this.looks += 1;
    this.empty();
    this.view.clear();
    if (file) {
      this.original = file;
      await this.look(file, this.looks);
    }
  }

  // Shows a picture, and says what is wrong with it. What cannot be told here, the service will tell.
  async look(file, looks) {
    this.file = file;
    this.problem = null;
    this.view.note(this.texts.upload_checking);
    const [image, problem] = await Promise.all([opened(file), inspect(file, this.limits)]);
    if (looks !== this.looks) {
      closed(image);
      return;
    }
    closed(this.image);
    Object.assign(this, { image, problem });
    this.view.note("");
    this.view.show(image);
    if (problem) {
      const [title, detail] = this.texts.problems[problem.code] || [this.texts.unanswered, ""];
      this.view.refuse(title, detail, problem);
      return;
    }
    const verdict = image ? await legibility(image) : "sharp";
    if (looks === this.looks && verdict !== "sharp") {
      this.view.warn(verdict === "blank" ? this.texts.upload_blank : this.texts.upload_blurred);
    }
  }

  // Turns it by a quarter. It is written anew from what was chosen, so that turning often loses nothing.
  async turn() {
    if (!this.image) {
      return;
    }
    this.looks += 1;
    const looks = this.looks;
    const quarters = (this.quarters + 1) % 4;
    const source = await opened(this.original);
    const pixelsMax = this.limits ? this.limits.pixelsMax : null;
    const file = quarters === 0 ? this.original : source && (await turned(source, quarters, pixelsMax));
    closed(source);
    if (looks !== this.looks) {
      return;
    }
    this.quarters = file ? quarters : this.quarters;
    this.view.quiet();
    // Without the memory for it, it stays as it was.
    await this.look(file || this.file, looks);
  }
}
