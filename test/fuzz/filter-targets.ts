import assert from 'node:assert/strict';
import { LineRecord } from '../../extension/core/dataset/line-record';
import { compileFilter } from '../../extension/core/filter/compile';
import { completeFilter } from '../../extension/core/filter/complete';
import { parseFilter } from '../../extension/core/filter/parse';
import { printFilter } from '../../extension/core/filter/print';
import { FilterProblem, type FilterNode } from '../../extension/core/filter/syntax';
import { hasTerm } from '../../extension/core/filter/terms';
import { tokenize } from '../../extension/core/filter/tokens';
import { SEEDS } from './inputs';
import type { Target } from './targets';

const LINE = Buffer.from('{"model":"x","n":12,"a":{"b":[{"c":"xyz"}]},"messages":[{"role":"assistant"}],"a b":null,"__proto__":"p","big":1e400}');
const record = new LineRecord();

/** An expression of a stranger may take for ever by its nature; the reader bounds its time, so it is not run here. */
const hasExpression = (node: FilterNode): boolean => 'items' in node ? node.items.some(hasExpression) : 'item' in node ? hasExpression(node.item) : node.kind === 'match';

/** What `read` gives; a refusal must be a FilterProblem that points into the text. */
function orProblem<T>(text: string, read: () => T): T | undefined {
  try { return read(); } catch (error) {
    if (!(error instanceof FilterProblem)) throw error;
    assert.ok(error.message && error.at >= 0 && error.length >= 0 && error.at + error.length <= text.length, 'the problem points into the text');
    return undefined;
  }
}

function filter(bytes: Uint8Array): void {
  const text = Buffer.from(bytes).toString();
  const tokens = orProblem(text, () => tokenize(text));
  tokens?.reduce((end, token) => { assert.ok(token.start >= end && token.end <= text.length); return token.end; }, 0);
  const node = orProblem(text, () => parseFilter(text));
  if (!node) return;
  const printed = printFilter(node), again = parseFilter(printed);
  assert.ok(again);
  assert.equal(printFilter(again), printed, 'a printed filter reads back as itself');
  if (hasExpression(node)) return;
  const keeps = (tree: FilterNode) => compileFilter(tree)(record.set(LINE, 0, LINE.length, 1, { teacher: 'qwen', score: 0.5 }));
  assert.equal(keeps(again), keeps(node), 'and keeps the same records');
  assert.equal(hasTerm(text, text), true);
}

function completion(bytes: Uint8Array): void {
  const text = Buffer.from(bytes).toString(), caret = bytes.length === 0 ? 0 : bytes[0] % (text.length + 1);
  const { start, end, items } = completeFilter(text, caret, { fields: ['model', 'a b', '__proto__'], values: () => ['x', '"'] });
  assert.ok(start >= 0 && start <= caret && end >= caret && end <= text.length && items.every(item => item.text && item.detail));
}

export const FILTER_TARGETS: readonly Target[] = [{ name: 'filter language', seeds: SEEDS.filter, share: 2, run: filter }, { name: 'filter completion', seeds: SEEDS.filter, share: 0.5, run: completion }];
