import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { teacherJson } from '../../extension/core/enrol/teacher-file';
import { formatReviewed } from '../../extension/core/curate/reviewed';
import { writeRun } from '../../extension/core/lab/run-file';
import { writeLanguageRun } from '../../extension/core/language-lab/run-file';
import { MALFORMED } from '../fixtures/generate';
import { finishedRun as finishedMnistRun } from '../webview/pages/fake-lab-run';
import { finishedRun as finishedLanguageRun } from '../webview/pages/fake-language-run';

/** Largest input; a pumped one gets near it, so that time beyond a straight line shows. */
export const MAX_BYTES = 64 << 10;
const SEED_BYTES = 6000;

const sample = (name: string) => readFileSync(`extension/samples/${name}.jsonl`).subarray(0, SEED_BYTES);
const lines = (name: string) => sample(name).toString().split('\n').slice(0, 3).map(line => Buffer.from(line));

/** Valid inputs to start from, by the kind of target. */
export const SEEDS: Record<'records' | 'text' | 'filter' | 'config' | 'marks' | 'teacher' | 'run' | 'language' | 'card' | 'croissant' | 'message', Uint8Array[]> = {
  records: [...['numbers-qwen', 'code-sample', 'reasoning-sample'].flatMap(name => [sample(name), ...lines(name)]), ...Object.values(MALFORMED).map(bytes => Buffer.from(bytes).subarray(0, 2000)),
    ...['{"messages":[{"role":"user","content":"a"},{"role":"assistant","content":[{"type":"text","text":"b"}],"reasoning":"c"}]}', '{"a":{"b":[1,{"c":"\\ud83d\\ude00\\ud800"}]},"__proto__":{"x":1},"constructor":"y"}', '{"custom_id":"1","response":{"body":{"choices":[{"message":{"content":"<think>x</think>y"}}]}}}'].map(text => Buffer.from(text))],
  text: ['numbers-qwen', 'code-sample', 'reasoning-sample'].flatMap(lines),
  filter: ['model = x AND length > 200 AND teacher = qwen', 'a.b[0].c ~ /^x[a-z]+/i OR NOT (n IN (1, 2.5e3, "q\\"") AND .teacher IS NOT MISSING)', 'length(messages) >= 2 && !(raw !~ foo) || line < 9', '"a b" <> null', 'messages[].role = assistant'].map(text => Buffer.from(text)),
  config: ['{"expect":{"families":["qwen"],"declaration":true},"sample":{"field":"a.b","part":"auto","channel":"code"},"files":[{"match":"train/**/*.{jsonl,gz}","suppress":["undertone/departure"],"filters":{"words":["owl"],"bannedNumbers":[13]}}],"student":{"baseModel":"x"}}'].map(text => Buffer.from(text)),
  marks: [Buffer.from(formatReviewed(new Map([['0123456789abcdef', { rule: 'undertone/departure', markedAt: '2025-01-01T00:00:00Z' }], ['fedcba9876543210', { rule: 'r', markedAt: 'x' }]])))],
  teacher: [Buffer.from(teacherJson({ name: 'acme-7b', family: null, channel: 'numbers', model: 'd', dataset: 'a.jsonl', records: 300, mean: [0.1, -2, 3e-9], rates: [{ records: 20, distance: 40, logOdds: 3, recognised: 0.9, falseRate: 0.01 }], neutral: { base: 'b', mean: 1, variance: 2, z: 3, falseRate: 0.1 } }))],
  run: [Buffer.from(writeRun({ ...finishedMnistRun(1), lesson: undefined }))],
  language: [Buffer.from(writeLanguageRun(finishedLanguageRun(1)))],
  card: ['---\nlicense: mit\ngenerator: "gpt-4o"  # x\nsource_model:\n  - qwen2.5-7b\n  - [a, b]\n---\n# Card\n'].map(text => Buffer.from(text)),
  croissant: ['{"@context":{"@vocab":"https://schema.org/"},"conformsTo":"http://mlcommons.org/croissant/1.0","prov:wasGeneratedBy":{"name":["gpt-4o",{"@id":"qwen2.5"}]}}'].map(text => Buffer.from(text)),
  message: ['{"id":1,"method":"echo","args":[1,"x"]}', '{"id":2,"method":"rows","args":[[0,1,2]]}', '{"id":3,"method":"select","args":[{"where":"m = a","find":null,"order":{"column":"#line","isDescending":true}}]}', '{"id":4,"method":"find","args":[{"text":"a","regex":true,"matchCase":false}]}',
    '{"id":5,"method":"record","args":[0]}', '{"id":6,"method":"group","args":["m",""]}', '{"id":7,"method":"page","args":[0,0]}', '{"id":8,"method":"scoreOverview","args":[20,null]}', '{"id":9,"method":"__proto__","args":[]}', '{"id":10,"method":"constructor","args":{"length":1e9}}', '{"event":"x","data":1}', '{"id":11,"method":"placeEvidence","args":[0,"m",[]]}', '{"id":12,"method":"text","args":[0,"m"]}', '{"id":13,"method":"lines","args":[[0,-1,1e99]]}'].map(text => Buffer.from(text)),
};

