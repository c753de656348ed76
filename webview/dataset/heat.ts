import type { Evidence } from '../../extension/core/protocol/nouns';
import type { StyledSpan } from '../common/styled-span';
import { nats } from '../common/format';

/** UTF-16 offset of each wanted UTF-8 byte offset of a text; an offset inside a character goes to its start. */
export function unitOffsets(text: string, byteOffsets: readonly number[]): Map<number, number> {
  const wanted = [...new Set(byteOffsets)].sort((a, b) => a - b);
  const found = new Map<number, number>();
  let byte = 0;
  let unit = 0;
  for (const offset of wanted) {
    while (unit < text.length) {
      const point = text.codePointAt(unit) ?? 0;
      const size = point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
      if (byte + size > offset) break;
      byte += size;
      unit += point < 0x10000 ? 1 : 2;
    }
    found.set(offset, unit);
  }
  return found;
}

/** Four steps of strength against the strongest span: few enough to tell apart. */
const step = (logOdds: number, strongest: number) => Math.min(4, Math.max(1, Math.ceil(Math.abs(logOdds) / strongest * 4)));

/** Evidence over a sample's decoded bytes as styled spans of the text it lies in, `base` UTF-16 units into it. Order is kept. */
export function heatSpans(sample: string, evidence: readonly Evidence[], base: number): StyledSpan[] {
  const offsets = unitOffsets(sample, evidence.flatMap(({ start, end }) => [start, end]));
  const strongest = Math.max(...evidence.map(({ logOdds }) => Math.abs(logOdds)), 1e-9);
  return evidence.map(({ start, end, logOdds }, index) => ({
    start: base + (offsets.get(start) ?? 0), end: base + (offsets.get(end) ?? 0),
    class: `heat ${logOdds >= 0 ? 'for' : 'against'}-${step(logOdds, strongest)}`,
    title: `${nats(logOdds)} ${logOdds >= 0 ? 'for' : 'against'}`, id: `evidence-${index}`,
  }));
}
