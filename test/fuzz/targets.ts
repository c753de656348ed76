import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { gzipSource } from '../../extension/core/bytes/gzip-source';
import { LineIndex } from '../../extension/core/bytes/line-index';
import { memorySource } from '../../extension/core/bytes/memory-source';
import { unsupportedFormat } from '../../extension/core/bytes/formats';
import { ReadProblem } from '../../extension/core/bytes/read-problem';
import { parseFieldPath } from '../../extension/core/records/field-path';
import { JsonScan } from '../../extension/core/records/json-scan';
import { readRecords } from '../../extension/core/records/record-reader';
import { recogniseShape, selectShape } from '../../extension/core/records/shapes';
import { visibleText } from '../../extension/core/records/visible-text';
import { FILE_TARGETS } from './file-targets';
import { FILTER_TARGETS } from './filter-targets';
import { SEEDS } from './inputs';
import { MESSAGE_TARGETS } from './message-targets';
import { TEXT_TARGETS } from './text-targets';

/** Something that takes bytes from strangers. `run` throws where a promise of it is broken; `share` is its part of the time. */
export interface Target { name: string; seeds: readonly Uint8Array[]; share: number; run(bytes: Uint8Array): void | Promise<void> }

const NAME = 'stranger.jsonl';
const scan = new JsonScan();

const parses = (text: string) => { try { return { value: JSON.parse(text) as unknown }; } catch { return undefined; } };

/** Every line gives one result, in order, within the file; samples lie within their records; problems name file, record and remedy. */
async function records(bytes: Uint8Array): Promise<void> {
  let record = 0, offset = 0;
  for await (const { results } of readRecords(memorySource(bytes, NAME))) for (const result of results) {
    const ref = result.kind === 'sample' ? result.sample.ref : result.ref;
    assert.equal(ref.record, ++record);
    assert.ok(ref.byteOffset >= offset && ref.byteOffset + ref.byteLength <= bytes.length, 'within the file');
    offset = ref.byteOffset + ref.byteLength;
    if (result.kind === 'skipped') { assert.ok(result.reason); continue; }
    if (result.problem) assert.ok(result.problem.message.includes(NAME) && result.problem.message.includes(`record ${record}`) && result.problem.remedy, result.problem.message);
    if (result.kind !== 'sample') continue;
    const { rawStart, rawEnd, bytes: text, field } = result.sample;
    assert.ok(rawStart >= 0 && rawStart <= rawEnd && rawEnd <= ref.byteLength && text.length > 0 && typeof field === 'string', 'the sample lies within its record'); // "" is a key, too
  }
}

/** Takes what JSON.parse takes, and nothing else; numbers and duplicate keys apart, the values are the same. */
function json(bytes: Uint8Array): void {
  const fault = scan.scan(bytes, 0, bytes.length), text = Buffer.from(bytes).toString(), parsed = parses(text);
  if (fault) assert.ok(fault.offset >= 0 && fault.offset <= bytes.length && fault.message, 'the fault lies within the bytes');
  if (fault && /deep|nest/i.test(fault.message)) return;
  if (!text.startsWith('\ufeff')) assert.equal(fault === undefined, parsed !== undefined, `JSON.parse ${parsed ? 'takes' : 'refuses'} it, the scan says ${fault?.message ?? 'yes'}`);
  if (fault === undefined && scan.tape.isString(0)) assert.equal(Buffer.from(scan.tape.text(0)).toString(), Buffer.from(String(parsed?.value)).toString());
}

function shapes(bytes: Uint8Array): void {
  if (scan.scan(bytes, 0, bytes.length) !== undefined || !scan.tape.isObject(0)) return;
  const path = parseFieldPath(Buffer.from(bytes.subarray(2, 14)).toString());
  for (const shape of [recogniseShape(scan.tape), selectShape(scan.tape, path), selectShape(scan.tape, undefined, path)]) {
    if (typeof shape === 'string') { assert.ok(shape); continue; }
    for (const found of [shape.text, shape.think, ...shape.prompts]) if (found) assert.ok(scan.tape.isString(found.node) && scan.tape.end(found.node) <= bytes.length);
  }
}

/** As many lines as a plain split finds, each where it says. */
async function lineIndex(bytes: Uint8Array): Promise<void> {
  const index = new LineIndex(memorySource(bytes, NAME));
  await index.build();
  const text = Buffer.from(bytes), expected = text.toString('latin1').split('\n');
  if (expected.at(-1) === '') expected.pop();
  assert.equal(index.lineCount, expected.length);
  const start = Math.max(0, index.lineCount - 70);
  for (const { record, byteOffset, byteLength } of await index.refs(start, 80)) {
    const found = text.toString('latin1', byteOffset, byteOffset + byteLength), line = expected[record - 1];
    assert.ok(found === line || `${found}\r` === line || (record === 1 && line.endsWith(found)), `line ${record}`);
  }
}

/** Gives the bytes that were packed or says why not; half of the inputs are packed whole, half are damaged streams. */
async function gzip(bytes: Uint8Array): Promise<void> {
  const isWhole = bytes.length % 2 === 0;
  const packed = isWhole ? gzipSync(bytes, { level: 1 }) : Buffer.from(bytes[0] === 0x1f ? bytes : gzipSync(bytes.subarray(0, 300), { level: 1 }));
  if (!isWhole && packed.length > 20) packed[10 + bytes.length % (packed.length - 10)] ^= 1 << bytes.length % 8;
  const source = gzipSource(memorySource(packed, NAME)), target = new Uint8Array(8192), pieces: Buffer[] = [];
  try {
    for (let offset = 0; offset < 4 << 20;) {
      const count = await source.read(offset, target);
      if (count === 0) break;
      pieces.push(Buffer.from(target.subarray(0, count)));
      offset += count;
    }
    if (isWhole) assert.ok(Buffer.concat(pieces).equals(bytes));
  } catch (error) {
    if (!(error instanceof ReadProblem) || isWhole) throw error;
    assert.ok(error.message.includes(NAME));
  } finally { await source.close(); }
}

function formats(bytes: Uint8Array): void {
  const problem = unsupportedFormat(`it's $(x)${String.fromCharCode(bytes[0] ?? 65)}.jsonl`, Buffer.from(bytes.subarray(0, 4096)));
  if (problem) assert.ok(problem.message && problem.remedy);
  const shown = visibleText(Buffer.from(bytes).toString());
  assert.doesNotMatch(shown, /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069]/);
}

/** All targets. */
export const TARGETS: readonly Target[] = [
  { name: 'record reader', seeds: SEEDS.records, share: 2, run: records }, { name: 'lossless JSON', seeds: SEEDS.records, share: 2, run: json }, { name: 'shapes', seeds: SEEDS.records, share: 1, run: shapes },
  { name: 'line index', seeds: SEEDS.records, share: 1, run: lineIndex }, { name: 'gzip source', seeds: SEEDS.records, share: 0.5, run: gzip }, { name: 'formats, shown text', seeds: SEEDS.records, share: 0.5, run: formats },
  ...FILTER_TARGETS, ...FILE_TARGETS, ...TEXT_TARGETS, ...MESSAGE_TARGETS,
];
