import type { RecordExplanation, WhatIf } from '../../extension/core/protocol/dataset-view';
import { el } from '../common/dom';
import { factor, percent } from '../common/format';
import { visibleLine } from '../common/styled-text';
import { heatSpans } from './heat';

const STRONGEST = 8;
const MAX_LABEL_UNITS = 48;
const CHANGES: Record<WhatIf['change'], string> = {
  format: 'the same numbers, written plainly', digits: 'other digits after the first, same lengths', values: 'other numbers, same way of writing',
};

function summaryOf({ score, errorRate }: RecordExplanation): string {
  if (score.named) return `Named: ${score.named}${score.model ? ` (${score.model})` : ''}${errorRate === undefined ? '' : `, wrong for ${percent(errorRate)} of such records`}`;
  const leading = Object.entries(score.families).sort((a, b) => b[1] - a[1])[0];
  return leading ? `No family reaches the threshold; ${leading[0]} leads with ${percent(leading[1])}` : 'This channel is never attributed';
}

function strongest({ evidence }: RecordExplanation, source: string, jump: (id: string) => void): HTMLElement {
  const items = heatSpans(evidence).slice(0, STRONGEST).map((span, i) => {
    const text = visibleLine(source.slice(span.start, span.end));
    return el('li', {}, el('button', { class: 'evidence-jump', attrs: { type: 'button' }, on: { click: () => { jump(`evidence-${i}`); } } },
      el('code', { class: span.class, text: text.length > MAX_LABEL_UNITS ? `${text.slice(0, MAX_LABEL_UNITS - 1)}…` : text }), el('span', { class: 'numeric', text: factor(evidence[i].logOdds) })));
  });
  return items.length > 0 ? el('ol', { attrs: { 'aria-label': 'Strongest evidence' } }, ...items) : el('p', { class: 'muted', text: 'No single span stands out.' });
}

function whatIf(changes: readonly WhatIf[], family: string): HTMLElement {
  const rows = changes.map(({ change, before, after }) => el('tr', {}, el('th', { text: CHANGES[change], attrs: { scope: 'row' } }), el('td', { class: 'numeric', text: percent(before) }), el('td', { class: 'numeric', text: percent(after) })));
  return el('details', { class: 'why' }, el('summary', { text: 'What would change this' }), el('table', { class: 'composition', attrs: { 'aria-label': 'What would change this' } },
    el('thead', {}, el('tr', {}, ...['With', `${family} now`, 'then'].map(text => el('th', { text, attrs: { scope: 'col' } })))), el('tbody', {}, ...rows)));
}

/** Why a record scored as it did, above its text. `source` is the decoded text that the spans lie in. */
export function explanationView(explanation: RecordExplanation, source: string, jump: (id: string) => void): HTMLElement[] {
  const { score, field, against, whatIf: changes } = explanation;
  const leading = Object.entries(score.families).sort((a, b) => b[1] - a[1])[0];
  return [
    el('p', {}, el('strong', { text: summaryOf(explanation) }), el('span', { class: 'muted', text: ` · unfamiliar ${percent(score.unfamiliar)} · ${score.channel} from ${field}${against ? ` · against ${against}` : ''}` })),
    strongest(explanation, source, jump),
    ...(changes && leading ? [whatIf(changes, leading[0])] : []),
  ];
}
