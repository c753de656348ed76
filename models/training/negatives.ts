/**
 * Texts that no teacher wrote as code or reasoning: documentation, changelogs, licences, JSON, styles and markup from the
 * packages under node_modules that negative-packages.json lists, the corpus's prompts (questions, not answers), and generated logs and tables.
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';
import { readCorpus, seededRandom, stableHash, type Split } from './corpus';
import packageNames from './negative-packages.json';

export interface NegativeText {
  text: string;
  /** `other`, or `code` for people's program files, which are code of an unknown author. */
  channel: 'code' | 'other';
  kind: string;
  /** Package or prompt: whole groups fall into one split. */
  group: string;
  split: Split;
}

/** File name ending -> kind, relative to node_modules. Listed in the model card. */
export const NEGATIVE_FILES: Record<string, { kind: string; channel: 'code' | 'other'; most: number }> = {
  '.md': { kind: 'documentation', channel: 'other', most: 12 }, '.txt': { kind: 'documentation', channel: 'other', most: 6 }, '.json': { kind: 'JSON', channel: 'other', most: 8 },
  '.yml': { kind: 'configuration', channel: 'other', most: 4 }, '.html': { kind: 'markup', channel: 'other', most: 4 }, '.xml': { kind: 'markup', channel: 'other', most: 4 },
  '.css': { kind: 'markup', channel: 'other', most: 4 }, '.svg': { kind: 'markup', channel: 'other', most: 2 }, '.map': { kind: 'JSON', channel: 'other', most: 1 },
  '.js': { kind: 'program files', channel: 'code', most: 5 }, '.mjs': { kind: 'program files', channel: 'code', most: 3 }, '.ts': { kind: 'program files', channel: 'code', most: 5 },
};
const LICENCE = /^(licen[cs]e|notice|authors|contributors|copying)/i;
const SHORTEST_BYTES = 80;
const LONGEST_BYTES = 4000;
const CHUNKS_PER_FILE = 3;
const GENERATED = 1200;

/** All negatives, the same for the same packages and corpus. */
export function* negativeTexts(modules: string, corpus: string, seed: number): Generator<NegativeText> {
  const random = seededRandom(seed);
  for (const name of packagesOf(modules)) yield* packageTexts(join(modules, name), name, random);
  yield* promptTexts(corpus);
  for (let i = 0; i < GENERATED; i++) yield generated(i, random);
}

const splitOfGroup = (group: string): Split => (['train', 'train', 'train', 'validation', 'test'] as const)[stableHash(group) % 5];

/** The listed packages, whatever else is installed: another package must not change the model. */
function packagesOf(modules: string): string[] {
  const missing = packageNames.filter(name => !existsSync(join(modules, name)));
  if (missing.length) throw new Error(`${modules} lacks ${missing.length} packages whose texts serve as negatives (${missing.slice(0, 3).join(', ')}...). Run \`npm ci\`.`);
  return packageNames;
}

function* packageTexts(folder: string, group: string, random: () => number): Generator<NegativeText> {
  const taken = new Map<string, number>();
  for (const path of filesOf(folder, 4)) {
    const ending = LICENCE.test(path.slice(path.lastIndexOf('/') + 1)) ? '.txt' : extname(path);
    const rule = NEGATIVE_FILES[ending];
    const count = taken.get(ending) ?? 0;
    if (!rule || count >= rule.most || statSync(path).size > 2_000_000) continue;
    taken.set(ending, count + 1);
    const text = readFileSync(path, 'utf8');
    for (const chunk of chunksOf(text, random)) yield { text: chunk, channel: rule.channel, kind: rule.kind, group, split: splitOfGroup(group) };
  }
}

function filesOf(folder: string, depth: number): string[] {
  return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1)).flatMap(entry => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return depth > 0 && entry.name !== 'node_modules' ? filesOf(path, depth - 1) : [];
    return entry.isFile() ? [path] : [];
  });
}

