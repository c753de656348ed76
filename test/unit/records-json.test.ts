import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { JsonScan, MAX_DEPTH } from '../../extension/core/records/json-scan';
import { type JsonTape, Kind } from '../../extension/core/records/json-tape';
import { KeySet } from '../../extension/core/records/key-set';
import { decodeJsonString, rawSpanOf } from '../../extension/core/records/json-text';
import { toName } from '../../extension/core/records/names';

const parses = (text: string) => { try { JSON.parse(text); return true; } catch { return false; } };

/** The text with U+FFFD for lone surrogates, as encoding it gives. */
const wellFormed = (text: string) => Buffer.from(text).toString();

/** Rebuilds the value from the tape's byte ranges alone, so that it can be compared with JSON.parse. */
function rebuild(tape: JsonTape, node: number): unknown {
  if (tape.kind(node) === Kind.string) return Buffer.from(tape.text(node)).toString();
  if (tape.kind(node) === Kind.array) return Array.from(tape.children(node), child => rebuild(tape, child));
  if (tape.kind(node) !== Kind.object) return JSON.parse(Buffer.from(tape.bytes.subarray(tape.start(node), tape.end(node))).toString());
  const object: Record<string, unknown> = Object.create(null);
  for (const child of tape.children(node)) object[Buffer.from(tape.keyBytes(child)).toString()] = rebuild(tape, child);
  return object;
}

const scan = new JsonScan();

