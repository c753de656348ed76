import { parseArgs } from 'node:util';
import { CONDITIONS, LIMITS, NOISE_KINDS, PRESETS, type PresetName } from '../core/lab/settings';
import type { ConditionId, NoiseKind, Settings } from '../core/protocol/mnist-lab';
import { UsageError } from './exit-codes';
import { oneOf } from './options';

/** The command line of `lab`, checked. */
export interface LabOptions { preset: PresetName; seeds: number; data?: string; format: 'text' | 'json'; quiet: boolean; settings: Settings }

const SPEC = {
  preset: { type: 'string', default: 'paper' }, seeds: { type: 'string', default: '5' }, data: { type: 'string' }, aux: { type: 'string' },
  hidden: { type: 'string' }, match: { type: 'string' }, noise: { type: 'string' }, conditions: { type: 'string' }, format: { type: 'string', default: 'text' },
  quiet: { type: 'boolean', default: false },
} as const;

/** Parses the arguments after the command's name. Throws UsageError naming the option that is wrong. */
export function readLabOptions(args: string[]): LabOptions {
  const values = parse(args);
  const preset = oneOf('--preset', values.preset, Object.keys(PRESETS) as PresetName[]) ?? 'paper';
  const format = oneOf('--format', values.format, ['text', 'json'] as const) ?? 'text';
  const seeds = wholeNumber('--seeds', values.seeds, LIMITS.seeds);
  const base: Settings = PRESETS[preset];
  const settings: Settings = {
    ...base,
    auxiliaryLogits: values.aux === undefined ? base.auxiliaryLogits : wholeNumber('--aux', values.aux, LIMITS.auxiliaryLogits),
    hidden: values.hidden === undefined ? base.hidden : wholeNumber('--hidden', values.hidden, LIMITS.hidden),
    matchEpochs: values.match === undefined ? base.matchEpochs : wholeNumber('--match', values.match, LIMITS.matchEpochs),
    noise: oneOf<NoiseKind>('--noise', values.noise, NOISE_KINDS) ?? base.noise,
    conditions: values.conditions?.split(',').map(id => oneOf<ConditionId>('--conditions', id.trim(), CONDITIONS) ?? 'teacher') ?? base.conditions,
  };
  return { preset, seeds, data: values.data, format, quiet: values.quiet, settings };
}

function parse(args: string[]) {
  try {
    return parseArgs({ args, options: SPEC }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function wholeNumber(option: string, text: string, { min, max, why }: { min: number; max: number; why: string }): number {
  const value = /^\d+$/.test(text) ? Number(text) : NaN;
  if (!(value >= min && value <= max)) throw new UsageError(`${option} takes a whole number from ${min} to ${max} (${why}); got ${text}.`);
  return value;
}
