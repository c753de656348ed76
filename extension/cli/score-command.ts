import type { ScoredRecord } from '../core/audit/audit-file';
import { openScorer } from '../core/fingerprint/open-scorer';
import { EXIT } from './exit-codes';
import { expandInputs } from './inputs';
import { readOptions } from './options';
import { runFile } from './run-file';

/** `undertone score`: one JSON line per record, in order (extension/cli/schemas/score.schema.json). */
export async function scoreCommand(args: string[], signal: AbortSignal): Promise<number> {
  const options = readOptions(args), files = await expandInputs(options.files);
  const scorer = await openScorer(options.models);
  let code: number = EXIT.clean;
  for (const file of files) {
    if (signal.aborted) break;
    const isRead = await runFile(file, scorer, options, signal, async event => {
      if (event.kind === 'batch') await write(event.records.map(record => `${JSON.stringify(line(file, record))}\n`).join(''));
      if (event.kind === 'done' && event.audit.incomplete) code = EXIT.error;
    });
    if (!isRead) code = EXIT.error;
  }
  await scorer.close();
  return code;
}

const round = (value: number) => Math.round(value * 1e6) / 1e6;

function line(file: string, { result, score }: ScoredRecord): object {
  const record = result.kind === 'sample' ? result.sample.ref.record : result.ref.record;
  const nothing = { file, record, channel: 'other', families: {}, unfamiliar: 1, named: null, model: null };
  if (result.kind === 'unreadable') return { ...nothing, error: `${result.problem.message} ${result.problem.remedy}` };
  if (!score) return { ...nothing, ...(result.kind === 'skipped' ? { skipped: result.reason } : {}) };
  const families = Object.fromEntries(Object.entries(score.families).map(([family, probability]) => [family, round(probability)]));
  return { file, record, ...score, families, unfamiliar: round(score.unfamiliar) };
}

/** Waits for the reader of stdout, so that a slow one does not pile up memory here. */
function write(text: string): Promise<void> {
  return process.stdout.write(text) ? Promise.resolve() : new Promise(resolve => process.stdout.once('drain', resolve));
}
