// Pictures in the browser: shown, turned, and looked at.

// iOS gives no larger canvas than 16.7 million pixels.
const CANVAS_PIXELS_MAX = 16 * 1024 * 1024;

// Letters are told from blur at this width; a larger one takes old phones longer and tells no more.
const LOOK_WIDTH = 1024;

const JPEG_QUALITY = 0.92;

// Opens what the browser can show, or returns null.
export function opened(blob) {
  return new Promise((resolve) => {
    const image = new Image();
    const url = URL.createObjectURL(blob);
    image.onload = () => resolve(image);
    image.onerror = () => {
      URL.revokeObjectURL(url);
      resolve(null);
    };
    image.src = url;
  });
}

// Frees the memory of a picture that was opened.
export function closed(image) {
  if (image) {
    URL.revokeObjectURL(image.src);
  }
}

// Returns the sides of a picture that was turned by so many quarters, as large as `pixelsMax` allows.
export function sides(width, height, quarters, pixelsMax) {
  const area = Math.min(pixelsMax || CANVAS_PIXELS_MAX, CANVAS_PIXELS_MAX);
  const scale = Math.min(1, Math.sqrt(area / (width * height)));
  const [wide, high] = [Math.max(1, Math.floor(width * scale)), Math.max(1, Math.floor(height * scale))];
  return quarters % 2 === 0 ? [wide, high] : [high, wide];
}

// Returns the picture turned clockwise by so many quarters, as a JPEG, or null where the browser has no memory for it.
export function turned(image, quarters, pixelsMax) {
  const [width, height] = sides(image.naturalWidth, image.naturalHeight, quarters, pixelsMax);
  const [canvas, context] = sheet(width, height);
  if (!context) {
    return Promise.resolve(null);
  }
  // What is transparent would become black.
  context.fillStyle = "#fff";
  context.fillRect(0, 0, width, height);
  context.translate(width / 2, height / 2);
  context.rotate((quarters * Math.PI) / 2);
  const [wide, high] = quarters % 2 === 0 ? [width, height] : [height, width];
  context.drawImage(image, -wide / 2, -high / 2, wide, high);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", JPEG_QUALITY));
}

// Returns the pixels to judge a picture by, as red, green, blue and opacity, or null.
export function pixels(image) {
  const scale = Math.min(1, LOOK_WIDTH / image.naturalWidth);
  const [width, height] = [image.naturalWidth, image.naturalHeight].map((side) => Math.max(1, Math.round(side * scale)));
  const [, context] = sheet(width, height);
  if (!context) {
    return null;
  }
  context.fillStyle = "#fff";
  context.fillRect(0, 0, width, height);
  context.drawImage(image, 0, 0, width, height);
  return { bytes: new Uint8Array(context.getImageData(0, 0, width, height).data.buffer), width };
}

function sheet(width, height) {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  return [canvas, canvas.getContext("2d")];
}
