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
import { EXIT, UsageError } from './exit-codes';
import { readOptions, type Options } from './options';
import { runFile } from './run-file';
import { SidecarFile } from './sidecar';

const RENDER: Record<Options['format'], (audits: FileAudit[]) => string> = {
  text: audits => audits.map(renderText).join('\n\n'),
  json: audits => JSON.stringify(auditJson(audits), null, 2),
  markdown: audits => audits.map(renderMarkdown).join('\n'),
  html: renderHtml,
  lines: renderLines,
  sarif: audits => renderSarif(audits, { root: process.cwd(), version: process.env.UNDERTONE_VERSION ?? '' }).trimEnd(),
};

/** `undertone audit`: every file in one process, the models loaded once; a file that cannot be opened does not stop the others. */
export async function auditCommand(args: string[], signal: AbortSignal): Promise<number> {
  const options = readOptions(args);
  refuseExisting('--report', options.report);
  refuseExisting('--sidecar', options.sidecar);
  const scorer = await openScorer(options.models);
  const audits: FileAudit[] = [];
  const sidecar = options.sidecar ? new SidecarFile(options.sidecar) : undefined;
  let failed = false;
  for (const file of options.files) {
    if (signal.aborted) break;
    const isRead = await runFile(file, scorer, options, signal, async (event, own) => {
      if (event.kind === 'done') audits.push(withoutKnown(event.audit, await marksFor(path.resolve(file))));
      await sidecar?.write(sidecarText(file, event, own));
    });
    if (!isRead) failed = true;
  }
  await scorer.close();
  await sidecar?.close();
  process.stdout.write(`${RENDER[options.format](audits)}\n`);
  if (options.report) await writeNewFile(options.report, [renderHtml(audits)]);
  if (failed || audits.some(audit => audit.incomplete)) return EXIT.error;
  return audits.some(audit => audit.findingsTotal > 0) ? EXIT.findings : EXIT.clean;
}

/** Before hours of work rather than after; a file that appears meanwhile is not overwritten either. */
function refuseExisting(option: string, file: string | undefined): void {
  if (file !== undefined && existsSync(file)) throw new UsageError(`${file} exists; name another file for ${option}.`);
}

function sidecarText(file: string, event: AuditEvent, scorer: Scorer): string {
  if (event.kind === 'batch') return event.records.map(record => sidecarLine(file, record, scorer)).join('');
  return event.kind === 'done' ? sidecarEnd(event.audit) : '';
}
