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
  draw(canvas, bytes, value => [value, value, value]);
}

/** Draws signed values, -1..1: orange below zero, blue above, grey at zero. */
export function drawSigned(canvas: HTMLCanvasElement, values: Float32Array): void {
  draw(canvas, values, value => {
    const strength = Math.min(1, Math.abs(value)), [red, green, blue] = value > 0 ? [80, 165, 255] : [255, 165, 60];
    return [red, green, blue].map(channel => 40 + strength * (channel - 40));
  });
}

function draw(canvas: HTMLCanvasElement, values: ArrayLike<number>, colour: (value: number) => number[]): void {
  const context = canvas.getContext('2d');
  if (!context) return;
  const image = context.createImageData(SIDE, SIDE);
  for (let i = 0; i < PIXELS; i++) image.data.set([...colour(values[i] ?? 0), 255], i * 4);
  context.putImageData(image, 0, 0);
}
