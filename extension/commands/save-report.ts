import { basename } from 'node:path';
import * as vscode from 'vscode';
import { withoutKnown } from '../core/curate/known-findings';
import { writeNewFile } from '../core/curate/new-file';
import type { FileAudit } from '../core/protocol/nouns';
import { renderHtml } from '../core/report/html';
import { auditJson } from '../core/report/json';
import { renderMarkdown } from '../core/report/markdown';
import { renderSarif } from '../core/report/sarif';
import { audit } from './audit-file';
import type { Rooms } from './rooms';
import { targetFile } from './target';

type Format = vscode.QuickPickItem & { extension: string; render: (audit: FileAudit, uri: vscode.Uri, version: string) => string };

const formats = (): Format[] => [
  { label: 'HTML', description: vscode.l10n.t('a page with charts, for people and for printing'), extension: 'html', render: result => renderHtml([result]) },
  { label: 'Markdown', description: vscode.l10n.t('for a pull request'), extension: 'md', render: result => renderMarkdown(result) },
  { label: 'SARIF', description: vscode.l10n.t('for code scanning'), extension: 'sarif', render: (result, uri, version) => renderSarif([result], { root: vscode.workspace.getWorkspaceFolder(uri)?.uri.fsPath ?? '/', version }) },
  { label: 'JSON', description: vscode.l10n.t('for programs'), extension: 'json', render: result => `${JSON.stringify(auditJson([result]), null, 2)}\n` },
];

/** "Save report as": the report on a file's latest audit, which is made first where there is none, in a new file. */
export async function saveReport(rooms: Rooms, argument: unknown): Promise<void> {
  const uri = targetFile(argument);
  const format = await vscode.window.showQuickPick(formats(), { title: 'Undertone', placeHolder: vscode.l10n.t('Report on {0}', basename(uri.path)) });
  const target = format && await vscode.window.showSaveDialog({ title: vscode.l10n.t('Save report'), defaultUri: uri.with({ path: `${uri.path}.report.${format.extension}` }) });
  if (!target) return;
  const result = withoutKnown(rooms.audits.get(uri) ?? await audit(rooms, uri), rooms.reviewed.marksFor(uri));
  await writeNewFile(target.fsPath, [format.render(result, uri, rooms.version)]);
  await vscode.commands.executeCommand('vscode.open', target);
}
