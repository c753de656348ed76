import path from 'node:path';
import { parseArgs } from 'node:util';
import { writeFindingsSubset } from '../core/audit/findings-subset';
import type { LineBatch } from '../core/bytes/line-cutter';
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
import type { RecordResult, SampleSelector } from '../core/records/sample';
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

  const facts = scorer && new BatchFacts(scorer, new RecordParser(sample as SampleSelector, file));
  try {
    return await writeSubset({ source, path: out, signal, prepare: facts && (lines => facts.read(lines)), keep: (ref, line) => {
      const known: RecordFacts = { reviewed: marks.size > 0 && marks.has(contentHash(line)), ...facts?.of(ref.record) };
      return keeps(record.set(line, 0, line.length, ref.record, known, needsFields));
    } });
  } finally {
    await source.close();
    await scorer?.close();
  }
}

const BATCH = 256;

/** What the scores say of one batch of lines after the other. */
class BatchFacts {
  private first = 0;
  private facts: RecordFacts[] = [];

  constructor(private readonly scorer: Scorer, private readonly parser: RecordParser) {}

  of(record: number): RecordFacts | undefined { return this.facts[record - this.first]; }

  async read({ bytes, byteOffset, firstRecord, count, starts, ends }: LineBatch): Promise<void> {
    const results = Array.from({ length: count }, (_, i) => this.parser.parse(bytes, { record: firstRecord + i, byteOffset: byteOffset + starts[i], byteLength: ends[i] - starts[i] }, { start: starts[i] }));
    this.first = firstRecord;
    this.facts = [];
    for (let from = 0; from < count; from += BATCH) this.facts.push(...await this.score(results.slice(from, from + BATCH)));
  }

  private async score(results: RecordResult[]): Promise<RecordFacts[]> {
    const scores = await this.scorer.score(results.flatMap(result => (result.kind === 'sample' ? [result.sample] : [])));
    let next = 0;
    return results.map(result => {
      if (result.kind !== 'sample') return { teacher: result.kind };
      const score = scores[next++];
      return factsOf(toScore(score, score.channel === 'other' ? undefined : this.scorer.channels[score.channel].labels));
    });
  }
}
