import path from 'node:path';
import { parseArgs } from 'node:util';
import { barsOf } from '../core/language-lab/bars';
import { readBases } from '../core/language-lab/base-file';
import { LanguageEngine } from '../core/language-lab/engine';
import { runLanguageSeeds } from '../core/language-lab/experiment';
import { CHANNELS } from '../core/language-lab/mixture';
import type { CoreEvent } from '../core/language-lab/seed-run';
import { checkLanguagePlan, CONDITIONS, LANGUAGE_PRESETS, type LanguagePresetName } from '../core/language-lab/settings';
import { SHAPE } from '../core/language-lab/shape';
import { LanguageSummaryBuilder } from '../core/language-lab/summary';
import { LANGUAGE_CONDITIONS } from '../core/language-lab/words';
import type { LanguagePlan, LanguageSettings } from '../core/protocol/language-lab';
import { EXIT, UsageError } from './exit-codes';
import { languageLabText } from './language-lab-table';
import { oneOf } from './options';

const SPEC = {
  preset: { type: 'string', default: 'language' }, seeds: { type: 'string', default: '5' }, preference: { type: 'string' }, channel: { type: 'string' },
  sequences: { type: 'string' }, steps: { type: 'string' }, stealth: { type: 'string' }, conditions: { type: 'string' }, models: { type: 'string' },
  format: { type: 'string', default: 'text' }, quiet: { type: 'boolean', default: false },
} as const;

/** Whether the arguments of `lab` name a preset of the language lab. */
export function asksForLanguage(args: string[]): boolean {
  const { preset } = parseArgs({ args, options: { preset: { type: 'string' } }, strict: false }).values;
  return typeof preset === 'string' && preset.startsWith('language');
}

/** `undertone lab --preset language`: the experiment, its table and its claims; after an interruption, what was finished until then. */
export async function languageLabCommand(args: string[], signal: AbortSignal): Promise<number> {
  const values = parse(args), plan = planOf(values), format = oneOf('--format', values.format, ['text', 'json'] as const);
  const bases = await readBases(values.models ?? path.join(__dirname, 'models', 'language-lab')), builder = new LanguageSummaryBuilder();
  const engine = new LanguageEngine(SHAPE), seeds = Array.from({ length: plan.seeds }, (_, i) => i + 1);
  try {
    for await (const event of runLanguageSeeds(engine, bases, plan.settings, seeds, signal)) {
      builder.add(event);
      if (!values.quiet && process.stderr.isTTY) process.stderr.write(progressOf(event, plan));
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    await engine.close();
  }
  const summary = builder.summary(), bars = barsOf(summary), result = { ...plan, complete: !signal.aborted, ...summary, bars };
  process.stdout.write(format === 'json' ? `${JSON.stringify(result, null, 2)}\n` : languageLabText(plan, summary, bars, !signal.aborted));
  return EXIT.clean;
}

function parse(args: string[]) {
  try {
    return parseArgs({ args, options: SPEC }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function planOf(values: ReturnType<typeof parse>): LanguagePlan {
  const preset = oneOf('--preset', values.preset, Object.keys(LANGUAGE_PRESETS) as LanguagePresetName[]) ?? 'language';
  const base: LanguageSettings = LANGUAGE_PRESETS[preset], number = (text: string | undefined, usual: number) => text === undefined ? usual : Number(text);
  const settings: LanguageSettings = {
    ...base, preference: values.preference ?? base.preference, channel: oneOf('--channel', values.channel, CHANNELS) ?? base.channel,
    sequences: number(values.sequences, base.sequences), steps: number(values.steps, base.steps), stealth: number(values.stealth, base.stealth),
    conditions: values.conditions?.split(',').flatMap(id => oneOf('--conditions', id.trim(), CONDITIONS) ?? []) ?? base.conditions,
  };
  const plan = { preset, settings, seeds: Number(values.seeds) };
  try {
    checkLanguagePlan(plan);
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
  return plan;
}

/** One line on a terminal, rewritten in place. */
function progressOf(event: CoreEvent, { seeds }: LanguagePlan): string {
  if (event.kind !== 'report') return '\r\x1b[K';
  const { seed, condition, step, steps, preference } = event.report;
  return `\r\x1b[Kseed ${seed} of ${seeds}, ${LANGUAGE_CONDITIONS[condition].short}: step ${step} of ${steps}, ${preference.probability.toFixed(3)}`;
}
