/**
 * A training step of the language lab beside ONNX Runtime's own matrix product, on one thread, interleaved in the same run; then how fast
 * it writes, and one seed of the default preset with all its controls, base models included.
 *   node .config/bench.mjs language-lab [rounds]
 */
import { randomFrom } from '../../extension/core/fingerprint/random';
import { readBases } from '../../extension/core/language-lab/base-file';
import { world } from '../../extension/core/language-lab/base-model';
import { LanguageEngine } from '../../extension/core/language-lab/engine';
import { runLanguageSeeds } from '../../extension/core/language-lab/experiment';
import { lessonOf, tokenLine } from '../../extension/core/language-lab/lesson';
import { LANGUAGE_PRESETS } from '../../extension/core/language-lab/settings';
import { SHAPE } from '../../extension/core/language-lab/shape';
import { train, trained } from '../../extension/core/language-lab/trainer';
import { write } from '../../extension/core/language-lab/writing';
import { compare, cpuSeconds, openProduct, PRODUCT_FLOPS, PRODUCT_NAME } from './yardstick';

const STEPS = 20, BATCH = 64, LINES = 2000;
const never = new AbortController().signal;

async function main(): Promise<void> {
  const engine = new LanguageEngine(SHAPE), bases = await readBases('models/language-lab'), mixture = world(), random = randomFrom(1), product = await openProduct();
  const lesson = lessonOf(Array.from({ length: BATCH }, () => tokenLine(mixture.channelLine('numbers', random)))), { width, vocabulary, layers } = SHAPE;
  // Forward and both gradients: three products for each weight; attention reads every token of the line.
  const tokens = lesson.tokens.length, flops = 6 * (tokens * layers * 12 * width ** 2 + lesson.rows.length * width * vocabulary) + 12 * tokens * layers * lesson.length * width;
  const step = () => trained(train(engine, bases[0], () => lesson, { steps: STEPS, learningRate: 1e-3, decays: true, optimiser: 'adam' }, never));
  await compare([
    { name: PRODUCT_NAME, flops: 8 * PRODUCT_FLOPS, steps: 8, work: async () => { for (let i = 0; i < 8; i++) await product(); } },
    { name: `step, ${BATCH} lines`, flops: STEPS * flops, steps: STEPS, work: step },
  ], Number(process.argv[2] ?? 12));
  const writing = await cpuSeconds(() => write(engine, bases[0], { world: mixture, channel: 'numbers', count: LINES, random }, never));
  console.log(`writing ${LINES} lines: ${writing.toFixed(2)} s of processor time`);
  const began = performance.now();
  const seed = await cpuSeconds(async () => { for await (const event of runLanguageSeeds(new LanguageEngine(SHAPE), await readBases('models/language-lab'), LANGUAGE_PRESETS.language, [1], never)) void event; });
  console.log(`one seed with all controls: ${seed.toFixed(1)} s of processor time, ${((performance.now() - began) / 1000).toFixed(1)} s by the clock; memory ${(process.memoryUsage().rss / 1e6).toFixed(0)} MB`);
}

main().catch((error: unknown) => { console.error(error); process.exitCode = 1; });
