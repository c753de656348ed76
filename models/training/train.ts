/** `npm run train`: the corpus in, `models/*.onnx` and their digests out; deterministic given the seed. `--leave-out` takes sources, families and models, with commas between. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { bagModelBytes, type BagWeights } from '../../extension/core/fingerprint/bag-model';
import { DIGESTS } from '../../extension/core/fingerprint/model-file';
import { corpusDigest, corpusDirectory, hasCorpus } from './corpus';
import { writeKnownTeachers } from './known-teachers';
import { trainNumbers } from './numbers';
import { trainText } from './text';

const { values } = parseArgs({ options: {
  only: { type: 'string' }, 'leave-out': { type: 'string' }, out: { type: 'string', default: 'models' }, seed: { type: 'string', default: '1' },
} });

async function main(): Promise<void> {
  const corpus = corpusDirectory(), seed = Number(values.seed), leftOut = values['leave-out']?.split(',') ?? [];
  if (!hasCorpus(corpus)) throw new Error(`No corpus at ${corpus}. Set UNDERTONE_CORPUS to its folder.`);
  const keep = (row: { source: string; family: string; model: string }) => ![row.source, row.family, row.model].some(name => leftOut.includes(name));
  if (values.only !== 'text') save('numbers', await trainNumbers(corpus, seed, console.log, keep), leftOut);
  if (values.only !== 'numbers') save('text', await trainText(corpus, seed, console.log, keep), leftOut);
  const isWhole = ['numbers', 'text'].every(name => existsSync(path.join(values.out, `${name}.onnx`)));
  if (isWhole) await writeKnownTeachers(values.out, corpus, seed, console.log, keep);
}

function save(name: string, { weights, metadata }: { weights: BagWeights; metadata: object }, leftOut: string[]): void {
  const trained = { name, trainingData: corpusDigest(), leftOut };
  const bytes = bagModelBytes(weights, { ...trained, ...metadata });
  const file = path.join(values.out, `${name}.onnx`), digests = path.join(values.out, DIGESTS);
  const known = existsSync(digests) ? JSON.parse(readFileSync(digests, 'utf8')) as Record<string, string> : {};
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  writeFileSync(file, bytes);
  writeFileSync(digests, `${JSON.stringify({ ...known, [`${name}.onnx`]: sha256 }, null, 2)}\n`);
  console.log(`${file}: ${(bytes.byteLength / 1e6).toFixed(1)} MB, sha256 ${sha256}`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
