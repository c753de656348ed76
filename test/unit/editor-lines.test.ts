import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { AuditOptions, LineScore } from '../../extension/core/protocol/audit-worker';
import { lineChange, LineTable } from '../../extension/editor/line-table';
import { contentHashes, scoreUnscored } from '../../extension/editor/scoring';

const options: AuditOptions = { sample: {}, expectFamilies: [], maxFindings: 10 };

const scoreOf = (record: number, text: string): LineScore => ({
  record, contentHash: `hash of ${text}`, rawStart: 0, rawEnd: text.length, field: 'f', channel: 'other', families: {}, unfamiliar: 0, named: null, model: null,
});

/** A document as an editor has it: text, table and a count of the lines that were sent to be scored. */
class FakeDocument {
  readonly table: LineTable;
  sent: string[] = [];
  constructor(public lines: string[]) { this.table = new LineTable(lines.length); }

  /** Replaces lines `first`..`last`, as an edit whose range begins and ends within them. */
  edit(first: number, last: number, text: string): void {
    this.table.apply([lineChange(first, last, text)]);
    this.lines.splice(first, last - first + 1, ...text.split(/\r\n|\r|\n/));
  }

  async score(signal = new AbortController().signal, onBatch = () => {}): Promise<void> {
    await scoreUnscored(this.table, line => this.lines[line], async (records, texts) => {
      this.sent.push(...texts);
      return texts.map((text, i) => scoreOf(records[i], text));
    }, options, { signal, first: () => 0, onBatch });
  }

  check(): void {
    assert.deepEqual(contentHashes(this.table), this.lines.map(line => line.trim() === '' ? '' : `hash of ${line}`));
  }
}

test('an edit scores only the lines it touched', async () => {
  const document = new FakeDocument(['a', 'b', '', 'c']);
  await document.score();
  document.check();
  document.sent = [];
  document.edit(1, 1, 'B1\nB2');
  await document.score();
  assert.deepEqual(document.sent, ['B1', 'B2']);
  document.check();
});

test('scores stay with their lines through any edits', async () => {
  const edit = fc.record({ at: fc.nat(), length: fc.nat(3), text: fc.array(fc.constantFrom('', 'x', 'y', 'z w'), { minLength: 1, maxLength: 4 }), end: fc.constantFrom('\n', '\r\n', '\r') });
  await fc.assert(fc.asyncProperty(fc.array(fc.string({ unit: fc.constantFrom('p', 'q', ' ') }), { minLength: 1 }), fc.array(edit), async (lines, edits) => {
    const document = new FakeDocument(lines);
    for (const { at, length, text, end } of edits) {
      const first = at % document.lines.length;
      document.edit(first, Math.min(first + length, document.lines.length - 1), text.join(end));
      assert.equal(document.table.lineCount, document.lines.length);
      if (at % 2 === 0) await document.score();
    }
    await document.score();
    document.check();
  }));
});

test('several edits of one event may share a line', () => {
  const table = new LineTable(10);
  const [, , , , , , , , kept] = table.lines;
  table.apply([lineChange(5, 5, 'one\ntwo\nthree'), lineChange(5, 5, 'x'), lineChange(6, 7, '')]);
  assert.equal(table.lineCount, 11);
  assert.equal(table.lines.indexOf(kept), 9);
});

test('an edit while a batch is away keeps its result from the wrong line', async () => {
  const document = new FakeDocument(['a', 'b', 'c']);
  let edited = false;
  await scoreUnscored(document.table, line => document.lines[line], async (records, texts) => {
    if (!edited) { document.edit(0, 1, 'new\nlines\nB'); edited = true; }
    return texts.map((text, i) => scoreOf(records[i], text));
  }, options, { signal: new AbortController().signal, first: () => 0, onBatch: () => {} });
  document.check();
});

test('a cancelled run keeps what came back and sends no more', async () => {
  const document = new FakeDocument(Array.from({ length: 2000 }, (_, n) => `line ${n}`));
  const stop = new AbortController();
  await document.score(stop.signal, () => stop.abort());
  assert.ok(document.sent.length > 0 && document.sent.length < 2000);
  assert.equal(document.table.done, document.sent.length);
});

test('the visible lines come first', async () => {
  const document = new FakeDocument(Array.from({ length: 1000 }, (_, n) => String(n)));
  assert.deepEqual(document.table.unscored(998, 4), [998, 999, 0, 1]);
});

test('a thread that returns nothing is an error, not an endless loop', async () => {
  const document = new FakeDocument(['a']);
  await assert.rejects(scoreUnscored(document.table, () => 'a', async () => [], options, { signal: new AbortController().signal, first: () => 0, onBatch: () => {} }), /returned nothing/);
});
