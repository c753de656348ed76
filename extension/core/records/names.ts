/** A JSON key to look for, with its UTF-8 bytes and the hash that the scanner computes for keys. */
export interface Name { text: string; bytes: Buffer; hash: number }

/** Hash of a key's bytes (FNV-1a, 32 bits). */
export function hashBytes(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x811c9dc5 | 0;
  for (let i = start; i < end; i++) hash = Math.imul(hash ^ bytes[i], 0x01000193);
  return hash;
}

/** Prepares a key for `JsonScan.find`. */
export function toName(text: string): Name {
  const bytes = Buffer.from(text);
  return { text, bytes, hash: hashBytes(bytes, 0, bytes.length) };
}