/** Pieces of different lengths that begin at a line. */
function chunksOf(text: string, random: () => number): string[] {
  const pieces = Math.min(CHUNKS_PER_FILE, Math.ceil(text.length / LONGEST_BYTES));
  return Array.from({ length: pieces }, () => {
    const size = Math.floor(SHORTEST_BYTES * Math.pow(LONGEST_BYTES / SHORTEST_BYTES, random()));
    const from = Math.floor(random() * Math.max(1, text.length - size));
    const line = from === 0 ? 0 : text.indexOf('\n', from) + 1;
    return text.slice(line, line + size).trim();
  }).filter(piece => piece.length >= SHORTEST_BYTES / 2);
}

function* promptTexts(corpus: string): Generator<NegativeText> {
  const seen = new Set<string>();
  for (const row of readCorpus('reasoning', corpus)) {
    const key = row.prompt.slice(0, 200);
    if (row.prompt.length < SHORTEST_BYTES || seen.has(key)) continue;
    seen.add(key);
    yield { text: row.prompt.slice(0, LONGEST_BYTES), channel: 'other', kind: 'prompts', group: row.id, split: row.split };
  }
}

/** A log or a table of invented values. */
function generated(index: number, random: () => number): NegativeText {
  const rows = 2 + Math.floor(random() * 40);
  const make = LINES[index % LINES.length];
  const text = Array.from({ length: rows }, (_, row) => make(row, random)).join('\n');
  return { text, channel: 'other', kind: index % LINES.length < 3 ? 'logs' : 'tables', group: `generated ${index}`, split: splitOfGroup(`generated ${index}`) };
}

const pick = (random: () => number, ...choices: string[]): string => choices[Math.floor(random() * choices.length)];
const integer = (random: () => number, below: number): number => Math.floor(random() * below);
const word = (random: () => number): string => pick(random, 'request', 'session', 'worker', 'cache', 'user', 'index', 'queue', 'disk', 'backup', 'order', 'north', 'alpha', 'blue', 'total', 'router', 'payment');
const clock = (random: () => number): string => [24, 60, 60].map(below => String(integer(random, below)).padStart(2, '0')).join(':');

const LINES: ((row: number, random: () => number) => string)[] = [
  (_, random) => `2025-${String(1 + integer(random, 12)).padStart(2, '0')}-11T${clock(random)}.${integer(random, 999)}Z ${pick(random, 'INFO', 'WARN', 'ERROR', 'DEBUG')} [${word(random)}-${integer(random, 9)}] ${word(random)} ${word(random)} took ${integer(random, 900)} ms`,
  (_, random) => `10.0.${integer(random, 255)}.${integer(random, 255)} - - [11/Mar/2025:${clock(random)} +0000] "GET /${word(random)}/${integer(random, 999)} HTTP/1.1" ${pick(random, '200', '404', '500')} ${integer(random, 90000)}`,
  (_, random) => `Mar 11 ${clock(random)} host ${word(random)}[${integer(random, 9999)}]: ${word(random)} ${pick(random, 'started', 'stopped', 'failed', 'reloaded')}${pick(random, '.', '', ': exit code 1')}`,
  (row, random) => (row === 0 ? 'id,name,value,share' : `${row},${word(random)},${integer(random, 10000)},${random().toFixed(3)}`),
  (row, random) => (row === 0 ? '| name | count | unit |' : row === 1 ? '|---|---|---|' : `| ${word(random)} | ${integer(random, 500)} | ${pick(random, 'ms', 'kg', '%')} |`),
  (row, random) => (row === 0 ? 'name\tfrom\tto' : `${word(random)}\t${clock(random)}\t${clock(random)}`),
  (_, random) => JSON.stringify({ id: integer(random, 1e6), [word(random)]: word(random), value: Number(random().toFixed(4)), ok: random() < 0.5 }),
  (_, random) => `${word(random).toUpperCase()}_${word(random).toUpperCase()}=${pick(random, 'true', '0', `/${word(random)}/${word(random)}`, String(integer(random, 9000)))}`,
];
