/**
 * Speed and memory of `undertone audit` on a large made file, beside scoring alone on the same records (after `npm run build`):
 *   node .config/bench.mjs audit [megabytes]
 * The file repeats the bundled samples, as many bytes of each channel, and is deleted afterwards.
 */
import { spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, readdirSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openScorer } from '../../extension/core/fingerprint/open-scorer';

const SAMPLES = 'extension/samples';
const CHANNELS = ['numbers', 'code', 'reasoning'];
const CHUNK_BYTES = 1 << 18;
const BATCH = 256;

/** Has a Node program print its resource usage on stderr as it ends. */
const REPORT_USAGE = `data:text/javascript,process.on('exit',()=>process.stderr.write('\\nusage '+JSON.stringify(process.resourceUsage())))`;

/** Lines of one channel's samples, over and over up to the size of a chunk. */
function linesOf(channel: string): string[] {
  const files = readdirSync(SAMPLES).filter(name => name.startsWith(channel) && name.endsWith('.jsonl'));
  const samples = files.flatMap(name => readFileSync(path.join(SAMPLES, name), 'utf8').trim().split('\n'));
  const lines: string[] = [];
  for (let size = 0; size < CHUNK_BYTES; size += lines[lines.length - 1].length + 1) lines.push(samples[lines.length % samples.length]);
  return lines;
}

/** Writes whole chunks, channel after channel, and returns the file's size and number of records. */
function writeFile(file: string, lines: string[], sizeBytes: number): { sizeBytes: number; records: number } {
  const chunk = Buffer.from(`${lines.join('\n')}\n`), handle = openSync(file, 'w'), chunks = Math.ceil(sizeBytes / chunk.length);
  for (let i = 0; i < chunks; i++) writeSync(handle, chunk);
  closeSync(handle);
  return { sizeBytes: chunks * chunk.length, records: chunks * lines.length };
}

interface Usage { maxRSS: number; userCPUTime: number; systemCPUTime: number }

async function audit(file: string): Promise<{ elapsedSeconds: number; processorSeconds: number; peakBytes: number; json: string }> {
  const startedMs = performance.now();
  const child = spawn(process.execPath, ['--import', REPORT_USAGE, 'dist/cli.js', 'audit', '--format', 'json', file], { stdio: ['ignore', 'pipe', 'pipe'] });
  let [json, errors] = ['', ''];
  child.stdout.on('data', data => { json += data; });
  child.stderr.on('data', data => { errors = (errors + data).slice(-4096); });
  await new Promise(resolve => child.on('close', resolve));
  const usage = /\nusage (.*)$/.exec(errors);
  if (!usage || !json) throw new Error(`dist/cli.js did not end well; has \`npm run build\` been run? ${errors}`);
  const { maxRSS, userCPUTime, systemCPUTime } = JSON.parse(usage[1]) as Usage;
  return { elapsedSeconds: (performance.now() - startedMs) / 1000, processorSeconds: (userCPUTime + systemCPUTime) / 1e6, peakBytes: maxRSS * 1024, json };
}

/** Processor seconds to score one chunk's records, best of some rounds. */
async function scoreAlone(lines: string[]): Promise<number> {
  const scorer = await openScorer('models');
  const samples = lines.map(line => JSON.parse(line) as Record<'prompt' | 'completion', string>).map(({ prompt, completion }) => ({ bytes: Buffer.from(completion), prompt: Buffer.from(prompt) }));
  let best = Infinity;
  for (let round = 0; round < 5; round++) {
    const before = process.cpuUsage();
    for (let i = 0; i < samples.length; i += BATCH) await scorer.score(samples.slice(i, i + BATCH));
    const { user, system } = process.cpuUsage(before);
    best = Math.min(best, (user + system) / 1e6);
  }
  await scorer.close();
  return best;
}

async function main(): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'undertone-bench-'));
  try {
    const lines = CHANNELS.flatMap(linesOf), file = path.join(folder, 'large.jsonl');
    const { sizeBytes, records } = writeFile(file, lines, Number(process.argv[2] ?? 1000) * 1e6);
    const { elapsedSeconds, processorSeconds, peakBytes, json } = await audit(file);
    const scored = (JSON.parse(json) as { files: { records: { scored: number } }[] }).files[0].records.scored;
    const alone = await scoreAlone(lines) / lines.length;
    const rate = (seconds: number) => `${(sizeBytes / 1e6 / seconds).toFixed(1)} MB/s, ${Math.round(records / seconds)} records/s`;
    console.log(`${(sizeBytes / 1e6).toFixed()} MB, ${records} records, ${scored} scored`);
    console.log(`audit, elapsed          ${rate(elapsedSeconds)}`);
    console.log(`audit, processor time   ${rate(processorSeconds)}`);
    console.log(`scoring alone           ${rate(alone * records)} of the same file; the audit takes ${(processorSeconds / (alone * records)).toFixed(2)} times as long`);
    console.log(`peak memory of the audit ${(peakBytes / 1e6).toFixed()} MB`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

void main();
