// Pictures that can be made larger and turned. Without this, a link leads to each at its full size.

const TURN = 90;
const ZOOMS = [1, 1.5, 2, 3, 4, 6];

// Returns how a picture is shown after a tool was used.
export function used({ turns, zoom }, tool) {
  switch (tool) {
    case "in":
      return { turns, zoom: Math.min(zoom + 1, ZOOMS.length - 1) };
    case "out":
      return { turns, zoom: Math.max(zoom - 1, 0) };
    case "left":
      return { turns: turns - 1, zoom };
    case "right":
      return { turns: turns + 1, zoom };
    default:
      return { turns, zoom };
  }
}

class Viewer {
  constructor(figure) {
    this.frame = figure.querySelector(".frame");
    this.image = figure.querySelector("img");
    this.shown = { turns: 0, zoom: 0 };
    const tools = figure.querySelector("[data-tools]");
    tools.hidden = false;
    for (const button of tools.querySelectorAll("[data-tool]")) {
      button.addEventListener("click", () => this.use(button.dataset.tool));
    }
  }

  use(tool) {
    this.shown = used(this.shown, tool);
    const { image, shown } = this;
    image.style.transform = "";
    image.style.margin = "";
    image.style.width = `${ZOOMS[shown.zoom] * 100}%`;
    const { width, height } = image.getBoundingClientRect();
    image.style.transform = `rotate(${shown.turns * TURN}deg)`;
    if (shown.turns % 2 !== 0) {
      // On its side it is as wide as it was high, which its frame is not told by turning it.
      const shift = (width - height) / 2;
      image.style.margin = `${shift}px ${-shift}px`;
    }
  }
}

// Returns what goes from picture to picture, and uses a tool on the one that is looked at.
export function viewers() {
  const all = Array.from(document.querySelectorAll("[data-viewer]"), (figure) => new Viewer(figure));
  let place = -1;
  const look = () => {
    if (all.length !== 0) {
      place = (place + 1) % all.length;
      all[place].frame.focus();
    }
  };
  const use = (tool) => {
    if (place < 0) {
      look();
    }
    if (all[place]) {
      all[place].use(tool);
    }
  };
  return { look, use };
}
