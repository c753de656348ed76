import { decodeJsonString } from './json-text';
import type { Name } from './names';

/** Kinds of JSON values. */
export const Kind = { object: 0, array: 1, string: 2, number: 3, literal: 4 } as const;

/** Most values kept per record; the rest is validated but cannot be looked up, so that a huge record stays within about 30 MB. */
const MAX_NODES = 1 << 20;
const BACKSLASH = 0x5c;
const SPACE = 0x20;
/** The letters of \n, \r and \t. */
const BLANK_ESCAPES = Buffer.from('nrt');
const STRIDE = 7;

/**
 * The values of one JSON document in document order, as byte ranges; node 0 is the root, -1 means "none".
 * A node's children are `first(node)`, then `after(child)` while below `after(node)`.
 */
export class JsonTape {
  bytes: Uint8Array = new Uint8Array(0);
  count = 0;
  #isUtf8 = false;
  #kind = new Uint8Array(256);
  /** Per node, `STRIDE` numbers: start, end, key start, key end, key hash, next node after its subtree, bits of its members' key hashes. */
  #places = new Int32Array(256 * STRIDE);

  kind(node: number): number { return this.#kind[node]; }
  /** First byte of the value (a string's opening quote). */
  start(node: number): number { return this.#places[node * STRIDE]; }
  /** After its last byte (a string's closing quote). */
  end(node: number): number { return this.#places[node * STRIDE + 1]; }
  keyHash(node: number): number { return this.#places[node * STRIDE + 4]; }
  first(node: number): number { return node + 1; }
  after(node: number): number { return this.#places[node * STRIDE + 5]; }

  isString(node: number): boolean { return node >= 0 && this.#kind[node] === Kind.string; }
  isArray(node: number): boolean { return node >= 0 && this.#kind[node] === Kind.array; }
  isObject(node: number): boolean { return node >= 0 && this.#kind[node] === Kind.object; }

  /** Decoded UTF-8 bytes of a member's key. */
  keyBytes(node: number): Uint8Array { return decodeJsonString(this.bytes, this.#places[node * STRIDE + 2], this.#places[node * STRIDE + 3]); }
  /** Decoded UTF-8 bytes of a string node; a view of the record where it has no escapes. */
  text(node: number): Uint8Array { return decodeJsonString(this.bytes, this.start(node) + 1, this.end(node) - 1, this.#isUtf8); }

  /** A string node is empty or holds only white space (a \u escape counts as something). */
  isBlank(node: number): boolean {
    const end = this.end(node) - 1;
    for (let i = this.start(node) + 1; i < end; i++) {
      if (this.bytes[i] <= SPACE) continue;
      if (this.bytes[i] !== BACKSLASH || !BLANK_ESCAPES.includes(this.bytes[++i])) return false;
    }
    return true;
  }

  /** Both members have the same key. */
  hasSameKey(a: number, b: number): boolean {
    return this.keyHash(a) === this.keyHash(b) && Buffer.compare(this.keyBytes(a), this.keyBytes(b)) === 0;
  }

  *children(node: number): Generator<number> {
    for (let child = this.first(node); child < this.after(node); child = this.after(child)) yield child;
  }

  /** The member with this key (the last of duplicates, as every JSON loader takes it), or -1. */
  find(node: number, name: Name): number {
    let found = -1;
    if (!this.isObject(node) || (this.#places[node * STRIDE + 6] >>> (name.hash & 31) & 1) === 0) return found;
    const end = this.after(node);
    for (let child = node + 1; child < end; child = this.#places[child * STRIDE + 5]) {
      if (this.#places[child * STRIDE + 4] === name.hash && this.#hasKey(child, name.bytes)) found = child;
    }
    return found;
  }

  /** Empties the tape for another document. */
  reset(bytes: Uint8Array, isUtf8: boolean): void {
    this.bytes = bytes;
    this.#isUtf8 = isUtf8;
    this.count = 0;
  }

  /** Adds a value whose end is not known yet; with its key and the object that it is a member of (-1 = none). */
  add(kind: number, start: number, object: number, keyStart: number, keyEnd: number, keyHash: number): number {
    const node = Math.min(this.count, MAX_NODES);
    if (node === this.#kind.length) this.#grow();
    this.#kind[node] = kind;
    const at = node * STRIDE;
    this.#places[at] = start;
    this.#places[at + 2] = keyStart;
    this.#places[at + 3] = keyEnd;
    this.#places[at + 4] = keyHash;
    this.#places[at + 6] = 0;
    if (object >= 0) this.#places[object * STRIDE + 6] |= 1 << (keyHash & 31);
    this.count = Math.min(this.count + 1, MAX_NODES);
    return node;
  }

  /** Ends a value: its subtree is everything added since. */
  close(node: number, end: number): void {
    this.#places[node * STRIDE + 1] = end;
    this.#places[node * STRIDE + 5] = this.count;
  }

  #hasKey(node: number, key: Buffer): boolean {
    const [start, end] = [this.#places[node * STRIDE + 2], this.#places[node * STRIDE + 3]];
    for (let i = 0; i < key.length; i++) if (this.bytes[start + i] !== key[i]) return this.#hasEscapedKey(node, key);
    return end - start === key.length;
  }

  #hasEscapedKey(node: number, key: Buffer): boolean {
    const raw = this.bytes.subarray(this.#places[node * STRIDE + 2], this.#places[node * STRIDE + 3]);
    return raw.includes(BACKSLASH) && key.equals(this.keyBytes(node));
  }

  #grow(): void {
    const [kind, places] = [this.#kind, this.#places];
    this.#kind = new Uint8Array(Math.min(kind.length * 2, MAX_NODES + 1));
    this.#kind.set(kind);
    this.#places = new Int32Array(this.#kind.length * STRIDE);
    this.#places.set(places);
  }
}
