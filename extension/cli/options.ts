import { parseArgs } from 'node:util';
import path from 'node:path';
import { findChoice } from '../core/curate/config-file';
import { mergeChoices, type FileChoice } from '../core/curate/config';
import { PARTS } from '../core/curate/config-reader';
import { marksFor } from '../core/curate/known-findings';
import { findTeachers } from '../core/enrol/teachers-folder';
import { CHANNELS } from '../core/protocol/nouns';
import type { AuditOptions } from '../core/protocol/audit-worker';
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
  /** What the command line says of every file; it wins over a file's config. */
  choice: FileChoice;
}

const FORMATS = ['text', 'json', 'markdown', 'html', 'sarif', 'lines'] as const;
const MAX_FINDINGS = 1000;

const SPEC = {
  format: { type: 'string', default: 'text' }, report: { type: 'string' }, sidecar: { type: 'string' }, expect: { type: 'string' }, student: { type: 'string' }, field: { type: 'string' }, prompt: { type: 'string' },
  channel: { type: 'string' }, part: { type: 'string' }, models: { type: 'string' }, quiet: { type: 'boolean', default: false }, 'require-verdict': { type: 'boolean', default: false },
} as const;

/** Parses the arguments after the command's name. Throws UsageError naming the option that is wrong. */
export function readOptions(args: string[]): Options {
  const { values, positionals } = parse(args);
  if (!positionals.length) throw new UsageError('Name at least one file.');
  const format = oneOf('--format', values.format, FORMATS) ?? 'text';
  const channel = oneOf('--channel', values.channel, CHANNELS), part = oneOf('--part', values.part, PARTS);
  const expectFamilies = values.expect?.split(',').map(name => name.trim()).filter(Boolean);
  const sample = { field: values.field, prompt: values.prompt, channel, part };
  return {
    files: positionals, format, report: values.report, sidecar: values.sidecar, quiet: values.quiet, requireVerdict: values['require-verdict'],
    models: values.models ?? path.join(__dirname, 'models'),
    choice: { sample, expectFamilies, studentBase: values.student },
  };
}

/** How one file is audited: its nearest config file, then the command line. Rejects with ConfigProblem. */
export async function auditOptionsFor(file: string, { choice }: Options): Promise<AuditOptions> {
  const merged = mergeChoices([(await findChoice(path.resolve(file))).choice, choice]);
  return { ...merged, sample: merged.sample ?? {}, expectFamilies: merged.expectFamilies ?? [], maxFindings: MAX_FINDINGS + (await marksFor(path.resolve(file))).size, beside: await readBeside(path.resolve(file)), teachers: await findTeachers(file) };
}

function parse(args: string[]) {
  try {
    return parseArgs({ args, options: SPEC, allowPositionals: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/** The value as one of the allowed ones; undefined stays. Throws UsageError naming the option. */
export function oneOf<T extends string>(option: string, value: string | undefined, allowed: readonly T[]): T | undefined {
  if (value === undefined) return undefined;
  if (!(allowed as readonly string[]).includes(value)) throw new UsageError(`${option} takes ${allowed.join(', ')}; got ${value}.`);
  return value as T;
}
