// What stands in the form of an upload besides its field.

import assert from "node:assert/strict";
import { test } from "node:test";

import { View } from "../assets/view.js";

// As much of a document as a view makes.
class Element {
  setAttribute() {}
  addEventListener() {}
  append() {}
  before(...others) {
    this.parent.splice(this.parent.indexOf(this), 0, ...others);
  }
  after(...others) {
    this.parent.splice(this.parent.indexOf(this) + 1, 0, ...others);
  }
}

test("the button stays where it is, whatever is shown of the picture that was chosen", () => {
  globalThis.document = { createElement: () => new Element() };
  const [field, button, inForm] = [new Element(), new Element(), []];
  inForm.push(field, button);
  button.parent = inForm;
  const view = new View({ querySelector: () => button }, {});
  view.show({ src: "blob:1" });
  view.warn("blurred");
  view.refuse("no picture", "", {});
  assert.deepEqual(inForm.slice(0, 2), [field, button]);
  for (const part of [view.preview, view.warning, view.refusal]) {
    assert.ok(!part.hidden && inForm.includes(part));
  }
});
