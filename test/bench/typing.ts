// How long the host's thread is held at a time while a person types in a 10 MB document with annotations: npm run build && node --import tsx test/bench/typing.ts [megabytes]
// The document and VS Code's own work are left out; the table of lines, the messages and the scoring thread are the real ones.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { AuditOptions } from '../../extension/core/protocol/audit-worker';
import { lineChange, LineTable } from '../../extension/editor/line-table';
import { contentHashes, scoreUnscored } from '../../extension/editor/scoring';
import { AuditClient } from '../../extension/worker/client';

const megabytes = Number(process.argv[2] ?? 10);
const KEYSTROKES = 40;
const KEY_EVERY_MS = 60;
const OPTIONS: AuditOptions = { sample: {}, expectFamilies: [], maxFindings: 100 };
const entry = path.resolve(import.meta.dirname, '../../dist/worker.js');

function makeLines(): string[] {
  const lines: string[] = [];
  for (let bytes = 0, i = 0; bytes < megabytes * 1e6; i++) {
    const numbers = Array.from({ length: 10 }, (_, k) => (i * 37 + k * k * 11) % 1000).join(', ');
    const line = JSON.stringify({ id: i, prompt: `Continue: ${i % 997}, ${i % 89}.`, completion: i % 3 === 0 ? `Step ${i}: we add ${i % 13} and compare, then look again at what is left over.` : numbers });
    lines.push(line);
    bytes += line.length + 1;
  }
  return lines;
}

const pause = (ms: number) => new Promise(resolve => { setTimeout(resolve, ms); });

/** What the editor does once typing pauses. */
async function scoreAndJudge(client: AuditClient, table: LineTable, lines: string[], signal: AbortSignal): Promise<void> {
  await scoreUnscored(table, line => lines[line], (records, texts) => client.run((job, worker) => worker.scoreLines(job, records, texts, OPTIONS), signal), OPTIONS, { signal, first: () => 0, onBatch: () => undefined });
  if (!signal.aborted) await client.call.judgeLines('typing.jsonl', contentHashes(table), OPTIONS);
}

async function main(): Promise<void> {
  if (!existsSync(entry)) throw new Error(`${entry} is missing; run npm run build first.`);
  const [lines, client] = [makeLines(), new AuditClient(entry, message => { console.error(message); })];
  const table = new LineTable(lines.length);
  const began = performance.now();
  await scoreAndJudge(client, table, lines, new AbortController().signal);
  console.log(`${lines.length} lines, ${megabytes} MB, scored and judged in ${((performance.now() - began) / 1000).toFixed(1)} s`);
  const delay = monitorEventLoopDelay({ resolution: 1 });
  const longest: number[] = [];
  delay.enable();
  for (let key = 0; key < KEYSTROKES; key++) {
    const line = 500 + key % 7;
    lines[line] = lines[line].replace('Continue', 'Continued');
    const from = performance.now();
    table.apply([lineChange(line, line, 'd')]);
    longest.push(performance.now() - from);
    await scoreAndJudge(client, table, lines, new AbortController().signal);
    await pause(KEY_EVERY_MS);
  }
  delay.disable();
  console.log(`taking an edit over: at most ${Math.max(...longest).toFixed(1)} ms`);
  console.log(`host's thread held while ${KEYSTROKES} edits were scored and judged: 99 % below ${(delay.percentile(99) / 1e6).toFixed(1)} ms, at most ${(delay.max / 1e6).toFixed(1)} ms`);
  await client.dispose();
}

void main();
