import { parseArgs } from 'node:util';
import path from 'node:path';
import { findChoice } from '../core/curate/config-file';
import { mergeChoices, type FileChoice } from '../core/curate/config';
import { PARTS } from '../core/curate/config-reader';
import { marksFor } from '../core/curate/known-findings';
import { findTeachers } from '../core/enrol/teachers-folder';
import { CHANNELS } from '../core/protocol/nouns';
import type { AuditOptions } from '../core/protocol/audit-worker';
import { RULE_IDS } from '../core/report/rules';
import { readBeside } from '../core/provenance/beside';
import { UsageError } from './exit-codes';

/** The command line of `audit` and `score`, checked. */
export interface Options {
  files: string[];
  format: 'text' | 'json' | 'markdown' | 'html' | 'sarif' | 'lines';
  report?: string;
  sidecar?: string;
  models: string;
  quiet: boolean;
  /** Too little to tell is an exit code of its own. */
  requireVerdict: boolean;
  /** Rules whose findings make the exit code 1; undefined = all. */
  failOn?: readonly string[];
  /** Findings that are known, beside those of `.undertone`. */
  baseline?: string;
  updateBaseline: boolean;
  /** About how many records of each file are scored; undefined = all. */
  sampleRecords?: number;
  /** Whether each file is read only until its verdict is settled. */
  untilSettled: boolean;
  /** Files audited at the same time, each in a process of its own. */
  jobs: number;
  /** What the command line says of every file; it wins over a file's config. */
  choice: FileChoice;
}

const FORMATS = ['text', 'json', 'markdown', 'html', 'sarif', 'lines'] as const;
const MAX_FINDINGS = 1000;

const SPEC = {
  format: { type: 'string', default: 'text' }, report: { type: 'string' }, sidecar: { type: 'string' }, expect: { type: 'string' }, student: { type: 'string' }, field: { type: 'string' }, prompt: { type: 'string' },
  channel: { type: 'string' }, part: { type: 'string' }, models: { type: 'string' }, quiet: { type: 'boolean', default: false }, 'require-verdict': { type: 'boolean', default: false },
  'fail-on': { type: 'string' }, baseline: { type: 'string' }, 'update-baseline': { type: 'boolean', default: false }, sample: { type: 'string' }, jobs: { type: 'string', default: '1' }, 'until-settled': { type: 'boolean', default: false },
} as const;

/** Parses the arguments after the command's name. Throws UsageError naming the option that is wrong. */
export function readOptions(args: string[]): Options {
  const { values, positionals } = parsed(() => parseArgs({ args, options: SPEC, allowPositionals: true }));
  if (!positionals.length) throw new UsageError('Name at least one file.');
  if (values['update-baseline'] && values.baseline === undefined) throw new UsageError('--update-baseline needs --baseline FILE.');
  const format = oneOf('--format', values.format, FORMATS) ?? 'text';
  const channel = oneOf('--channel', values.channel, CHANNELS), part = oneOf('--part', values.part, PARTS);
  const expectFamilies = values.expect?.split(',').map(name => name.trim()).filter(Boolean);
  const sample = { field: values.field, prompt: values.prompt, channel, part };
  return {
    files: positionals, format, report: values.report, sidecar: values.sidecar, quiet: values.quiet, requireVerdict: values['require-verdict'],
    failOn: readFailOn(values['fail-on']), baseline: values.baseline, updateBaseline: values['update-baseline'],
    sampleRecords: values.sample === undefined ? undefined : count('--sample', values.sample, 1e9), jobs: count('--jobs', values.jobs, 64),
    untilSettled: values['until-settled'], models: values.models ?? path.join(__dirname, 'models'),
    choice: { sample, expectFamilies, studentBase: values.student },
  };
}

/** How one file is audited: its nearest config file, then the command line. Rejects with ConfigProblem. */
export async function auditOptionsFor(file: string, { choice, untilSettled }: Pick<Options, 'choice'> & Partial<Pick<Options, 'untilSettled'>>): Promise<AuditOptions> {
  const merged = mergeChoices([(await findChoice(path.resolve(file))).choice, choice]);
  return { ...merged, sample: merged.sample ?? {}, expectFamilies: merged.expectFamilies ?? [], untilSettled, maxFindings: MAX_FINDINGS + (await marksFor(path.resolve(file))).size, beside: await readBeside(path.resolve(file)), teachers: await findTeachers(file) };
}

/** What `parse` gives; its complaint about the arguments as a UsageError. */
export function parsed<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function readFailOn(text: string | undefined): string[] | undefined {
  if (text === undefined || text === 'any') return undefined;
  if (text === 'none') return [];
  return text.split(',').map(name => `undertone/${oneOf('--fail-on', name.trim().replace(/^undertone\//, ''), RULE_IDS.map(rule => rule.slice('undertone/'.length)))}`);
}

/** A whole number from 1 to `most`. Throws UsageError naming the option. */
function count(option: string, text: string, most: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : NaN;
  if (!(value >= 1 && value <= most)) throw new UsageError(`${option} takes a whole number from 1 to ${most}; got ${text}.`);
  return value;
}

/** The value as one of the allowed ones; undefined stays. Throws UsageError naming the option. */
export function oneOf<T extends string>(option: string, value: string | undefined, allowed: readonly T[]): T | undefined {
  if (value === undefined) return undefined;
  if (!(allowed as readonly string[]).includes(value)) throw new UsageError(`${option} takes ${allowed.join(', ')}; got ${value}.`);
  return value as T;
}
