import * as vscode from 'vscode';
import type { Annotations } from './annotations';
import { strongestEvidence } from './evidence';
import type { EvidenceColumns } from './evidence';
import type { Explanations } from './explanations';
import { shownFindings } from './findings';
import type { Slot } from './line-table';
import { placeFindings } from './places';
import type { Reviewed } from './reviewed';
import { annotationSettings } from './settings';

/** Explained lines and spans per line on screen at once: a person looks at few, and each asks the model once. */
const MOST_LINES = 40;
const MOST_SPANS = 24;
const SCROLL_PAUSE_MS = 120;

const gutterIcon = (stroke: string): vscode.Uri => vscode.Uri.parse(`data:image/svg+xml;utf8,${encodeURIComponent(
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16" fill="none" stroke="${stroke}" stroke-width="1.3" stroke-linecap="round"><path d="M3 8a5 5 0 0 1 10 0v2M5.5 13V8a2.5 2.5 0 0 1 5 0v4M8 8v5.5"/></svg>`)}`);

const colour = (name: string) => new vscode.ThemeColor(name);

/** Evidence differs in line style as well as in colour: solid for the family, dashed against it. */
const styles = {
  for: { backgroundColor: colour('undertone.evidence.forBackground'), borderColor: colour('undertone.evidence.forBorder'), borderStyle: 'none none solid none', borderWidth: '2px' },
  against: { backgroundColor: colour('undertone.evidence.againstBackground'), borderColor: colour('undertone.evidence.againstBorder'), borderStyle: 'none none dashed none', borderWidth: '2px' },
  finding: {
    isWholeLine: true, overviewRulerColor: colour('undertone.finding.overviewRuler'), overviewRulerLane: vscode.OverviewRulerLane.Right,
    light: { gutterIconPath: gutterIcon('#0969a8') }, dark: { gutterIconPath: gutterIcon('#59b0f0') }, gutterIconSize: 'contain',
  },
} satisfies Record<string, vscode.DecorationRenderOptions>;

/** Marks evidence in visible lines that have a finding, and in the one that a person asked about. */
export class Decorations implements vscode.Disposable {
  private readonly types = {
    for: vscode.window.createTextEditorDecorationType(styles.for),
    against: vscode.window.createTextEditorDecorationType(styles.against),
    finding: vscode.window.createTextEditorDecorationType(styles.finding),
  };
  private readonly timers = new Map<vscode.TextEditor, NodeJS.Timeout>();
  private readonly subscriptions: vscode.Disposable[];
  private pinned: Slot | undefined;

  /** `complain` gets the message when a line cannot be explained. */
  constructor(private readonly annotations: Annotations, private readonly explanations: Explanations, private readonly reviewed: Reviewed,
    private readonly complain: (message: string) => void) {
    this.subscriptions = [
      annotations.onDidChange(document => this.editorsOf(document).forEach(editor => this.soon(editor))),
      reviewed.onDidChange(() => { this.pinned = undefined; }), // what was looked at is done with
      vscode.window.onDidChangeTextEditorVisibleRanges(({ textEditor }) => this.soon(textEditor)),
      vscode.window.onDidChangeVisibleTextEditors(editors => editors.forEach(editor => this.soon(editor))),
    ];
  }

  /** Shows the evidence of one 0-based line until another is asked about. */
  pin(document: vscode.TextDocument, line: number): void {
    this.pinned = this.annotations.get(document)?.table.lines[line];
    this.editorsOf(document).forEach(editor => this.soon(editor));
  }

  dispose(): void {
    this.timers.forEach(timer => clearTimeout(timer));
    this.subscriptions.forEach(subscription => subscription.dispose());
    Object.values(this.types).forEach(type => type.dispose());
  }

  private editorsOf(document: vscode.TextDocument): vscode.TextEditor[] {
    return vscode.window.visibleTextEditors.filter(editor => editor.document === document);
  }

  private soon(editor: vscode.TextEditor): void {
    if (!this.annotations.get(editor.document)) return;
    clearTimeout(this.timers.get(editor));
    this.timers.set(editor, setTimeout(() => {
      this.timers.delete(editor);
      this.show(editor).catch((error: unknown) => this.complain(error instanceof Error ? error.message : String(error)));
    }, SCROLL_PAUSE_MS));
  }

  private async show(editor: vscode.TextEditor): Promise<void> {
    const { document } = editor;
    const run = this.annotations.get(document);
    if (!run?.audit || run.busy || run.problem !== undefined) return;
    const { maximum, evidence } = annotationSettings(document.uri);
    const { shown } = shownFindings(run.audit, this.reviewed.marksFor(document.uri), maximum);
    const flagged = placeFindings(run, shown.filter(finding => finding.record));
    editor.setDecorations(this.types.finding, flagged.map(({ range }) => range));
    const wanted = new Set(flagged.map(({ line }) => line));
    const pinnedLine = this.pinned ? run.table.lines.indexOf(this.pinned) : -1;
    if (pinnedLine >= 0) wanted.add(pinnedLine);
    const visible = [...wanted].filter(line => editor.visibleRanges.some(range => range.start.line <= line && line <= range.end.line));
    await this.showEvidence(editor, evidence ? visible.slice(0, MOST_LINES) : []);
  }

  private async showEvidence(editor: vscode.TextEditor, lines: number[]): Promise<void> {
    const { document } = editor;
    const { version } = document;
    const ranges: Record<'for' | 'against', vscode.Range[]> = { for: [], against: [] };
    const addSpan = (line: number, span: EvidenceColumns) =>
      ranges[span.logOdds > 0 ? 'for' : 'against'].push(new vscode.Range(line, span.start, line, span.end));
    for (const line of lines) {
      const explanation = await this.explanations.explain(document, line);
      if (document.version !== version) return; // an edit came in between; its own event shows the evidence again
      if (explanation) strongestEvidence(document.lineAt(line).text, explanation.evidence, MOST_SPANS).forEach(span => addSpan(line, span));
    }
    editor.setDecorations(this.types.for, ranges.for);
    editor.setDecorations(this.types.against, ranges.against);
  }
}
