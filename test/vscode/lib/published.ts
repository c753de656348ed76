import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { BrowserContext } from 'playwright-core';
import { root } from './find';

/** `UPDATE_PICTURES=1` lets a run renew the pictures of README, pages and walkthrough. */
export const RENEWS_PICTURES = process.env.UPDATE_PICTURES === '1';

/** Cursors blink and antialiasing wavers: below this share of differing pixels a picture is the same. */
const SAME_BELOW = 0.002;

/** Runs in the browser, which decodes pictures: the share of pixels that differ between two PNGs (base64), 1 where their sizes do. */
const DIFFERING_SHARE = `async pngs => {
  const pixels = async base64 => {
    const bitmap = await createImageBitmap(new Blob([Uint8Array.from(atob(base64), character => character.charCodeAt(0))]));
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
    canvas.drawImage(bitmap, 0, 0);
    return { width: bitmap.width, data: new Uint32Array(canvas.getImageData(0, 0, bitmap.width, bitmap.height).data.buffer) };
  };
  const [one, other] = [await pixels(pngs[0]), await pixels(pngs[1])];
  if (one.width !== other.width || one.data.length !== other.data.length) return 1;
  return one.data.reduce((count, pixel, i) => count + (pixel === other.data[i] ? 0 : 1), 0) / one.data.length;
}`;

async function differingShare(context: BrowserContext, pngs: Buffer[]): Promise<number> {
  const page = await context.newPage();
  try {
    return await page.evaluate<number>(`(${DIFFERING_SHARE})(${JSON.stringify(pngs.map(png => png.toString('base64')))})`);
  } finally {
    await page.close();
  }
}

/** Renews `.media/<name>.png` where that is asked for and the picture looks different now. */
export async function publish(context: BrowserContext, name: string, png: Buffer): Promise<void> {
  if (!RENEWS_PICTURES) return;
  const file = path.join(root, '.media', `${name}.png`);
  if (existsSync(file) && await differingShare(context, [readFileSync(file), png]) < SAME_BELOW) return;
  writeFileSync(file, png);
}
