import type { Evidence } from '../../extension/core/protocol/nouns';
import { factor } from '../common/format';
import type { StyledSpan } from '../common/styled-span';

/** Four steps of strength against the strongest span: few enough to tell apart. */
const step = (logOdds: number, strongest: number) => Math.min(4, Math.max(1, Math.ceil(Math.abs(logOdds) / strongest * 4)));

/** Evidence over a text (UTF-16 ranges) as styled spans; order is kept. */
export function heatSpans(evidence: readonly Evidence[]): StyledSpan[] {
  const strongest = Math.max(...evidence.map(({ logOdds }) => Math.abs(logOdds)), 1e-9);
  return evidence.map(({ start, end, logOdds }, index) => ({
    start, end,
    class: `heat ${logOdds >= 0 ? 'for' : 'against'}-${step(logOdds, strongest)}`,
    title: `odds ${factor(logOdds)}`, id: `evidence-${index}`,
  }));
}
