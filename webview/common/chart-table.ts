import type { ChartSpec, OnPick } from './chart';
import { el } from './dom';

/** Rows of a chart's table; a longer chart is cut, and says so. */
const MAX_ROWS = 400;

/** The numbers of a chart as a table; where a chart can be clicked, each value is a button that does the same. */
export function chartTable({ title, labels, labelTitle, series, format = String }: ChartSpec, onPick: OnPick | undefined): HTMLTableElement {
  const value = (index: number, row: number): string => {
    const { values, low, high } = series[index];
    const at = values[row];
    if (at === null || at === undefined) return '';
    return low && high ? `${format(at)} (${format(low[row] ?? at)} to ${format(high[row] ?? at)})` : format(at);
  };
  const cell = (index: number, row: number) => {
    const text = value(index, row);
    if (!onPick || text === '') return el('td', { class: 'numeric', text });
    const pick = el('button', { class: 'link numeric', text, attrs: { type: 'button', 'aria-label': `${labels[row]}, ${series[index].label}: ${text}. Show these records` }, on: { click: () => { onPick(row, index); } } });
    return el('td', {}, pick);
  };
  const rows = labels.slice(0, MAX_ROWS).map((label, row) => el('tr', {}, el('th', { text: label, attrs: { scope: 'row' } }), ...series.map((_, index) => cell(index, row))));
  const head = el('tr', {}, ...[labelTitle, ...series.map(each => each.label)].map(text => el('th', { text, attrs: { scope: 'col' } })));
  const more = labels.length > MAX_ROWS ? [el('tfoot', {}, el('tr', {}, el('td', { text: `${labels.length - MAX_ROWS} more rows are not listed.`, attrs: { colspan: String(series.length + 1) } })))] : [];
  return el('table', { attrs: { 'aria-label': title } }, el('thead', {}, head), el('tbody', {}, ...rows), ...more);
}
