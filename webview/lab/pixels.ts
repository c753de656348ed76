import { el } from '../common/dom';

export const SIDE = 28;
export const PIXELS = SIDE * SIDE;

/** The picture at a place of many, 784 bytes each. */
export const pictureAt = (bytes: Uint8Array, index: number): Uint8Array => bytes.subarray(index * PIXELS, (index + 1) * PIXELS);

/** A canvas of 28 x 28 pixels, scaled by the style sheet. */
export function pictureCanvas(label: string): HTMLCanvasElement {
  return el('canvas', { class: 'picture', attrs: { width: String(SIDE), height: String(SIDE), role: 'img', 'aria-label': label } });
}

/** Draws bytes as grey: 0 black, 255 white. */
export function drawGrey(canvas: HTMLCanvasElement, bytes: Uint8Array): void {
  draw(canvas, (data, i) => { data[4 * i] = data[4 * i + 1] = data[4 * i + 2] = bytes[i]; });
}

const ZERO = 40, ABOVE = [80, 165, 255], BELOW = [255, 165, 60];

/** Draws signed values, -1..1: orange below zero, blue above, dark at zero. */
export function drawSigned(canvas: HTMLCanvasElement, values: Float32Array): void {
  draw(canvas, (data, i) => {
    const strength = Math.min(1, Math.abs(values[i])), colour = values[i] > 0 ? ABOVE : BELOW;
    for (let channel = 0; channel < 3; channel++) data[4 * i + channel] = ZERO + strength * (colour[channel] - ZERO);
  });
}

function draw(canvas: HTMLCanvasElement, paint: (data: Uint8ClampedArray, pixel: number) => void): void {
  const context = canvas.getContext('2d');
  if (!context) return;
  const image = context.createImageData(SIDE, SIDE);
  for (let i = 0; i < PIXELS; i++) {
    paint(image.data, i);
    image.data[4 * i + 3] = 255;
  }
  context.putImageData(image, 0, 0);
}
