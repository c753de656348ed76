import { parseFilter } from '../../extension/core/filter/parse';
import { printFilter } from '../../extension/core/filter/print';
import type { FilterNode } from '../../extension/core/filter/syntax';
import type { Selection } from '../../extension/core/protocol/dataset-view';

/** An argument that a POSIX shell takes as it is. */
const shellWord = (text: string) => /^[\w./-]+$/.test(text) ? text : `'${text.replaceAll('\'', '\'\\\'\'')}'`;

/** What is shown as one filter: a search is a test of the raw line. */
function asFilter({ where, find }: Selection): FilterNode | undefined {
  const filter = parseFilter(where);
  if (!find) return filter;
  const pattern = find.regex ? find.text : find.text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  const search: FilterNode = { kind: 'match', field: { kind: 'pseudo', name: 'raw' }, pattern, flags: find.matchCase ? '' : 'i' };
  return filter ? { kind: 'and', items: [...filter.kind === 'and' ? filter.items : [filter], search] } : search;
}

/** The command line that writes what is shown to a new file. */
export function filterCommand(fileName: string, selection: Selection): string {
  const filter = asFilter(selection);
  const out = `${fileName.replace(/\.(jsonl|ndjson)(\.gz)?$/i, '')}.filtered.jsonl`;
  return `undertone filter ${shellWord(fileName)}${filter ? ` --where ${shellWord(printFilter(filter))}` : ''} --out ${shellWord(out)}`;
}
