/**
 * Scoring speed, text in to probabilities out, one thread, beside Debian's fastText on the same text in the same run.
 *   node .config/bench.mjs score [megabytes of text per channel, 16 by default: less measures the compiler warming up]
 * Text comes from the corpus where it is there, else from the bundled samples, repeated. Figures are processor time, so that a
 * busy machine does not count.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openScorer } from '../../extension/core/fingerprint/open-scorer';
import type { Scorable, Scorer } from '../../extension/core/fingerprint/scorer';
import { hasCorpus, readCorpus, type CorpusChannel } from '../../models/training/corpus';

const BATCH = 256;
const CHANNELS: CorpusChannel[] = ['numbers', 'code', 'reasoning'];
const NOTHING = new Uint8Array(0);

const secondsOf = ({ user, system }: NodeJS.CpuUsage) => (user + system) / 1e6;

function textsOf(channel: CorpusChannel, bytes: number): Buffer[] {
  const texts: Buffer[] = [];
  let size = 0;
  const add = (text: string) => { texts.push(Buffer.from(text)); size += texts[texts.length - 1].length; };
  if (hasCorpus()) for (const row of readCorpus(channel)) { if (size >= bytes) break; add(row.completion); }
  const samples = readdirSync('extension/samples').filter(name => name.startsWith(channel) && name.endsWith('.jsonl'))
    .flatMap(name => readFileSync(path.join('extension/samples', name), 'utf8').trim().split('\n').map(line => (JSON.parse(line) as { completion: string }).completion));
  while (size < bytes && samples.length) samples.forEach(add);
  return texts;
}

async function ours(scorer: Scorer, texts: Buffer[], withEvidence: boolean): Promise<number> {
  const before = process.cpuUsage();
  for (let i = 0; i < texts.length; i += BATCH) {
    const samples: Scorable[] = texts.slice(i, i + BATCH).map(bytes => ({ bytes, prompt: NOTHING }));
    const scores = await scorer.score(samples);
    if (withEvidence) for (const [k, sample] of samples.entries()) if (scores[k].channel !== 'other') await scorer.explain(sample, scorer.channels[scores[k].channel].labels.families[0]);
  }
  return secondsOf(process.cpuUsage(before));
}

/** Processor seconds of `fasttext predict` on the texts, model loading taken off; undefined where fastText is not installed. */
function fastText(texts: Buffer[], folder: string, words: string[]): number | undefined {
  const input = path.join(folder, 'input.txt'), train = path.join(folder, 'train.txt'), empty = path.join(folder, 'empty.txt'), model = path.join(folder, 'model');
  const lines = texts.map(text => text.toString('utf8').replace(/\s+/g, ' '));
  writeFileSync(input, lines.join('\n'));
  writeFileSync(empty, 'x\n');
  writeFileSync(train, lines.slice(0, 2000).map((line, i) => `__label__${i % 12} ${line}`).join('\n'));
  if (spawnSync('fasttext', ['supervised', '-input', train, '-output', model, '-dim', '12', '-epoch', '1', '-thread', '1', '-verbose', '0', ...words]).error) return undefined;
  const seconds = (file: string) => {
    const timed = spawnSync('bash', ['-c', `TIMEFORMAT='%U %S'; time fasttext predict-prob ${model}.bin ${file} 12 > /dev/null`], { encoding: 'utf8' });
    return timed.stderr.trim().split('\n').pop()?.split(' ').map(Number).reduce((a, b) => a + b, 0) ?? 0;
  };
  return seconds(input) - seconds(empty);
}

async function main(): Promise<void> {
  const megabytes = Number(process.argv[2] ?? 16);
  const scorer = await openScorer('models');
  const folder = mkdtempSync(path.join(tmpdir(), 'undertone-bench-'));
  console.log('channel    ours MB/s  with evidence  fastText words  fastText chars   records/s');
  for (const channel of CHANNELS) {
    const texts = textsOf(channel, megabytes * 1e6), size = texts.reduce((sum, text) => sum + text.length, 0) / 1e6;
    await ours(scorer, texts.slice(0, 500), false);
    const own = await ours(scorer, texts, false), some = texts.slice(0, Math.ceil(texts.length / 20));
    const evidence = await ours(scorer, some, true), part = some.reduce((sum, text) => sum + text.length, 0) / 1e6;
    const peers = [fastText(texts, folder, ['-wordNgrams', '3', '-bucket', '262144']), fastText(texts, folder, ['-minn', '1', '-maxn', '5', '-bucket', '65536'])];
    const cell = (mb: number, seconds: number | undefined) => (seconds === undefined ? 'absent' : (mb / Math.max(seconds, 1e-3)).toFixed(1)).padStart(14);
    console.log(channel.padEnd(10) + cell(size, own).slice(3) + cell(part, evidence) + cell(size, peers[0]) + cell(size, peers[1]) + String(Math.round(texts.length / own)).padStart(12));
  }
  console.log(`peak memory ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB; ${execFileSync('uname', ['-m'], { encoding: 'utf8' }).trim()}, Node ${process.version}`);
  await scorer.close();
  rmSync(folder, { recursive: true, force: true });
}

void main();
