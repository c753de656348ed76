import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { AuditOptions } from '../../extension/core/protocol/audit-worker';
import { AuditClient } from '../../extension/worker/client';

const folder = mkdtempSync(join(tmpdir(), 'undertone-client-'));
after(() => rmSync(folder, { recursive: true }));

/** A thread that answers: `auditFile` runs until cancelled and tells of progress, "explain crash" ends it as a crash would. */
const entry = join(folder, 'thread.cjs');
writeFileSync(entry, `
const { parentPort } = require('node:worker_threads');
const cancelled = new Set();
const methods = {
  async ready() { return { modelVersion: 'm', elapsedMs: 0, families: [] }; },
  async auditFile(job, path) {
    for (let records = 1; !cancelled.has(job); records++) {
      parentPort.postMessage({ event: 'progress', data: { job, records, bytes: 0, sizeBytes: null, recordsPerSecond: 1 } });
      await new Promise(resolve => setTimeout(resolve, 5));
    }
    return { path, incomplete: true };
  },
  async explainLine(line) { if (line === 'crash') process.exit(7); return { text: line }; },
  async cancel(job) { cancelled.add(job); },
  async stop() { setImmediate(() => parentPort.close()); },
};
parentPort.on('message', ({ id, method, args }) => methods[method](...args).then(ok => parentPort.postMessage({ id, ok: ok ?? null })));
`);

const options: AuditOptions = { sample: {}, expectFamilies: [], maxFindings: 1 };

function start(): { client: AuditClient; reports: string[] } {
  const reports: string[] = [];
  return { client: new AuditClient(entry, message => reports.push(message)), reports };
}

test('a job tells its own progress, stops when cancelled and gives what is done', async () => {
  const { client } = start();
  const [first, second] = [new AbortController(), new AbortController()];
  const seen: number[][] = [[], []];
  const run = (index: number, stop: AbortController) =>
    client.run((job, worker) => worker.auditFile(job, `file ${index}`, options), stop.signal, ({ job, records }) => {
      seen[index].push(job);
      if (records >= 3 + index * 5) stop.abort();
    });
  const audits = await Promise.all([run(0, first), run(1, second)]);
  assert.deepEqual(audits.map(audit => [audit.path, audit.incomplete]), [['file 0', true], ['file 1', true]]);
  assert.equal(new Set(seen[0]).size, 1);
  assert.equal(new Set(seen[1]).size, 1);
  assert.notEqual(seen[0][0], seen[1][0]);
  await client.dispose();
});

test('a signal that is aborted already still cancels its job', async () => {
  const { client } = start();
  const audit = await client.run((job, worker) => worker.auditFile(job, 'f', options), AbortSignal.abort());
  assert.equal(audit.incomplete, true);
  await client.dispose();
});

test('after a crash waiting calls fail with a message and the thread is started once more, not twice', async () => {
  const { client, reports } = start();
  const waiting = client.run((job, worker) => worker.auditFile(job, 'f', options));
  const crash = client.call.explainLine('crash', options);
  await assert.rejects(crash, /stopped \(exit code 7\).*started again with the next request/);
  await assert.rejects(waiting, /stopped/);
  assert.equal(client.generation, 1);
  assert.equal((await client.call.explainLine('works again', options)).text, 'works again');
  await assert.rejects(client.call.explainLine('crash', options), /Reload the window/);
  assert.throws(() => client.call, /stopped twice/);
  assert.equal(reports.length, 2);
  await client.dispose();
});

test('a missing script is a message, not a crash of the host', async () => {
  const reports: string[] = [];
  const client = new AuditClient(join(folder, 'missing.cjs'), message => reports.push(message));
  await assert.rejects(client.call.ready(), /missing\.cjs/);
  assert.equal(reports.length, 1);
});

test('after dispose nothing starts again', async () => {
  const { client, reports } = start();
  await client.call.ready();
  await client.dispose();
  assert.throws(() => client.call, /shutting down/);
  assert.deepEqual(reports, []);
});
