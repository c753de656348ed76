/** Files that vanish, shrink, break off or cannot be read on during an audit, and clocks that jump: what was read stays judged, and the problem names file and remedy. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import fsp from 'node:fs/promises';
import { appendFileSync, mkdtempSync, renameSync, rmSync, truncateSync, unlinkSync, writeFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, mock, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { auditFile, type AuditEvent } from '../../extension/core/audit/audit-file';
import { openSource } from '../../extension/core/bytes/open';
import type { ByteSource } from '../../extension/core/bytes/source';
import { DatasetFile } from '../../extension/core/dataset/dataset-file';
import type { AuditOptions } from '../../extension/core/protocol/audit-worker';
import type { FileAudit } from '../../extension/core/protocol/nouns';
import { fakeScorer } from './fake-scorer';

const folder = mkdtempSync(path.join(tmpdir(), 'undertone-faults-'));
after(() => { rmSync(folder, { recursive: true }); });
const OPTIONS: AuditOptions = { sample: {}, expectFamilies: [], maxFindings: 10 };
/** Few records, but more bytes than are read ahead, so that a fault meets an audit that is not done. */
const RECORDS = 12_000;
const text = Array.from({ length: RECORDS }, (_, i) => `{"completion":"qwen ${i}","id":"${randomBytes(750).toString('hex')}"}`).join('\n');

let files = 0;
function write(content: string | Uint8Array, ending = 'jsonl'): string {
  const file = path.join(folder, `${files++}.${ending}`);
  writeFileSync(file, content);
  return file;
}

/** Audits a source; `fault` happens once, after the first batch. */
async function audit(source: ByteSource, fault: () => void): Promise<FileAudit> {
  let isDue = true, done: FileAudit | undefined;
  for await (const event of auditFile({ source, scorer: fakeScorer(), options: OPTIONS })) {
    if (event.kind === 'batch' && isDue) { isDue = false; fault(); }
    if (event.kind === 'done') done = event.audit;
  }
  await source.close();
  assert.ok(done, 'an audit always ends with what it has');
  return done;
}

/** Nothing that was read is lost: it is counted, and the verdict stands on it. */
function isPartial({ incomplete, records, verdict, problems }: FileAudit, message: RegExp): void {
  assert.deepEqual([incomplete, verdict.kind, verdict.family], [true, 'teacher', 'qwen']);
  assert.ok(records.scored > 100 && records.scored < RECORDS, `${records.scored} scored`);
  assert.ok(problems.some(problem => message.test(`${problem.message} ${problem.remedy}`) && problem.remedy.length > 0), JSON.stringify(problems));
}

test('a file that vanishes during an audit is audited to its end: it was open already', async () => {
  const file = write(text);
  const result = await audit(await openSource(file), () => { unlinkSync(file); });
  assert.deepEqual([result.incomplete, result.records.scored], [false, RECORDS]);
  await assert.rejects(openSource(file), /no such file. Check the path/);
});

test('a file that is replaced by another of the same name during an audit is audited as it was', async () => {
  const file = write(text), other = write('{"completion":"gpt"}\n'.repeat(10));
  const result = await audit(await openSource(file), () => { renameSync(other, file); });
  assert.deepEqual([result.incomplete, result.records.scored, result.verdict.family], [false, RECORDS, 'qwen']);
});

test('a file that is cut off during an audit: what was read is judged, and the problem says where it ends', async () => {
  const file = write(text);
  isPartial(await audit(await openSource(file, { name: 'cut.jsonl' }), () => { truncateSync(file, 1000); }), /cut\.jsonl: the file shrank while it was read.*run again.*is kept/);
});

test('a file that grows during an audit is read to its new end', async () => {
  const file = write(text);
  const result = await audit(await openSource(file), () => { appendFileSync(file, '\n{"completion":"qwen more"}\n'); });
  assert.deepEqual([result.incomplete, result.records.scored], [false, RECORDS + 1]);
});

test('a gzip that ends early, or is damaged, gives a partial audit', async () => {
  const packed = gzipSync(text);
  isPartial(await audit(await openSource(write(packed.subarray(0, packed.length / 2), 'jsonl.gz'), { name: 'short.jsonl.gz' }), () => undefined), /short\.jsonl\.gz: the gzip data is cut off.*download the file again/);
  const damaged = Buffer.from(packed);
  damaged.fill(0x55, damaged.length / 2 | 0, (damaged.length / 2 | 0) + 300);
  isPartial(await audit(await openSource(write(damaged, 'jsonl.gz'), { name: 'damaged.jsonl.gz' }), () => undefined), /damaged\.jsonl\.gz: the gzip data is corrupt/);
});

