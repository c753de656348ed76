import type { StyledSpan } from './styled-span';

/** Most hits that are marked in one text. */
const MAX_HITS = 1000;

/** Where a plain text occurs in another, as spans to mark. */
export function findHits(text: string, wanted: string, matchCase: boolean): StyledSpan[] {
  if (wanted === '') return [];
  const pattern = new RegExp(wanted.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'), matchCase ? 'g' : 'gi');
  const hits: StyledSpan[] = [];
  for (let match = pattern.exec(text); match && hits.length < MAX_HITS; match = pattern.exec(text)) {
    hits.push({ start: match.index, end: pattern.lastIndex, class: 'hit' });
  }
  return hits;
}
