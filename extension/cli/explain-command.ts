import { parseArgs } from 'node:util';
import path from 'node:path';
import { explainRecord } from '../core/audit/explain-record';
import { readLines } from '../core/bytes/lines';
import { PARTS } from '../core/curate/config-reader';
import { openScorer } from '../core/fingerprint/open-scorer';
import type { Explanation } from '../core/protocol/audit-worker';
import { CHANNELS } from '../core/protocol/nouns';
import { visibleText } from '../core/records/visible-text';
import { percent } from '../core/verdict/words';
import { EXIT, UsageError } from './exit-codes';
import { openInput } from './inputs';
import { auditOptionsFor, oneOf, parsed } from './options';

const SPEC = {
  record: { type: 'string' }, format: { type: 'string', default: 'text' }, field: { type: 'string' }, prompt: { type: 'string' },
  channel: { type: 'string' }, part: { type: 'string' }, models: { type: 'string' }, quiet: { type: 'boolean', default: false },
} as const;
const SHOWN = 20;

/** `undertone explain FILE --record N`: why one record scored as it did (extension/cli/schemas/explain.schema.json). */
export async function explainCommand(args: string[], signal: AbortSignal): Promise<number> {
  const { values, positionals } = parsed(() => parseArgs({ args, options: SPEC, allowPositionals: true }));
  const [file, ...others] = positionals, record = Number(values.record), format = oneOf('--format', values.format, ['text', 'json'] as const) ?? 'text';
  if (file === undefined || others.length) throw new UsageError('explain takes one file.');
  if (!Number.isInteger(record) || record < 1) throw new UsageError('Name the record with --record and its line number.');
  const sample = { field: values.field, prompt: values.prompt, channel: oneOf('--channel', values.channel, CHANNELS), part: oneOf('--part', values.part, PARTS) };
  const line = await lineAt(file, record, signal);
  const scorer = await openScorer(values.models ?? path.join(__dirname, 'models'));
  try {
    const explanation = await explainRecord(scorer, line, await auditOptionsFor(file, { choice: { sample } }));
    process.stdout.write(`${format === 'json' ? JSON.stringify(asJson(file, record, explanation, line), null, 2) : asText(file, record, explanation, line)}\n`);
    return EXIT.clean;
  } finally {
    await scorer.close();
  }
}

/** The bytes of a line; as many before it are read as lie before it. */
async function lineAt(file: string, record: number, signal: AbortSignal): Promise<Uint8Array> {
  const source = await openInput(file, signal);
  try {
    for await (const { bytes, firstRecord, count, starts, ends } of readLines(source, { signal })) {
      const i = record - firstRecord;
      if (i < count) return bytes.subarray(starts[i], ends[i]);
    }
    throw new UsageError(`${file} has no record ${record}.`);
  } finally {
    await source.close();
  }
}

const spanText = (line: Uint8Array, start: number, end: number) => Buffer.from(line.subarray(start, end)).toString('utf8');

const asJson = (file: string, record: number, { score, against, evidence, field, errorRate }: Explanation, line: Uint8Array) => (
  { file, record, field, score, against, errorRate: errorRate ?? null, evidence: evidence.map(span => ({ ...span, text: spanText(line, span.start, span.end) })) });

function asText(file: string, record: number, { score, against, evidence, field, errorRate }: Explanation, line: Uint8Array): string {
  const ranked = Object.entries(score.families).sort((a, b) => b[1] - a[1]).slice(0, 5);
  return [
    `${visibleText(file)}, record ${record}, ${visibleText(field)}: ${score.channel}`,
    `  ${score.named ? `reads like ${score.named}${score.model ? ` (${score.model})` : ''}, wrong for ${percent(errorRate ?? 1)} of such records` : 'too little to name a teacher'}; ${percent(score.unfamiliar)} unfamiliar`,
    ...(ranked.length ? [`  families ${ranked.map(([family, probability]) => `${family} ${percent(probability)}`).join(', ')}`] : []),
    ...(against ? [`  evidence for ${ranked[0][0]} against ${against} and the rest, in nats:`] : []),
    ...evidence.slice(0, SHOWN).map(({ start, end, logOdds }) => `    ${logOdds >= 0 ? '+' : ''}${logOdds.toFixed(2)}  ${visibleText(spanText(line, start, end))}`),
  ].join('\n');
}