/** Lets every read of a file fail with this code from some byte on; the file handles are the real ones. */
async function failingReads(code: string, fromByte: number): Promise<() => void> {
  const handle = await fsp.open(write('x'));
  const kind = Object.getPrototypeOf(handle) as { read: (...args: unknown[]) => Promise<unknown> };
  await handle.close();
  const { read } = kind;
  kind.read = function (this: unknown, ...args: unknown[]) {
    return (args[3] as number) >= fromByte ? Promise.reject(Object.assign(new Error(`${code}: i/o error, read`), { code })) : read.apply(this, args);
  };
  return () => { kind.read = read; };
}

for (const [code, message] of [['EIO', /broken\.jsonl.*: the disk or network share failed while reading.*Check the disk/], ['ESTALE', /broken\.jsonl.*: the file vanished while it was read.*Check the disk/]] as const) {
  for (const ending of ['jsonl', 'jsonl.gz']) {
    test(`${code} in the middle of a ${ending}: what was read is judged, and the problem names file and remedy`, async t => {
      const content = ending === 'jsonl' ? text : gzipSync(text);
      const source = await openSource(write(content, ending), { name: `broken.${ending}` });
      t.after(await failingReads(code, content.length / 2 | 0));
      isPartial(await audit(source, () => undefined), message);
    });
  }
}

test('a read error while the dataset view indexes: the rows before it stay, and the view says why it ends', async t => {
  t.after(await failingReads('EIO', 8 << 20));
  const dataset = await DatasetFile.open(write(text));
  const problem = await new Promise<string>(resolve => { void dataset.start(progress => { if (progress.problem) resolve(progress.problem); }); });
  assert.match(problem, /\d\.jsonl: the disk or network share failed while reading\. Check the disk/);
  assert.ok(dataset.progress.rows > 1000);
  assert.ok((await dataset.rows([5]))[0], 'rows that are known can still be read');
  await dataset.close();
});

test('the disk of the temporary folder is full while a compressed file is unpacked for the view: rows before it stay, and the message says so', async t => {
  const handle = await fsp.open(write('x'));
  const kind = Object.getPrototypeOf(handle) as { write: (...args: unknown[]) => Promise<unknown> }, { write: original } = kind;
  await handle.close();
  kind.write = function (this: unknown, ...args: unknown[]) {
    return (args[3] as number) > 4 << 20 ? Promise.reject(Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' })) : original.apply(this, args);
  };
  t.after(() => { kind.write = original; });
  const dataset = await DatasetFile.open(write(gzipSync(text), 'jsonl.gz'));
  const problem = await new Promise<string>(resolve => { void dataset.start(progress => { if (progress.problem) resolve(progress.problem); }); });
  assert.match(problem, /\d\.jsonl\.gz: the disk of the temporary folder is full.*Free some space/);
  assert.ok((await dataset.rows([5]))[0]);
  await dataset.close();
});

test('clocks that jump during an audit change no result and stop no progress', async t => {
  const file = write(text), plain = await audit(await openSource(file), () => undefined);
  for (const jumpMs of [-3_600_000, 3_600_000]) {
    const [now, performanceNow] = [Date.now.bind(Date), performance.now.bind(performance)];
    let offset = 0, progresses = 0;
    mock.method(Date, 'now', () => now() + offset);
    mock.method(performance, 'now', () => performanceNow() + offset);
    t.after(() => { mock.restoreAll(); });
    let done: FileAudit | undefined;
    for await (const event of auditFile({ source: await openSource(file), scorer: fakeScorer(), options: OPTIONS })) {
      if (event.kind === 'progress') [offset, progresses] = [jumpMs, progresses + 1];
      if (event.kind === 'progress') assert.ok(isSane(event), JSON.stringify(event));
      if (event.kind === 'done') done = event.audit;
    }
    mock.restoreAll();
    assert.ok(progresses > 2);
    assert.deepEqual({ ...done, elapsedMs: 0 }, { ...plain, elapsedMs: 0 });
  }
});

const isSane = ({ recordsPerSecond, records }: Extract<AuditEvent, { kind: 'progress' }>): boolean => Number.isFinite(recordsPerSecond) && recordsPerSecond >= 0 && records > 0;

test('a file that may not be read is named with its remedy, before anything else happens', async t => {
  const original = fsp.open;
  mock.method(fsp, 'open', () => Promise.reject(Object.assign(new Error('EACCES: permission denied, open'), { code: 'EACCES' })));
  syncBuiltinESMExports();
  t.after(() => { mock.restoreAll(); syncBuiltinESMExports(); assert.equal(fsp.open, original); });
  const file = path.join(folder, '0.locked.jsonl');
  writeFileSync(file, '{}');
  await assert.rejects(openSource(file), /0\.locked\.jsonl: permission denied\. Give your user the right to read it/);
});
