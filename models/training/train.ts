/** `npm run train`: the corpus in, `models/*.onnx` and their digests out; deterministic given the seed. `--leave-out` takes sources, families and models, with commas between. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { bagModelBytes, type BagWeights } from '../../extension/core/fingerprint/bag-model';
import { corpusDigest, corpusDirectory, hasCorpus } from './corpus';
import { writeKnownTeachers } from './known-teachers';
import { trainNumbers } from './numbers';
import { saveModel } from './save-model';
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
  saveModel(values.out, name, bytes);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
