/**
 * Load: records made on the fly, so that no disk needs to hold them (after `npm run build`):
 *   node .config/bench.mjs load [scan megabytes] [audit megabytes] [files] [findings]
 * Indexes the whole (10,000 MB by default), audits a part of it with the shipped models, stops audits at several moments; then a folder of many
 * files by the command line, and a file of many findings through reports and baseline. Prints memory, speed and times; asserts nothing.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { auditFile } from '../../extension/core/audit/audit-file';
import { LineIndex } from '../../extension/core/bytes/line-index';
import type { ByteSource } from '../../extension/core/bytes/source';
import { ReviewedStore } from '../../extension/core/curate/reviewed';
import { openScorer } from '../../extension/core/fingerprint/open-scorer';
import type { AuditOptions } from '../../extension/core/protocol/audit-worker';
import type { FileAudit } from '../../extension/core/protocol/nouns';
import { renderHtml } from '../../extension/core/report/html';
import { renderSarif } from '../../extension/core/report/sarif';

const SAMPLES = 'extension/samples';
const OPTIONS: AuditOptions = { sample: {}, expectFamilies: [], maxFindings: 100 };
const [scanMb, auditMb, fileCount, findingCount] = [10_000, 300, 5000, 100_000].map((fallback, i) => Number(process.argv[2 + i] ?? fallback));

/** Whole lines, over and over, to about a size; any part can be read at once. */
function repeated(lines: string[], sizeBytes: number): ByteSource {
  const block = Buffer.from(`${Array.from({ length: Math.ceil(8e6 / (lines.join('\n').length + 1)) }, () => lines.join('\n')).join('\n')}\n`), size = Math.ceil(sizeBytes / block.length) * block.length;
  return {
    name: 'made.jsonl', sizeBytes: size, close: () => Promise.resolve(),
    read: (offset, target, signal) => {
      signal?.throwIfAborted();
      const from = offset % block.length, part = block.subarray(from, Math.min(from + target.length, from + size - offset));
      target.set(part);
      return Promise.resolve(part.length);
    },
  };
}

/** Peak of the resident memory since the program began, in MB. */
const peakMb = () => (process.resourceUsage().maxRSS / 1024).toFixed(0);
const since = (fromMs: number) => ((performance.now() - fromMs) / 1000).toFixed(1);

async function scan(source: ByteSource): Promise<void> {
  const index = new LineIndex(source), began = performance.now();
  await index.build({});
  console.log(`index of ${((source.sizeBytes ?? 0) / 1e6).toFixed(0)} MB, ${index.lineCount} records: ${since(began)} s, the index takes ${(index.memoryBytes / 1e6).toFixed(1)} MB, peak RSS ${peakMb()} MB`);
}

async function audit(lines: string[]): Promise<void> {
  const scorer = await openScorer('models');
  for (const part of [0.25, 1]) {
    const source = repeated(lines, part * auditMb * 1e6), began = performance.now();
    for await (const event of auditFile({ source, scorer, options: OPTIONS })) {
      if (event.kind === 'done') console.log(`audit of ${(event.audit.bytesRead / 1e6).toFixed(0)} MB, ${event.audit.records.total} records: ${since(began)} s, peak RSS ${peakMb()} MB`);
    }
  }
  const took: number[] = [];
  for (const afterMs of [0, 20, 150, 400, 1100, 2500]) {
    const stop = new AbortController();
    let stoppedAt = 0;
    setTimeout(() => { stoppedAt = performance.now(); stop.abort(new Error('stopped')); }, afterMs);
    for await (const event of auditFile({ source: repeated(lines, 1e10), scorer, options: OPTIONS, signal: stop.signal })) if (event.kind !== 'done') await new Promise(setImmediate);
    took.push(performance.now() - stoppedAt);
  }
  console.log(`a stop takes ${took.map(ms => ms.toFixed(0)).join(', ')} ms at six moments`);
  await scorer.close();
}

function folderOfFiles(folder: string, text: string): void {
  for (let i = 0; i < fileCount; i++) {
    if (i % 100 === 0) mkdirSync(path.join(folder, `part-${i / 100}`), { recursive: true });
    writeFileSync(path.join(folder, `part-${Math.floor(i / 100)}`, `${i}.jsonl`), text);
  }
  const usage = `data:text/javascript,process.on('exit',()=>process.stderr.write('peak '+process.resourceUsage().maxRSS))`, began = performance.now();
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--import', usage, 'dist/cli.js', 'audit', '--format', 'json', folder], { encoding: 'utf8', maxBuffer: 1 << 30 });
  const audited = (JSON.parse(stdout) as { files: unknown[] }).files.length;
  console.log(`folder of ${fileCount} files of ${text.length} bytes by the command line: ${audited} audited in ${since(began)} s, exit code ${status}, peak RSS ${(Number(/peak (\d+)/.exec(stderr)?.[1]) / 1024).toFixed(0)} MB, ${(stdout.length / 1e6).toFixed(1)} MB of JSON`);
}

async function findings(folder: string): Promise<void> {
  const made = Array.from({ length: findingCount }, (_, i) => ({ rule: 'undertone/departure' as const, record: { record: i + 1, byteOffset: i * 100, byteLength: 99 }, logOdds: 4, errorRate: 0.01, contentHash: i.toString(16).padStart(16, '0'), message: `Reads like gpt in a file that reads like qwen, ${i}.` }));
  const base: FileAudit = await new Promise((resolve, reject) => {
    void (async () => {
      const scorer = await openScorer('models');
      for await (const event of auditFile({ source: repeated(['{"completion":"1, 2, 3"}'], 1000), scorer, options: OPTIONS })) if (event.kind === 'done') resolve(event.audit);
      await scorer.close();
    })().catch(reject);
  });
  const result = { ...base, findings: made, findingsTotal: findingCount };
  for (const [name, render] of [['HTML', () => renderHtml([result])], ['SARIF', () => renderSarif([result], { root: '/', version: '0' })]] as const) {
    const began = performance.now(), text = render();
    console.log(`${name} report on ${findingCount} findings: ${since(began)} s, ${(text.length / 1e6).toFixed(1)} MB`);
  }
  const store = new ReviewedStore(folder, 'baseline');
  const steps: [string, () => Promise<unknown>][] = [['accepted', () => store.markAll(made)], ['read', () => store.read()], ['one more accepted', () => store.mark('f'.repeat(16), 'r')]];
  for (const [what, act] of steps) {
    const began = performance.now();
    await act();
    console.log(`baseline of ${findingCount}, ${what}: ${since(began)} s, ${(statSync(store.path).size / 1e6).toFixed(1)} MB`);
  }
}

async function main(): Promise<void> {
  const names = readdirSync(SAMPLES).filter(name => name.endsWith('.jsonl')), lines = names.flatMap(name => readFileSync(path.join(SAMPLES, name), 'utf8').trim().split('\n'));
  const folder = mkdtempSync(path.join(tmpdir(), 'undertone-load-'));
  try {
    await scan(repeated(lines, scanMb * 1e6));
    await scan(repeated(['{"completion":"1, 2, 3"}', `{"completion":"${'7, '.repeat(120)}8"}`], scanMb * 1e6));
    await audit(lines);
    if (fileCount > 0) folderOfFiles(path.join(folder, 'data'), `${lines.slice(0, 20).join('\n')}\n`);
    await findings(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

void main();
