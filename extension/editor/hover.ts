import * as vscode from 'vscode';
import { COMMANDS } from '../commands/ids';
import type { Explanation } from '../core/protocol/audit-worker';
import { visibleText } from '../core/records/visible-text';
import { errorRate as rateText, percent } from '../core/verdict/words';
import type { Annotations } from './annotations';
import { strongestEvidence } from './evidence';
import type { Explanations } from './explanations';
import { sampleRange } from './places';
import type { Reviewed } from './reviewed';
import { annotationSettings } from './settings';
import { leadingFamily, oddsText } from './wording';

const SPANS_SHOWN = 5;
const SPAN_CHARACTERS = 60;

/** Only these commands can be run from a hover; record text is never Markdown. */
const LINKS = [COMMANDS.showReport, COMMANDS.explainRecord, COMMANDS.markReviewed, COMMANDS.openAsDataset];

const link = (title: string, command: string, ...args: unknown[]): string =>
  `[${title}](command:${command}?${encodeURIComponent(JSON.stringify(args))})`;

const newText = (): vscode.MarkdownString => {
  const text = new vscode.MarkdownString();
  text.isTrusted = { enabledCommands: LINKS };
  return text;
};

/** Why a record scored as it did, where the pointer rests on its scored text. */
export class RecordHover implements vscode.HoverProvider {
  constructor(private readonly annotations: Annotations, private readonly explanations: Explanations, private readonly reviewed: Reviewed) {}

  async provideHover(document: vscode.TextDocument, { line, character }: vscode.Position): Promise<vscode.Hover | undefined> {
    const run = this.annotations.get(document);
    const scored = run?.table.lines[line].scored;
    if (!run || !scored || !annotationSettings(document.uri).hover) return undefined;
    const why = scored.error ?? scored.skipped;
    if (why !== undefined) return new vscode.Hover(newText().appendMarkdown('**Undertone:** ').appendText(vscode.l10n.t('not scored: {0}', visibleText(why))));
    const range = sampleRange(document, line, scored);
    if (!range.contains(new vscode.Position(line, character))) return undefined;
    const explanation = await this.explanations.explain(document, line);
    return explanation && new vscode.Hover(this.text(document, line, explanation), range);
  }

  private text(document: vscode.TextDocument, line: number, explanation: Explanation): vscode.MarkdownString {
    const text = newText();
    appendOdds(text, explanation);
    appendSpans(text, document.lineAt(line).text, explanation);
    text.appendMarkdown('\n\n---\n\n').appendMarkdown([
      link(vscode.l10n.t('Show evidence in the line'), COMMANDS.explainRecord, document.uri, line),
      ...(this.hasOpenFinding(document, explanation.contentHash) ? [link(vscode.l10n.t('Mark reviewed'), COMMANDS.markReviewed, document.uri, line)] : []),
      link(vscode.l10n.t('Report'), COMMANDS.showReport, document.uri),
    ].join(' · '));
    return text;
  }

  private hasOpenFinding(document: vscode.TextDocument, contentHash: string): boolean {
    const findings = this.annotations.get(document)?.audit?.findings ?? [];
    return findings.some(finding => finding.record && finding.contentHash === contentHash) && !this.reviewed.marksFor(document.uri).has(contentHash);
  }
}

function appendOdds(text: vscode.MarkdownString, { score, field, errorRate }: Explanation): void {
  const leading = leadingFamily(score);
  text.appendMarkdown(`**Undertone** · ${score.channel} · `).appendText(vscode.l10n.t('scored field {0}', visibleText(field))).appendMarkdown('\n\n');
  if (!leading) {
    text.appendMarkdown(vscode.l10n.t('Neither numbers, code nor reasoning: nothing to compare.'));
    return;
  }
  const who = `**${leading.family}**${score.model ? ` (${score.model})` : ''}`;
  const relation = score.named === null ? vscode.l10n.t('Closest to {0}', who) : vscode.l10n.t('Reads like {0}', who);
  const odds = score.unfamiliar > 0.5 ? '' : `: ${vscode.l10n.t('odds {0}', oddsText(leading.probability))}`;
  text.appendMarkdown(`${relation}${odds} · ${vscode.l10n.t('probability that no known family wrote it: {0}', percent(score.unfamiliar))}\n\n`);
  text.appendMarkdown(`${namingText(score.named !== null, errorRate)} ${vscode.l10n.t('One record rarely proves anything; the file\'s verdict rests on all its records.')}`);
}

/** How often a record that is named like this one is named wrongly. */
function namingText(isNamed: boolean, errorRate: number | undefined): string {
  if (!isNamed) return vscode.l10n.t('This record alone does not name a family.');
  return errorRate === undefined ? vscode.l10n.t('Of records named at this threshold, an unknown share is named wrongly.')
    : vscode.l10n.t('Of records named at this threshold, {0} are named wrongly.', rateText(errorRate));
}

function appendSpans(text: vscode.MarkdownString, line: string, explanation: Explanation): void {
  const spans = strongestEvidence(line, explanation.evidence, SPANS_SHOWN);
  if (spans.length === 0) return;
  const family = explanation.score.named ?? leadingFamily(explanation.score)?.family ?? '';
  text.appendMarkdown(`\n\n${vscode.l10n.t('Strongest evidence (factor on the odds of {0}):', family)}\n`);
  const rows = spans.map(span => `${factorText(span.logOdds)}  ${shortened(visibleText(line.slice(span.start, span.end)))}`);
  text.appendCodeblock(rows.join('\n'), 'plaintext');
}

const factorText = (logOdds: number): string => `×${Math.exp(logOdds).toPrecision(2)}`.padEnd(8);

const shortened = (text: string): string => text.length > SPAN_CHARACTERS ? `${text.slice(0, SPAN_CHARACTERS)}…` : text;
