import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { auditFile } from '../core/audit/audit-file';
import { openSource } from '../core/bytes/open';
import { ReadProblem } from '../core/bytes/read-problem';
import { openScorer } from '../core/fingerprint/open-scorer';
import type { Scorer } from '../core/fingerprint/scorer';
import type { FileAudit } from '../core/protocol/nouns';
import { renderHtml } from '../core/report/html';
import { auditJson } from '../core/report/json';
import { renderMarkdown } from '../core/report/markdown';
import { renderText } from '../core/report/text';
import { EXIT, UsageError } from './exit-codes';
import { auditOptionsFor, readOptions, type Options } from './options';
import { Progress } from './progress';

const RENDER: Record<Options['format'], (audits: FileAudit[]) => string> = {
  text: audits => audits.map(renderText).join('\n\n'),
  json: audits => JSON.stringify(auditJson(audits), null, 2),
  markdown: audits => audits.map(renderMarkdown).join('\n'),
  html: renderHtml,
};

/** `undertone audit`: every file in one process, the models loaded once; a file that cannot be opened does not stop the others. */
export async function auditCommand(args: string[], signal: AbortSignal): Promise<number> {
  const options = readOptions(args);
  if (options.report && existsSync(options.report)) throw new UsageError(`${options.report} exists; name another file for --report.`);
  const scorer = await openScorer(options.models);
  const audits: FileAudit[] = [];
  let failed = false;
  for (const file of options.files) {
    if (signal.aborted) break;
    const audit = await auditOne(file, scorer, options, signal);
    if (audit) audits.push(audit); else failed = true;
  }
  await scorer.close();
  process.stdout.write(`${RENDER[options.format](audits)}\n`);
  if (options.report) await writeReport(options.report, audits);
  if (failed || audits.some(audit => audit.incomplete)) return EXIT.error;
  return audits.some(audit => audit.findingsTotal > 0) ? EXIT.findings : EXIT.clean;
}

async function auditOne(file: string, scorer: Scorer, all: Options, signal: AbortSignal): Promise<FileAudit | undefined> {
  const progress = new Progress(all.quiet), options = await auditOptionsFor(file, all);
  try {
    const source = await openSource(file);
    try {
      for await (const event of auditFile({ source, scorer, options, signal })) {
        if (event.kind === 'progress') progress.show(file, event);
        if (event.kind === 'done') return event.audit;
      }
    } finally {
      progress.clear();
      await source.close();
    }
  } catch (error) {
    if (!(error instanceof ReadProblem)) throw error;
    process.stderr.write(`undertone: ${error.message}\n`);
  }
  return undefined;
}

/** A file that exists is never overwritten, not even one that appeared meanwhile. */
async function writeReport(file: string, audits: FileAudit[]): Promise<void> {
  await writeFile(file, renderHtml(audits), { flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(`${file} cannot be written: ${error.message}`);
  });
}