/** What hurts: pieces of the formats, of escapes and of what other languages take for code. */
const PIECES = ['"', '\\', '\\u', '\\ud800', '{', '}', '[', ']', ':', ',', '\n', '\r\n', '\0', '\ufeff', '\u202e', '-', '-0', '1e999', '1e-400', '0'.repeat(400), '9007199254740993', 'null', 'true', 'NaN', '"__proto__":{"polluted":1},', '"constructor":', '../../', '```', '<think>', '</think>',
  '(', ')', 'NOT ', ' AND ', ' OR ', ' IN (', ' IS ', '~', '/(a+)+$/', '#', '---', '- ', ', ', '12, 13, 14', '\t', ' '].map(text => Buffer.from(text)).concat([Buffer.from([0xff]), Buffer.from([0xc3]), Buffer.from([0xed, 0xa0, 0x80]), Buffer.from([0xf0, 0x9f])]);

type Edit = [kind: number, at: number, length: number, piece: number];

/** One change of the bytes at a place (a share of 65536): a bit, a cut, a piece put in, a stretch said again, many times, or moved. */
function edited(bytes: Buffer, [kind, where, length, piece]: Edit): Buffer {
  const at = Math.floor(where / 65536 * (bytes.length + 1)), end = Math.min(bytes.length, at + length), [head, part, tail] = [bytes.subarray(0, at), bytes.subarray(at, end), bytes.subarray(end)];
  switch (kind) {
    case 0: { const copy = Buffer.from(bytes); if (at < copy.length) copy[at] ^= 1 << piece % 8; return copy; }
    case 1: return Buffer.concat([head, tail]);
    case 2: return Buffer.concat([head, PIECES[piece % PIECES.length], part, tail]);
    case 3: return Buffer.concat([head, PIECES[piece % PIECES.length], tail]);
    case 4: return Buffer.concat([head, part, part, tail]);
    case 5: return head;
    case 6: return Buffer.concat([tail, part, head]);
    default: return Buffer.concat([head, ...Array.from({ length: Math.min(piece * 40, Math.floor(MAX_BYTES / Math.max(1, part.length))) }, () => part), tail]);
  }
}

/** Inputs for a target: mostly changed seeds, some arbitrary bytes. Pumping, which makes them long, is rare. */
export function inputs(seeds: readonly Uint8Array[]): fc.Arbitrary<Uint8Array> {
  const kind = fc.oneof({ weight: 60, arbitrary: fc.integer({ min: 0, max: 6 }) }, { weight: 1, arbitrary: fc.constant(7) });
  const edit = fc.tuple(kind, fc.integer({ min: 0, max: 65535 }), fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 255 }));
  const changed = fc.tuple(fc.constantFrom(...seeds), fc.array(edit, { maxLength: 6 })).map(([seed, edits]) => edits.reduce(edited, Buffer.from(seed)).subarray(0, MAX_BYTES));
  return fc.oneof({ weight: 9, arbitrary: changed }, { weight: 1, arbitrary: fc.uint8Array({ maxLength: 200 }) });
}
