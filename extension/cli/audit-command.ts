import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { openScorer } from '../core/fingerprint/open-scorer';
import type { FileAudit } from '../core/protocol/nouns';
import { renderHtml } from '../core/report/html';
import { auditJson } from '../core/report/json';
import { renderMarkdown } from '../core/report/markdown';
import { renderText } from '../core/report/text';
import { EXIT, UsageError } from './exit-codes';
import { readOptions, type Options } from './options';
import { runFile } from './run-file';

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
    const isRead = await runFile(file, scorer, options, signal, event => { if (event.kind === 'done') audits.push(event.audit); });
    if (!isRead) failed = true;
  }
  await scorer.close();
  process.stdout.write(`${RENDER[options.format](audits)}\n`);
  if (options.report) await writeReport(options.report, audits);
  if (failed || audits.some(audit => audit.incomplete)) return EXIT.error;
  return audits.some(audit => audit.findingsTotal > 0) ? EXIT.findings : EXIT.clean;
}

/** A file that exists is never overwritten, not even one that appeared meanwhile. */
async function writeReport(file: string, audits: FileAudit[]): Promise<void> {
  await writeFile(file, renderHtml(audits), { flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(`${file} cannot be written: ${error.message}`);
  });
}
