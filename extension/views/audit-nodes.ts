import { basename } from 'node:path';
import * as vscode from 'vscode';
import { COMMANDS } from '../commands/ids';
import type { PastAudit } from '../core/curate/audit-history';
import type { FileAudit, Finding, RuleId, VerdictKind } from '../core/protocol/nouns';
import { visibleText } from '../core/records/visible-text';
import { contextSentences } from '../core/report/context';
import { coverage, headline } from '../core/verdict/words';
import { countText, plural, verdictName } from '../editor/wording';

/** What the tree of audits is made of. */
export type AuditNode =
  | { kind: 'file'; uri: vscode.Uri; audit?: FileAudit; last: PastAudit; open: Finding[]; total: number }
  | { kind: 'note'; uri: vscode.Uri; label: string; text: string }
  | { kind: 'rule'; uri: vscode.Uri; rule: RuleId; findings: Finding[] }
  | { kind: 'finding'; uri: vscode.Uri; finding: Finding }
  | { kind: 'earlier'; uri: vscode.Uri; runs: readonly PastAudit[] }
  | { kind: 'run'; uri: vscode.Uri; run: PastAudit };

const ICONS: Record<VerdictKind, string> = { teacher: 'person', mixed: 'organization', unfamiliar: 'question', insufficient: 'circle-slash' };
/** Findings of one rule that the tree lists. */
export const LISTED = 100;

const warning = new vscode.ThemeColor('list.warningForeground');

/** How a node looks in the tree. */
export function itemOf(node: AuditNode): vscode.TreeItem {
  switch (node.kind) {
    case 'file': return fileItem(node);
    case 'note': return Object.assign(new vscode.TreeItem(node.label), { description: visibleText(node.text), tooltip: visibleText(node.text), iconPath: new vscode.ThemeIcon('info') });
    case 'rule': return Object.assign(new vscode.TreeItem(node.rule.replace('undertone/', ''), vscode.TreeItemCollapsibleState.Collapsed),
      { description: countText(node.findings.length), iconPath: new vscode.ThemeIcon('warning', warning), contextValue: 'undertone.rule' });
    case 'finding': return findingItem(node.uri, node.finding);
    case 'earlier': return Object.assign(new vscode.TreeItem(vscode.l10n.t('Earlier audits'), vscode.TreeItemCollapsibleState.Collapsed), { description: countText(node.runs.length), iconPath: new vscode.ThemeIcon('history') });
    case 'run': return Object.assign(new vscode.TreeItem(timeText(node.run.at)), {
      description: visibleText(`${node.run.headline}${node.run.findings ? ` · ${plural(node.run.findings, 'finding')}` : ''}`), tooltip: visibleText(`${node.run.headline}\n${vscode.l10n.t('Models {0}', node.run.modelVersion)}`),
      iconPath: new vscode.ThemeIcon(ICONS[node.run.kind]),
    });
  }
}

const timeText = (at: string): string => new Date(at).toLocaleString();

/** What stands beside a verdict, each under one word. */
export function notesOf(uri: vscode.Uri, { risk, provenance, filters = [] }: FileAudit): AuditNode[] {
  const note = (label: string, part: Partial<FileAudit>): AuditNode => ({ kind: 'note', uri, label, text: contextSentences(part).join(' ') });
  return [
    ...(risk ? [note(vscode.l10n.t('Risk: {0}', risk.level), { risk })] : []),
    ...(provenance ? [note(vscode.l10n.t('Declared: {0}', provenance.state), { provenance })] : []),
    ...(filters.length ? [note(vscode.l10n.t('Content filters'), { filters })] : []),
  ];
}

/** A list of the workspace's files; what was found stands in words, never in colour alone. */
function fileItem({ uri, audit, last, total }: Extract<AuditNode, { kind: 'file' }>): vscode.TreeItem {
  const item = new vscode.TreeItem(uri, vscode.TreeItemCollapsibleState.Collapsed);
  const name = audit ? verdictName(audit.verdict) : last.headline;
  item.description = visibleText([name, total > 0 ? plural(total, 'finding') : '', last.incomplete ? vscode.l10n.t('incomplete') : ''].filter(Boolean).join(' · '));
  item.iconPath = new vscode.ThemeIcon(ICONS[last.kind], total > 0 ? warning : undefined);
  item.contextValue = audit ? 'undertone.audited' : 'undertone.remembered';
  item.tooltip = visibleText([basename(uri.path), audit ? headline(audit.verdict) : last.headline, ...(audit ? [...coverage(audit), ...contextSentences(audit)] : [vscode.l10n.t('Audited {0}', timeText(last.at))]), vscode.l10n.t('Models {0}', last.modelVersion)].join('\n'));
  item.accessibilityInformation = { label: `${basename(uri.path)}, ${item.description}` };
  item.command = { title: vscode.l10n.t('Show report'), command: COMMANDS.showReport, arguments: [uri] };
  return item;
}

function findingItem(uri: vscode.Uri, { record, message }: Finding): vscode.TreeItem {
  const item = new vscode.TreeItem(record ? vscode.l10n.t('record {0}', countText(record.record)) : vscode.l10n.t('file'));
  item.description = visibleText(message);
  item.tooltip = visibleText(message);
  item.command = { title: vscode.l10n.t('Open in the dataset view'), command: COMMANDS.openAsDataset, arguments: record ? [uri, record.record - 1] : [uri] };
  return item;
}
