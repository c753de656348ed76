import { button } from '../common/controls';
import { el } from '../common/dom';
import { drawGrey, pictureCanvas, PIXELS, SIDE } from './pixels';

/** Size of the sheet, and of the pen, in its own pixels. */
const SHEET_PX = 280, PEN_PX = 22, KEY_STEP_PX = 14;
/** MNIST's digits fit a box of this side, their centre of mass in the middle of the image. */
const BOX = 20;

/** A sheet to draw a digit on, with pointer or keys; what is read is the drawing as MNIST would hold it. */
export class DrawingSheet {
  readonly element = el('div', { class: 'sheet-box' });
  private readonly canvas = el('canvas', { class: 'drawing', attrs: { width: String(SHEET_PX), height: String(SHEET_PX), tabindex: '0', role: 'application', 'aria-label': 'Sheet to draw a digit on. With keys: arrows move the pen, Space lowers and lifts it, Delete clears.' } });
  private readonly small = pictureCanvas('What the networks get: the drawing in 28 by 28 pixels');
  private readonly context: CanvasRenderingContext2D;
  private pen = { x: SHEET_PX / 2, y: SHEET_PX / 2, isDown: false };

  /** `drawn` gets 784 bytes after each stroke, or null when the sheet was cleared. */
  constructor(private readonly drawn: (pixels: number[] | null) => void) {
    this.context = this.canvas.getContext('2d', { willReadFrequently: true }) as CanvasRenderingContext2D;
    const clear = button('Clear', 'Clear the sheet (Delete)', () => { this.clear(); });
    this.element.append(this.canvas, el('div', { class: 'sheet-side' }, el('span', { class: 'muted', text: 'They get' }), this.small, clear.element));
    this.canvas.addEventListener('pointerdown', event => { this.onPointer(event); });
    this.canvas.addEventListener('keydown', event => { this.onKey(event); });
    this.wipe();
  }

  /** Puts a ready picture on the sheet; it is read as it is. */
  load(pixels: Uint8Array): void {
    this.wipe();
    const picture = pictureCanvas('');
    drawGrey(picture, pixels);
    this.context.imageSmoothingEnabled = false;
    this.context.drawImage(picture, 0, 0, SHEET_PX, SHEET_PX);
    drawGrey(this.small, pixels);
    this.drawn([...pixels]);
  }

  private clear(): void {
    this.wipe();
    drawGrey(this.small, new Uint8Array(PIXELS));
    this.drawn(null);
  }

  private wipe(): void {
    this.context.fillStyle = '#000';
    this.context.fillRect(0, 0, SHEET_PX, SHEET_PX);
  }

  private onPointer(event: PointerEvent): void {
    const place = (at: PointerEvent) => ({ x: at.offsetX * SHEET_PX / this.canvas.clientWidth, y: at.offsetY * SHEET_PX / this.canvas.clientHeight });
    let last = place(event);
    this.canvas.setPointerCapture(event.pointerId);
    this.line(last, last);
    const move = (at: PointerEvent) => { const next = place(at); this.line(last, next); last = next; };
    this.canvas.addEventListener('pointermove', move);
    this.canvas.addEventListener('pointerup', () => { this.canvas.removeEventListener('pointermove', move); this.finish(); }, { once: true });
  }

  private onKey(event: KeyboardEvent): void {
    const moves: Record<string, [number, number]> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    const move = moves[event.key], bound = (value: number) => Math.min(SHEET_PX, Math.max(0, value));
    if (move) {
      const next = { x: bound(this.pen.x + move[0] * KEY_STEP_PX), y: bound(this.pen.y + move[1] * KEY_STEP_PX), isDown: this.pen.isDown };
      if (this.pen.isDown) { this.line(this.pen, next); this.finish(); }
      this.pen = next;
    } else if (event.key === ' ') {
      this.pen.isDown = !this.pen.isDown;
      if (this.pen.isDown) { this.line(this.pen, this.pen); this.finish(); }
    } else if (event.key === 'Delete') this.clear();
    else return;
    this.canvas.style.setProperty('--pen-x', `${100 * this.pen.x / SHEET_PX}%`);
    this.canvas.style.setProperty('--pen-y', `${100 * this.pen.y / SHEET_PX}%`);
    event.preventDefault();
    event.stopPropagation();
  }

  private line(from: { x: number; y: number }, to: { x: number; y: number }): void {
    Object.assign(this.context, { strokeStyle: '#fff', lineWidth: PEN_PX, lineCap: 'round', lineJoin: 'round' });
    this.context.beginPath();
    this.context.moveTo(from.x, from.y);
    this.context.lineTo(to.x + 0.01, to.y);
    this.context.stroke();
  }

  private finish(): void {
    const pixels = asMnist(this.canvas, this.context.getImageData(0, 0, SHEET_PX, SHEET_PX));
    if (!pixels) return;
    drawGrey(this.small, pixels);
    this.drawn([...pixels]);
  }
}

/** The drawing the way MNIST's were made: scaled into a box of 20 pixels, its centre of mass in the middle of 28. Undefined when it is empty. */
function asMnist(sheet: HTMLCanvasElement, { data, width, height }: ImageData): Uint8Array | undefined {
  let left = width, right = -1, top = height, bottom = -1;
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) if (data[(y * width + x) * 4] > 40) {
    left = Math.min(left, x); right = Math.max(right, x); top = Math.min(top, y); bottom = Math.max(bottom, y);
  }
  if (right < 0) return undefined;
  const size = Math.max(right - left, bottom - top) + 1, scale = BOX / size;
  const placed = (x: number, y: number) => render(sheet, { left, top, width: right - left + 1, height: bottom - top + 1 }, scale, x, y);
  const boxed = placed((SIDE - (right - left + 1) * scale) / 2, (SIDE - (bottom - top + 1) * scale) / 2), { x, y } = centreOfMass(boxed);
  return placed((SIDE - (right - left + 1) * scale) / 2 + SIDE / 2 - x, (SIDE - (bottom - top + 1) * scale) / 2 + SIDE / 2 - y);
}

function render(sheet: HTMLCanvasElement, from: { left: number; top: number; width: number; height: number }, scale: number, x: number, y: number): Uint8Array {
  const context = pictureCanvas('').getContext('2d') as CanvasRenderingContext2D;
  context.imageSmoothingQuality = 'high';
  context.drawImage(sheet, from.left, from.top, from.width, from.height, x, y, from.width * scale, from.height * scale);
  return greyOf(context.getImageData(0, 0, SIDE, SIDE));
}

const greyOf = ({ data }: ImageData): Uint8Array => Uint8Array.from({ length: PIXELS }, (_, i) => data[i * 4] * data[i * 4 + 3] / 255);

function centreOfMass(pixels: Uint8Array): { x: number; y: number } {
  let mass = 0, x = 0, y = 0;
  pixels.forEach((value, i) => { mass += value; x += value * (i % SIDE + 0.5); y += value * (Math.floor(i / SIDE) + 0.5); });
  return { x: x / mass, y: y / mass };
}
