/** Charts of a report as inline SVG: drawn here, so that the page needs no script and prints as it looks. Colours come from the page's style. */

/** A horizontal bar; `low` and `high` draw its interval. Shares are 0..1. */
export interface Bar { label: string; note: string; share: number; low?: number; high?: number; kind: 'family' | 'unfamiliar' | 'pass' | 'left-out' }

/** A place in a file: 0..1 of its records. */
export interface Tick { at: number; kind: 'departure' | 'filter' }

const WIDTH = 720, NARROW = 380, LABEL_SHARE = 0.27, NOTE_SHARE = 0.2, ROW = 24, AXIS = 22;
const LONGEST_LABEL = 30;

/** Bars on one axis from 0 to 100 %. `escape` makes a text safe for an SVG text node or attribute; `narrow` fits half the page. */
export function barChart(title: string, bars: Bar[], escape: (text: string) => string, narrow = false): string {
  const width = narrow ? NARROW : WIDTH, label = width * LABEL_SHARE, notes = width * (1 - NOTE_SHARE), height = bars.length * ROW + AXIS;
  const x = (share: number) => label + (notes - label) * Math.min(1, Math.max(0, share));
  const grid = [0, 0.25, 0.5, 0.75, 1].map(share => `<line class="grid" x1="${round(x(share))}" y1="0" x2="${round(x(share))}" y2="${bars.length * ROW}"/><text class="tick" x="${round(x(share))}" y="${height - 6}">${share * 100} %</text>`);
  const rows = bars.map((bar, i) => {
    const y = i * ROW, middle = y + ROW / 2;
    const interval = bar.low === undefined || bar.high === undefined ? '' : `<path class="interval" d="M${round(x(bar.low))} ${middle - 5}v10m0-5H${round(x(bar.high))}m0-5v10"/>`;
    return `<text class="label" x="${round(label - 8)}" y="${middle}">${escape(shortened(bar.label))}</text><rect class="bar ${bar.kind}" x="${round(label)}" y="${y + 4}" width="${round(x(bar.share) - label)}" height="${ROW - 8}"/>${interval}<text class="note" x="${round(notes + 12)}" y="${middle}">${escape(bar.note)}</text>`;
  });
  return svg(title, width, height, `${grid.join('')}${rows.join('')}`, escape);
}

/** Where in a file something lies, from its first record to its last. */
export function strip(title: string, ticks: Tick[], records: number, escape: (text: string) => string): string {
  const marks = ticks.map(({ at, kind }) => `<rect class="bar ${kind}" x="${round(at * (WIDTH - 2))}" y="${kind === 'filter' ? 16 : 2}" width="2" height="14"/>`);
  return svg(title, WIDTH, 50, `<rect class="track" x="0" y="2" width="${WIDTH}" height="28"/>${marks.join('')}<text class="first" x="0" y="42">record 1</text><text class="last" x="${WIDTH}" y="42">record ${records}</text>`, escape);
}

function svg(title: string, width: number, height: number, content: string, escape: (text: string) => string): string {
  return `<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${escape(title)}"><title>${escape(title)}</title>${content}</svg>`;
}

const round = (value: number) => Math.round(value * 10) / 10;

const shortened = (text: string) => (text.length > LONGEST_LABEL ? `${text.slice(0, LONGEST_LABEL - 1)}…` : text);
