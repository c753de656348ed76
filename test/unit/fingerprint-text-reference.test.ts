import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { randomFrom } from '../../extension/core/fingerprint/random';
import { TextReader } from '../../extension/core/fingerprint/text-bag';
import { TEXT_MEASURES } from '../../extension/core/fingerprint/text-measures';

/** models/CONTRACT.md as plainly as it can be written, for a text without outer white space or fence: the fast reader must agree with it. */
const TOKEN = /[A-Za-z]{1,24}|[0-9]+|[\x80-\xff][\x80-\xbf]*|[\0-\x20]+|[^]/g;
const fnv = (text: string) => [...text].reduce((hash, c) => Math.imul(hash ^ c.charCodeAt(0), 0x01000193), 0x811c9dc5 | 0);
const spaced = (hash: number, isSpaced: boolean) => (isSpaced ? hash ^ 0x3c6ef372 : hash);

function mix(hash: number): number {
  let mixed = Math.imul(hash ^ (hash >>> 15), 0x85ebca77);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}

function hashesOf(text: string): number[] {
  const hashes: number[] = [], chain = [0x811c9dc5 | 0, 0x811c9dc5 | 0];
  let isSpaced = false;
  for (const [token] of text.matchAll(TOKEN)) {
    if (token === ' ') { isSpaced = true; continue; }
    const whole = fnv(token.charCodeAt(0) <= 32 ? token.replaceAll('\r', '') : token), isNumber = /^[0-9]/.test(token);
    const shape = isNumber ? Math.imul(0x51ed270b ^ Math.min(token.length, 20), 0x01000193) : whole;
    const own = spaced(isNumber && token.length > 3 ? shape : whole, isSpaced), last = spaced(shape, isSpaced);
    const [beforePrevious, previous] = chain.slice(-2), pair = Math.imul(previous, 0x9e3779b1);
    hashes.push(mix(own), mix(pair + last + 1), mix(Math.imul(Math.imul(beforePrevious, 0x9e3779b1) + pair, 0x85ebca77) + last + 2));
    chain.push(last);
    isSpaced = false;
  }
  return hashes;
}

test('bags equal those of a plain implementation, text after text', () => {
  const random = randomFrom(3), seenBits = 9, rowBits = 10;
  const seen = Uint8Array.from({ length: 1 << (seenBits - 3) }, () => random() * 256);
  const reader = new TextReader({ rowBits, seenBits, low: TEXT_MEASURES.map(() => -100), high: TEXT_MEASURES.map(() => 100) }, seen);
  const word = fc.constantFrom('for', ' ', '  ', '\n    ', '\r\n', '\t', '(', ')', '=', '1', '42', '12345', 'é', '“x”', '\0', 'abcdefghijklmnopqrstuvwxyzabcdef', '==', '0'.repeat(25));
  const text = fc.oneof(fc.array(word, { maxLength: 200 }).map(words => words.join('')), fc.uint8Array({ maxLength: 200 }).map(bytes => Buffer.from(bytes).toString('latin1')));
  fc.assert(fc.property(text, inner => {
    const bytes = Buffer.from(`a${inner}b`, 'latin1'), hashes = hashesOf(bytes.toString('latin1'));
    const known = hashes.filter(hash => { const slot = hash >>> (32 - seenBits); return (seen[slot >> 3] >> (slot & 7)) & 1; });
    const { ids, weights, unseen } = reader.read(bytes);
    assert.deepEqual([...ids], [...new Set(known.map(hash => hash & ((1 << rowBits) - 1)))]);
    assert.ok(weights.length === ids.length && weights.every(weight => weight === 1));
    assert.ok(Math.abs(unseen.reduce((sum, share) => sum + share, 0) * hashes.length / 3 - (hashes.length - known.length)) < 1e-3);
  }), { numRuns: 1000 });
});
