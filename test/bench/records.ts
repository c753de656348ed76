// Speed of reading, on a file made for it: node --import tsx test/bench/records.ts [megabytes]
import { spawnSync } from 'node:child_process';
import { createReadStream, statSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { LineIndex } from '../../extension/core/bytes/line-index';
import { readLines } from '../../extension/core/bytes/lines';
import { openSource } from '../../extension/core/bytes/open';
import type { ByteSource } from '../../extension/core/bytes/source';
import { JsonScan } from '../../extension/core/records/json-scan';
import { readRecords } from '../../extension/core/records/record-reader';
import { fixtureFolder, writeLargeFile } from '../fixtures/generate';

const ROUNDS = 5;

interface Measure { name: string; megabytesPerSecond: number; count: number }

/** Best of some rounds: the machine may be busy with other things. */
async function measure(name: string, sizeBytes: number, run: () => Promise<number>): Promise<Measure> {
  let [best, count] = [Infinity, 0];
  for (let round = 0; round < ROUNDS; round++) {
    const startMs = performance.now();
    count = await run();
    best = Math.min(best, performance.now() - startMs);
  }
  return { name, megabytesPerSecond: sizeBytes / 1e3 / best, count };
}

async function withSource(path: string, use: (source: ByteSource) => Promise<number>): Promise<number> {
  const source = await openSource(path);
  try { return await use(source); } finally { await source.close(); }
}

async function splitLines(source: ByteSource): Promise<number> {
  let count = 0;
  for await (const batch of readLines(source)) count += batch.count;
  return count;
}

async function indexLines(source: ByteSource): Promise<number> {
  const index = new LineIndex(source);
  await index.build();
  return index.lineCount;
}

async function scanJson(source: ByteSource): Promise<number> {
  const scan = new JsonScan();
  let valid = 0;
  for await (const batch of readLines(source)) for (let i = 0; i < batch.count; i++) if (!scan.scan(batch.bytes, batch.starts[i], batch.ends[i])) valid++;
  return valid;
}

async function readSamples(source: ByteSource): Promise<number> {
  let samples = 0;
  for await (const { results } of readRecords(source)) for (const { kind } of results) if (kind === 'sample') samples++;
  return samples;
}

/** The peer: what most tools do. */
async function readlineAndParse(path: string): Promise<number> {
  let samples = 0;
  for await (const line of createInterface({ input: createReadStream(path) })) if (typeof (JSON.parse(line) as { completion?: unknown }).completion === 'string') samples++;
  return samples;
}

async function main(): Promise<void> {
  const folder = fixtureFolder();
  const path = join(folder.path, 'large.jsonl');
  try {
    writeLargeFile(path, Number(process.argv[2] ?? 200) * 1e6);
    const { size } = statSync(path);
    const wc = await measure('wc -l', size, async () => Number.parseInt(spawnSync('wc', ['-l', path]).stdout.toString(), 10));
    const ours = [
      await measure('split into lines', size, () => withSource(path, splitLines)),
      await measure('index', size, () => withSource(path, indexLines)),
      await measure('scan JSON', size, () => withSource(path, scanJson)),
      await measure('read samples', size, () => withSource(path, readSamples)),
    ];
    const peakBytes = process.resourceUsage().maxRSS * 1024;
    const peer = await measure('readline + JSON.parse', size, () => readlineAndParse(path));
    console.log(`${(size / 1e6).toFixed()} MB, ${wc.count} lines, best of ${ROUNDS}`);
    for (const { name, megabytesPerSecond, count } of [wc, ...ours, peer]) {
      const shares = [wc, peer].map(other => `${(megabytesPerSecond / other.megabytesPerSecond).toFixed(2)} x ${other.name}`).join(', ');
      console.log(`${name.padEnd(22)} ${megabytesPerSecond.toFixed().padStart(6)} MB/s  ${shares}  (${count})`);
    }
    console.log(`peak memory before the peer ran: ${(peakBytes / 1e6).toFixed()} MB`);
  } finally {
    folder.remove();
  }
}

void main();
