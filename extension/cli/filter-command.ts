import path from 'node:path';
import { parseArgs } from 'node:util';
import { writeFindingsSubset } from '../core/audit/findings-subset';
import { marksFor } from '../core/curate/known-findings';
import { PARTS } from '../core/curate/config-reader';
import { writeSubset, type SubsetResult } from '../core/curate/subset';
import { factsOf, LineRecord, type RecordFacts } from '../core/dataset/line-record';
import { compileFilter } from '../core/filter/compile';
import { parseFilter } from '../core/filter/parse';
import { asksFor, fieldsOf, FilterProblem, type FilterNode } from '../core/filter/syntax';
import { openScorer } from '../core/fingerprint/open-scorer';
import type { Scorer } from '../core/fingerprint/scorer';
import { toScore } from '../core/fingerprint/score';
import { CHANNELS, type RuleId } from '../core/protocol/nouns';
import { contentHash } from '../core/records/content-hash';
import { RecordParser } from '../core/records/record-parser';
import type { SampleSelector } from '../core/records/sample';
import { EXIT, UsageError } from './exit-codes';
import { openInput, STDIN } from './inputs';
import { auditOptionsFor, oneOf, parsed } from './options';

const SPEC = {
  out: { type: 'string' }, where: { type: 'string' }, keep: { type: 'string' }, field: { type: 'string' }, prompt: { type: 'string' },
  channel: { type: 'string' }, part: { type: 'string' }, models: { type: 'string' }, quiet: { type: 'boolean', default: false },
} as const;
const RULES: RuleId[] = ['undertone/departure'];

/** `undertone filter FILE --out NEW`: copies some records, bytes unchanged, to a new file; by a filter (`--where`), or by findings (`--keep clean|quarantine`). */
export async function filterCommand(args: string[], signal: AbortSignal): Promise<number> {
  const request = readRequest(args);
  const { read, kept } = request.node ? await byFilter(request, request.node, signal) : await byFindings(request, signal);
  if (!request.quiet) process.stderr.write(`undertone: ${kept} of ${read} records written to ${request.out}\n`);
  return EXIT.clean;
}

type Request = ReturnType<typeof readRequest>;

function readRequest(args: string[]) {
  const { values, positionals } = parsed(() => parseArgs({ args, options: SPEC, allowPositionals: true }));
  const [file, ...others] = positionals;
  if (file === undefined || others.length) throw new UsageError('filter takes one file.');
  if (values.out === undefined) throw new UsageError('Name the new file with --out.');
  if ((values.where === undefined) === (values.keep === undefined)) throw new UsageError('Say which records to keep: --where FILTER, or --keep clean|quarantine.');
  const which = oneOf('--keep', values.keep, ['clean', 'quarantine'] as const);
  if (which && file === STDIN) throw new UsageError('--keep reads the file twice, so it cannot read standard input.');
  const sample = { field: values.field, prompt: values.prompt, channel: oneOf('--channel', values.channel, CHANNELS), part: oneOf('--part', values.part, PARTS) };
  return { file, out: values.out, which, node: readFilter(values.where), models: values.models ?? path.join(__dirname, 'models'), quiet: values.quiet, choice: { sample } };
}

function readFilter(text: string | undefined): FilterNode | undefined {
  if (text === undefined) return undefined;
  try {
    const node = parseFilter(text);
    if (!node) throw new UsageError('--where is empty; write a test such as: length < 2000');
    return node;
  } catch (error) {
    if (error instanceof FilterProblem) throw new UsageError(`--where: ${error.message}\n  ${text}\n  ${' '.repeat(error.at)}${'^'.repeat(Math.max(1, error.length))}`);
    throw error;
  }
}

async function byFindings({ file, out, which = 'clean', models, choice }: Request, signal: AbortSignal): Promise<SubsetResult> {
  const options = await auditOptionsFor(file, { choice }), marks = await marksFor(path.resolve(file));
  const scorer = await openScorer(models);
  try {
    return await writeFindingsSubset(() => openInput(file), { scorer, options, signal }, { which, rules: options.filters ? [...RULES, 'undertone/content-filter'] : RULES, path: out }, new Set(marks.keys()));
  } finally {
    await scorer.close();
  }
}

async function byFilter({ file, out, models, choice }: Request, node: FilterNode, signal: AbortSignal): Promise<SubsetResult> {
  const marks = asksFor(node, 'reviewed') && file !== STDIN ? await marksFor(path.resolve(file)) : new Map<string, unknown>();
  if (asksFor(node, 'tag')) throw new UsageError('Tags belong to the dataset view; filter by another field.');
  const scorer = asksFor(node, 'teacher', 'score', 'channel') ? await openScorer(models) : undefined;
  const { sample } = await auditOptionsFor(file, { choice }), source = await openInput(file, signal);
  const keeps = compileFilter(node), record = new LineRecord(), needsFields = fieldsOf(node).some(field => field.kind === 'path');

  const parser = new RecordParser(sample as SampleSelector, file);
  try {
    return await writeSubset({ source, path: out, signal, keep: async (ref, line) => {
      const reviewed = marks.size > 0 && marks.has(contentHash(line));
      const facts: RecordFacts = { reviewed, ...(scorer ? await factsFrom(scorer, parser, line, ref) : {}) };
      return keeps(record.set(line, 0, line.length, ref.record, facts, needsFields));
    } });
  } finally {
    await source.close();
    await scorer?.close();
  }
}

async function factsFrom(scorer: Scorer, parser: RecordParser, line: Uint8Array, ref: Parameters<RecordParser['parse']>[1]): Promise<RecordFacts> {
  const result = parser.parse(line, ref);
  if (result.kind !== 'sample') return { teacher: result.kind };
  const [score] = await scorer.score([result.sample]);
  return factsOf(toScore(score, score.channel === 'other' ? undefined : scorer.channels[score.channel].labels));
}
