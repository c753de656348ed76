import * as vscode from 'vscode';
import type { RuleId } from '../core/protocol/nouns';
import type { Audits } from '../editor/audits';
import { shownFindings } from '../editor/findings';
import type { History } from '../editor/history';
import type { Reviewed } from '../editor/reviewed';
import { plural } from '../editor/wording';
import { itemOf, LISTED, notesOf, type AuditNode } from './audit-nodes';

/** Id of the tree, also in package.json. */
export const AUDITS_VIEW = 'undertone.audits';

type FileNode = Extract<AuditNode, { kind: 'file' }>;

/** The tree "Audits": every audited file of this workspace with its verdict, its findings and its earlier audits. */
export class AuditsTree implements vscode.TreeDataProvider<AuditNode>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly view: vscode.TreeView<AuditNode>;
  private readonly subscriptions: vscode.Disposable[];
  private files: FileNode[] = [];
  readonly onDidChangeTreeData = this.changed.event;

  constructor(private readonly audits: Audits, private readonly history: History, private readonly reviewed: Reviewed) {
    this.view = vscode.window.createTreeView(AUDITS_VIEW, { treeDataProvider: this, showCollapseAll: true });
    const refresh = () => { this.refresh(); };
    this.subscriptions = [this.view, history.onDidChange(refresh), reviewed.onDidChange(refresh)];
    this.refresh();
  }

  getTreeItem(node: AuditNode): vscode.TreeItem { return itemOf(node); }

  getChildren(node?: AuditNode): AuditNode[] {
    if (!node) return this.files;
    if (node.kind === 'file') return this.childrenOf(node);
    if (node.kind === 'rule') return node.findings.slice(0, LISTED).map(finding => ({ kind: 'finding', uri: node.uri, finding }));
    return node.kind === 'earlier' ? node.runs.map(run => ({ kind: 'run', uri: node.uri, run })) : [];
  }

  getParent(node: AuditNode): AuditNode | undefined {
    const file = this.files.find(each => each.uri.toString() === node.uri.toString());
    if (node.kind === 'file' || !file) return undefined;
    if (node.kind === 'finding') return this.childrenOf(file).find(child => child.kind === 'rule' && child.rule === node.finding.rule);
    return node.kind === 'run' ? this.childrenOf(file).find(child => child.kind === 'earlier') : file;
  }

  /** Shows the tree, and a file in it. */
  async reveal(uri?: vscode.Uri): Promise<void> {
    const node = this.files.find(each => each.uri.toString() === uri?.toString());
    if (node) await this.view.reveal(node, { select: true, focus: false });
    else await vscode.commands.executeCommand(`${AUDITS_VIEW}.focus`);
  }

  dispose(): void {
    this.subscriptions.forEach(each => { each.dispose(); });
    this.changed.dispose();
  }

  private refresh(): void {
    this.files = this.history.files.map(uri => {
      const audit = this.audits.get(uri), [last] = this.history.of(uri);
      const { shown, total } = audit ? shownFindings(audit, this.reviewed.marksFor(uri), Infinity) : { shown: [], total: last.findings };
      return { kind: 'file', uri, audit, last, open: shown, total };
    });
    const withFindings = this.files.filter(({ total }) => total > 0).length;
    this.view.badge = withFindings > 0 ? { value: withFindings, tooltip: vscode.l10n.t('{0} with findings', plural(withFindings, 'file')) } : undefined;
    this.changed.fire();
  }

  private childrenOf({ uri, audit, open }: FileNode): AuditNode[] {
    const [, ...earlier] = this.history.of(uri);
    const rules = [...new Set(open.map(finding => finding.rule))];
    return [
      ...(audit ? notesOf(uri, audit) : []),
      ...rules.map((rule: RuleId): AuditNode => ({ kind: 'rule', uri, rule, findings: open.filter(finding => finding.rule === rule) })),
      ...(earlier.length > 0 ? [{ kind: 'earlier' as const, uri, runs: earlier }] : []),
    ];
  }
}
