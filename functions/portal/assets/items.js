// What is wrong with a case, item by item, as a reviewer writes it down.

// The items of a decision, of which one is at hand.
export class Items {
  constructor(items) {
    this.items = items;
    this.place = -1;
  }

  // Beyond the last one comes the first.
  select(place) {
    if (this.items.length === 0) {
      return;
    }
    this.items.forEach((item) => item.removeAttribute("aria-current"));
    this.place = place % this.items.length;
    const item = this.items[this.place];
    item.setAttribute("aria-current", "true");
    item.scrollIntoView({ block: "nearest" });
  }

  next() {
    this.select(this.place + 1);
  }

  atHand(selector) {
    if (this.place < 0) {
      this.next();
    }
    const item = this.items[this.place];
    return item ? item.querySelector(selector) : null;
  }

  choose(digit) {
    const reason = this.atHand("[data-reason]");
    if (reason && digit < reason.options.length) {
      reason.selectedIndex = digit;
    }
  }

  write() {
    const note = this.atHand("[data-note]");
    if (note) {
      note.focus();
    }
  }
}
