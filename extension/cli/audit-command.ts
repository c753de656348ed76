import { existsSync } from 'node:fs';
import path from 'node:path';
import type { AuditEvent } from '../core/audit/audit-file';
import { marksFor, withoutKnown } from '../core/curate/known-findings';
import { writeNewFile } from '../core/curate/new-file';
import { openScorer } from '../core/fingerprint/open-scorer';
import type { Scorer } from '../core/fingerprint/scorer';
import type { FileAudit } from '../core/protocol/nouns';
import { renderHtml } from '../core/report/html';
import { auditJson } from '../core/report/json';
import { renderLines } from '../core/report/lines';
import { renderMarkdown } from '../core/report/markdown';
import { renderSarif } from '../core/report/sarif';
import { sidecarEnd, sidecarLine } from '../core/report/sidecar';
import { renderText } from '../core/report/text';
import { discoveryText } from '../core/verdict/words';
import { addToBaseline, readBaseline } from './baseline';
import { EXIT, UsageError } from './exit-codes';
import { expandInputs, STDIN } from './inputs';
import { auditInJobs, serveJobs } from './jobs';
import { readOptions, type Options } from './options';
import { runFile } from './run-file';
import { SidecarFile } from './sidecar';

const RENDER: Record<Options['format'], (audits: FileAudit[]) => string> = {
  text: audits => [...audits.map(renderText), ...([discoveryText(audits)].filter(text => text !== undefined))].join('\n\n'),
  json: audits => JSON.stringify(auditJson(audits), null, 2),
  markdown: audits => audits.map(renderMarkdown).join('\n'),
  html: renderHtml,
  lines: renderLines,
  sarif: audits => renderSarif(audits, { root: process.cwd(), version: process.env.UNDERTONE_VERSION ?? '' }).trimEnd(),
};

/** `undertone audit`: every file, the models loaded once; a file that cannot be opened does not stop the others. What was read before a stop is reported. */
export async function auditCommand(args: string[], signal: AbortSignal): Promise<number> {
  const options = readOptions(args), files = await expandInputs(options.files);
  refuseExisting('--report', options.report);
  refuseExisting('--sidecar', options.sidecar);
  const baseline = options.baseline === undefined ? new Map<string, never>() : await readBaseline(options.baseline, options.updateBaseline);
  const isParallel = options.jobs > 1 && files.length > 1 && !files.includes(STDIN);
  if (isParallel && options.sidecar) throw new UsageError('--sidecar keeps the records in order, so it takes --jobs 1.');
  const found = await (isParallel ? inJobs(files, options, signal) : oneByOne(files, options, signal));
  const audits = found.filter(audit => audit !== undefined).map(audit => withoutKnown(audit, baseline));
  process.stdout.write(`${RENDER[options.format](audits)}\n`);
  if (options.report) await writeNewFile(options.report, [renderHtml(audits)]);
  if (options.baseline !== undefined && options.updateBaseline && !signal.aborted) await addToBaseline(options.baseline, audits);
  return exitCode(audits, found.length < files.length || found.includes(undefined), options);
}

function exitCode(audits: FileAudit[], failed: boolean, { failOn, requireVerdict }: Options): number {
  if (failed || audits.some(audit => audit.incomplete)) return EXIT.error;
  if (audits.some(audit => (failOn ? audit.findings.some(({ rule }) => failOn.includes(rule)) : audit.findingsTotal > 0))) return EXIT.findings;
  return requireVerdict && audits.some(({ verdict }) => verdict.kind === 'insufficient') ? EXIT.noVerdict : EXIT.clean;
}

type Found = (FileAudit | undefined)[];

async function oneByOne(files: string[], options: Options, signal: AbortSignal): Promise<Found> {
  const scorer = await openScorer(options.models), found: Found = [];
  const sidecar = options.sidecar ? new SidecarFile(options.sidecar) : undefined;
  for (const file of files) {
    if (signal.aborted) break;
    found.push(await auditOne(file, scorer, options, signal, async (event, own) => sidecar?.write(sidecarText(file, event, own))));
  }
  await scorer.close();
  // what was audited is reported also where the sidecar could not be kept, which is an error all the same
  return await sidecar?.close() === false ? [...found, undefined] : found;
}

async function inJobs(files: string[], options: Options, signal: AbortSignal): Promise<Found> {
  return (await auditInJobs(files, options, signal)).map(({ audit }) => audit);
}

/** What the processes of `--jobs` run. */
export async function auditJob(_args: string[], signal: AbortSignal): Promise<number> {
  let scorer: Promise<Scorer> | undefined;
  await serveJobs(async (file, options) => auditOne(file, await (scorer ??= openScorer(options.models)), { ...options, quiet: true }, signal));
  await (await scorer?.catch(() => undefined))?.close(); // why it could not be opened is answered
  return EXIT.clean;
}

/** One file's audit without what is known already; undefined where it cannot be opened. */
async function auditOne(file: string, scorer: Scorer, options: Options, signal: AbortSignal, take?: (event: AuditEvent, scorer: Scorer) => Promise<void>): Promise<FileAudit | undefined> {
  let found: FileAudit | undefined;
  await runFile(file, scorer, options, signal, async (event, own) => {
    if (event.kind === 'done') found = withoutKnown(event.audit, await marksFor(path.resolve(file)));
    await take?.(event, own);
  });
  return found;
}

/** Before hours of work rather than after; a file that appears meanwhile is not overwritten either. */
function refuseExisting(option: string, file: string | undefined): void {
  if (file !== undefined && existsSync(file)) throw new UsageError(`${file} exists; name another file for ${option}.`);
}

function sidecarText(file: string, event: AuditEvent, scorer: Scorer): string {
  if (event.kind === 'batch') return event.records.map(record => sidecarLine(file, record, scorer)).join('');
  return event.kind === 'done' ? sidecarEnd(event.audit) : '';
}
