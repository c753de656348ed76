import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DIGESTS } from '../../extension/core/fingerprint/model-file';

/** Writes `<folder>/<name>.onnx` and its sha256 among the folder's digests, and prints both. */
export function saveModel(folder: string, name: string, bytes: Uint8Array): void {
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, `${name}.onnx`), digests = path.join(folder, DIGESTS);
  const known = existsSync(digests) ? JSON.parse(readFileSync(digests, 'utf8')) as Record<string, string> : {};
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  writeFileSync(file, bytes);
  writeFileSync(digests, `${JSON.stringify({ ...known, [`${name}.onnx`]: sha256 }, null, 2)}\n`);
  console.log(`${file}: ${(bytes.byteLength / 1e6).toFixed(1)} MB, sha256 ${sha256}`);
}