/** JSON text in the many ways that writers spell it: spaced, and with any character escaped. */
const jsonTexts = fc.tuple(fc.jsonValue({ stringUnit: 'binary', maxDepth: 5 }), fc.integer({ min: 0, max: 3 }), fc.boolean()).map(([value, indent, escape]) => {
  const text = JSON.stringify(value, null, indent);
  return escape ? text.replace(/[\u0080-\uffff]/g, unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`) : text;
});

test('the scanner reads every valid JSON text as JSON.parse does', () => {
  fc.assert(fc.property(jsonTexts, text => {
    assert.equal(scan.scan(Buffer.from(text)), undefined);
    assert.deepEqual(JSON.parse(JSON.stringify(rebuild(scan.tape, 0))), JSON.parse(wellFormed(text)));
  }), { numRuns: 1000 });
});

test('the scanner accepts what JSON.parse accepts and nothing else', () => {
  const crooked = fc.array(fc.constantFrom('{', '}', '[', ']', '"', ':', ',', ' ', '\n', 'a', '\\', '\\u00e', '\\n', '-', '0', '1', '12', '.', 'e', 'E+', 'true', 'null', 'nul', '"k":', '{"k":1}', '\u0001', '\u00e9'), { maxLength: 12 }).map(parts => parts.join(''));
  const damaged = fc.tuple(jsonTexts, fc.nat(), fc.constantFrom('', '"', ',', '}', ']', '\\', 'x', '0')).map(([text, at, patch]) => text.slice(0, at % (text.length + 1)) + patch + text.slice(at % (text.length + 1) + 1));
  fc.assert(fc.property(fc.oneof(crooked, damaged), text => {
    assert.equal(scan.scan(Buffer.from(text)) === undefined, parses(wellFormed(text)), JSON.stringify(text));
  }), { numRuns: 5000 });
});

test('the scanner never throws, and a fault lies within the bytes', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 60 }), bytes => {
    const fault = scan.scan(bytes);
    if (fault) assert.ok(fault.offset >= 0 && fault.offset <= bytes.length);
  }), { numRuns: 3000 });
});

test('a scan stays within its range of a larger buffer', () => {
  const bytes = Buffer.from('{"a":1}\n{"b":"x\n');
  assert.equal(scan.scan(bytes, 0, 7), undefined);
  const fault = scan.scan(bytes, 8, 15);
  assert.equal(fault?.offset, 15);
});

test('faults say what is wrong and where', () => {
  const cases: [text: string, offset: number, message: RegExp][] = [
    ['{"a": oops}', 6, /value/], ['{"a" 1}', 5, /":"/], ['{"a": 1,}', 8, /key/], ['{"a": 1 "b": 2}', 8, /"," or "}"/], ['[1 2]', 3, /"," or "]"/],
    ['{"a": "b\u0001"}', 8, /control/], ['{"a": "\\x"}', 7, /escape/], ['{"a": 01}', 7, /","/], ['{} {}', 3, /more text/], ['{"a": "b', 8, /ends too early/], ['{"a": NaN}', 6, /NaN/], ['{"a": tr', 8, /ends too early/], ['{"a": trxx}', 6, /value/], ['{"a": "\\u00', 11, /ends too early/],
  ];
  for (const [text, offset, message] of cases) {
    const fault = scan.scan(Buffer.from(text));
    assert.equal(fault?.offset, offset, text);
    assert.match(fault?.message ?? '', message, text);
  }
});

test('nesting is read down to the limit, and refused beyond it without harm', () => {
  const nested = (depth: number) => Buffer.from('['.repeat(depth) + ']'.repeat(depth));
  assert.equal(scan.scan(nested(MAX_DEPTH)), undefined);
  assert.match(scan.scan(nested(MAX_DEPTH + 1))?.message ?? '', /nested deeper than 1024/);
  assert.match(scan.scan(nested(3_000_000))?.message ?? '', /nested deeper/);
  assert.equal(scan.scan(Buffer.from('{"a":1}')), undefined);
});

test('a record with more values than are kept is still valid, and its first members are found', () => {
  const bytes = Buffer.from(`{"text":"here","ids":[${'1,'.repeat(1_500_000)}1],"last":2}`);
  assert.equal(scan.scan(bytes), undefined);
  assert.equal(Buffer.from(scan.tape.text(scan.tape.find(0, toName('text')))).toString(), 'here');
});

test('duplicate keys are kept, reported, and the last is found, however they are written', () => {
  const bytes = Buffer.from('{"a": 1, "b": {"c": 1, "c": 2}, "\\u0061": 3}');
  assert.equal(scan.scan(bytes), undefined);
  assert.deepEqual(scan.duplicates.map(node => Buffer.from(scan.tape.keyBytes(node)).toString()), ['c', 'a']);
  assert.equal([...scan.tape.children(0)].length, 3);
  const last = scan.tape.find(0, toName('a'));
  assert.equal(bytes.toString('utf8', scan.tape.start(last), scan.tape.end(last)), '3');
});

test('keys are found among many, and duplicates among many are told from others', () => {
  fc.assert(fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 6 }), { maxLength: 300 }), keys => {
    const texts = keys.map(wellFormed);
    scan.scan(Buffer.from(`{${texts.map((key, i) => `${JSON.stringify(key)}:${i}`).join(',')}}`));
    assert.equal(scan.duplicates.length, texts.length - new Set(texts).size);
    for (const key of texts) assert.equal(scan.tape.start(scan.tape.find(0, toName(key))) > 0, true);
    assert.equal(scan.tape.find(0, toName('not there at all')), -1);
  }));
});

test('keys made to collide cost no more than a few comparisons each', () => {
  const keys = new KeySet();
  let comparisons = 0;
  keys.clear(100_000);
  for (let i = 0; i < 100_000; i++) keys.add(42, i, () => { comparisons++; return false; });
  assert.ok(comparisons <= 100_000 * 32, `${comparisons} comparisons`);
  keys.clear(1);
  assert.equal(keys.add(42, 7, () => true), -1, 'an emptied set holds nothing');
  assert.equal(keys.add(42, 8, other => other === 7), 7);
});

test('integers of any size keep their bytes', () => {
  const bytes = Buffer.from('{"id": 12345678901234567890123, "x": 1e999}');
  scan.scan(bytes);
  const id = scan.tape.find(0, toName('id'));
  assert.equal(bytes.toString('utf8', scan.tape.start(id), scan.tape.end(id)), '12345678901234567890123');
});

/** Raw JSON string content (quotes excluded) with escapes, surrogates whole and alone, and bytes that are not UTF-8. */
const rawStrings = fc.array(fc.oneof(
  fc.constantFrom('a', '\\n', '\\"', '\\/', '\\\\', '\\u0041', '\\u00E9', '\\ud83d\\ude00', '\\ud83d', '\\ude00', '\\uD83Dx', '\u00e9', '\u20ac', '\u{1f600}').map(text => Buffer.from(text)),
  fc.uint8Array({ maxLength: 3 }).map(bytes => Buffer.from(bytes.filter(byte => byte >= 0x80))),
), { maxLength: 20 }).map(parts => Buffer.concat(parts));

test('decoded strings are those of JSON.parse, with U+FFFD for what is not a character', () => {
  fc.assert(fc.property(rawStrings, raw => {
    const expected = Buffer.from(JSON.parse(`"${new TextDecoder('utf-8', { ignoreBOM: true }).decode(raw)}"`) as string);
    assert.deepEqual(Buffer.from(decodeJsonString(raw, 0, raw.length)), expected);
  }), { numRuns: 2000 });
});

test('a string without escapes is a view, not a copy', () => {
  const raw = Buffer.from('xx plain \u20ac yy');
  assert.equal(decodeJsonString(raw, 3, 9).buffer, raw.buffer);
});

test('every decoded byte maps back to the raw character that gave it', () => {
  fc.assert(fc.property(rawStrings, raw => {
    const framed = Buffer.concat([Buffer.from('{"'), raw, Buffer.from('"}')]);
    const [start, end] = [2, 2 + raw.length];
    const decoded = Buffer.from(decodeJsonString(framed, start, end));
    for (let offset = 0; offset < decoded.length; offset++) {
      const span = rawSpanOf(framed, start, end, { start: offset, end: offset + 1 });
      const character = Buffer.from(decodeJsonString(framed, span.start, span.end));
      assert.ok([0, 1, 2, 3].some(back => decoded.subarray(offset - back, offset - back + character.length).equals(character) && back < character.length), `${raw.toString('hex')} at ${offset}`);
    }
    assert.deepEqual(rawSpanOf(framed, start, end, { start: decoded.length, end: decoded.length }), { start: end, end });
    assert.deepEqual(rawSpanOf(framed, start, end, { start: 0, end: decoded.length }), { start, end });
  }), { numRuns: 1000 });
});
