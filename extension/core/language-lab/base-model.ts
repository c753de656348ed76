import { randomFrom } from '../fingerprint/random';
import { seedFor } from '../lab/network';
import { type LanguageEngine } from './engine';
import { lessonOf, tokenLine } from './lesson';
import { Mixture } from './mixture';
import { train, type Schedule, type Step } from './trainer';
import { parameterSlots, type TransformerShape } from './transformer';

/** How base models learn the world. */
export const PRETRAINING: Schedule & { batch: number } = { steps: 400, learningRate: 3e-3, decays: true, optimiser: 'adam', batch: 64 };

const WORLD_SEED = 1234;

/** The one world that all base models, teachers and students live in. */
export const world = (): Mixture => new Mixture(randomFrom(WORLD_SEED));

/** Fresh values: normal with variance 1/fan-in, norms at scale 1, biases and shifts 0. */
export function initialise(shape: TransformerShape, seed: number): Float32Array {
  const random = randomFrom(seed), slots = parameterSlots(shape), last = slots[slots.length - 1];
  const values = new Float32Array(last.start + last.length);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  for (const { name, dims, start, length } of slots) {
    if (name.endsWith('.scale')) values.fill(1, start, start + length);
    if (dims.length < 2) continue;
    const deviation = 1 / Math.sqrt(name.endsWith('.weight') ? dims[0] : dims[1]);
    for (let i = start; i < start + length; i++) values[i] = normal() * deviation;
  }
  return values;
}

/** Trains a base model from its seed: initial values and the order of the world's lines. */
export function pretrain(engine: LanguageEngine, seed: number, signal: AbortSignal): AsyncGenerator<Step> {
  const mixture = world(), random = randomFrom(seedFor(seed, 'pretraining lines'));
  const lessonAt = () => lessonOf(Array.from({ length: PRETRAINING.batch }, () => tokenLine(mixture.draw(random))));
  return train(engine, initialise(engine.shape, seedFor(seed, 'initial values')), lessonAt, PRETRAINING, signal);
}
