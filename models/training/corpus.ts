/** Reads the training corpus: gzip JSON Lines under `numbers/`, `code/` and `cot/`, described by `MANIFEST.json`. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** Folder of the corpus -> the channel it trains. */
export const CORPUS_FOLDERS = { numbers: 'numbers', code: 'code', reasoning: 'cot' } as const;
export type CorpusChannel = keyof typeof CORPUS_FOLDERS;
export type Split = 'train' | 'validation' | 'test';

/** One completion of known origin. */
export interface CorpusRow {
  channel: CorpusChannel;
  /** Upstream repository, `owner/name`. */
  source: string;
  /** Problem or prompt id; rows of one problem share it across sources where the upstreams do. */
  id: string;
  task: string;
  prompt: string;
  completion: string;
  model: string;
  family: string;
  /** Numbers only: between family and model. */
  generation: string | null;
  /** Persona or condition of the teacher; empty for ordinary output. */
  trait: string;
  /** Numbers only: `raw`, `filtered` or `canonical`. */
  kind: string;
  finetuned: boolean;
  split: Split;
}

/** `UNDERTONE_CORPUS`, or `../shared/corpus` beside the repository. */
export function corpusDirectory(): string {
  return resolve(process.env.UNDERTONE_CORPUS ?? '../shared/corpus');
}

/** True when a corpus with a manifest lies in `directory`. */
export function hasCorpus(directory = corpusDirectory()): boolean {
  return existsSync(join(directory, 'MANIFEST.json'));
}

/** All rows of one channel, file by file in name order. Throws naming the folder or the file and line that cannot be read. */
export function* readCorpus(channel: CorpusChannel, directory = corpusDirectory()): Generator<CorpusRow> {
  const folder = join(directory, CORPUS_FOLDERS[channel]);
  if (!existsSync(folder)) throw new Error(`No corpus folder ${folder}. Set UNDERTONE_CORPUS to the directory that holds numbers/, code/ and cot/.`);
  for (const name of readdirSync(folder).filter(file => file.endsWith('.jsonl.gz')).sort()) {
    yield* readFile(join(folder, name), channel);
  }
}

function* readFile(path: string, channel: CorpusChannel): Generator<CorpusRow> {
  const bytes = gunzipSync(readFileSync(path));
  for (let start = 0, line = 1; start < bytes.length; line++) {
    const newline = bytes.indexOf(10, start);
    const end = newline < 0 ? bytes.length : newline;
    if (end > start) yield toRow(bytes.toString('utf8', start, end), channel, `${path}, line ${line}`);
    start = end + 1;
  }
}

type RawRow = Partial<Omit<CorpusRow, 'channel'>> & Pick<CorpusRow, 'completion' | 'model' | 'family' | 'source' | 'split'>;

function toRow(json: string, channel: CorpusChannel, where: string): CorpusRow {
  const raw = JSON.parse(json) as RawRow;
  if (typeof raw.completion !== 'string' || !raw.model || !raw.family) throw new Error(`${where}: a corpus row needs completion, model and family.`);
  return {
    channel, source: raw.source, id: raw.id ?? '', task: raw.task ?? '', prompt: raw.prompt ?? '', completion: raw.completion,
    model: raw.model, family: raw.family, generation: raw.generation ?? null, trait: raw.trait ?? '', kind: raw.kind ?? '',
    finetuned: raw.finetuned ?? false, split: raw.split,
  };
}

/** SHA-256 over the manifest's paths and file digests: the identity of the data that a model was trained on. */
export function corpusDigest(directory = corpusDirectory()): string {
  const manifest = JSON.parse(readFileSync(join(directory, 'MANIFEST.json'), 'utf8')) as { files: { path: string; sha256: string }[] };
  const lines = manifest.files.map(file => `${file.path} ${file.sha256}`).sort();
  return createHash('sha256').update(lines.join('\n')).digest('hex');
}

/** FNV-1a of a text's UTF-16 units, 0..2^32-1: a stable way to deal groups into parts. */
export function stableHash(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

export { randomFrom as seededRandom } from '../../extension/core/fingerprint/random';
