/**
 * Random actions of a person against the program without VS Code - its scoring thread, data threads and lab process, through the host's
 * own ends of them - for as long as is asked, and whether anything leaks (after `npm run build`):
 *   npm run soak -- --minutes N [--seed S]
 * From time to time everything but the scoring thread is closed and what is still held is measured. Prints a table over time and the trend of its
 * last half; exit code 1 where the heap rises beyond its noise, handles grow, or an action fails.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { randomFrom } from '../../extension/core/fingerprint/random';
import { ACTIONS } from './actions';
import { measure, type Sample } from './measure';
import { hasGrown, isRising, trendOf } from './trend';
import { World } from './world';

/** Times that everything is closed and measured. */
const RESTS = 40;
/** Fewer measurements show no trend: on a busy machine the soak goes on until it has them. */
const LEAST_RESTS = 12;
/** What caches that still fill, and code that is still compiled, may add to a heap in the last half. */
const TOLERATED_BYTES = 1 << 20;
const HEAPS = ['heapBytes', 'threadHeapBytes', 'bufferBytes'] as const;
const COUNTS = ['openFiles', 'resources', 'threads', 'children', 'leftovers'] as const;

const seconds = (fromMs: number) => (performance.now() - fromMs) / 1000;
const mb = (bytes: number) => (bytes / 1e6).toFixed(2);

/** An action that takes longer than this hangs. */
const PATIENCE_MS = 300_000;

/** Acts; rejects with what failed, or where nothing comes of it. */
async function act(world: World, name: string): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const overdue = new Promise<void>((_, reject) => { timer = setTimeout(() => { reject(new Error(`nothing came of it within ${PATIENCE_MS / 1000} s`)); }, PATIENCE_MS); });
  try {
    await Promise.race([ACTIONS[name].act(world), overdue]);
  } finally {
    clearTimeout(timer);
  }
}

/** Draws actions by weight. */
function nextAction(random: () => number): string {
  let left = random() * Object.values(ACTIONS).reduce((sum, { weight }) => sum + weight, 0);
  return Object.entries(ACTIONS).find(([, { weight }]) => (left -= weight) < 0)?.[0] ?? 'scroll';
}

function printRow({ seconds: at, ...sample }: Sample, actions: number): void {
  const cells = [`${(at / 60).toFixed(1)} min`, String(actions), ...HEAPS.map(key => mb(sample[key])), mb(sample.rssBytes), ...COUNTS.map(key => String(sample[key]))];
  console.log(cells.map(cell => cell.padStart(10)).join(' '));
}

/** Acts until the time is over; resolves with what was measured at rest, and the messages of what failed. */
async function live(world: World, minutes: number, temporary: string): Promise<{ samples: Sample[]; failures: string[] }> {
  const samples: Sample[] = [], failures: string[] = [], began = performance.now(), everySeconds = minutes * 60 / RESTS;
  console.log(['time', 'actions', 'heap MB', 'thread MB', 'buffers MB', 'RSS MB', 'files', 'resources', 'threads', 'children', 'leftovers'].map(cell => cell.padStart(10)).join(' '));
  for (let actions = 0, due = everySeconds; seconds(began) < minutes * 60 || samples.length < LEAST_RESTS; actions++) {
    const name = nextAction(world.random);
    await act(world, name).catch((error: unknown) => { failures.push(`${name}: ${error instanceof Error ? error.message : String(error)}`); });
    if (seconds(began) < due) continue;
    await world.rest();
    const sample = await measure(seconds(began), temporary);
    if (sample) { samples.push(sample); printRow(sample, actions + 1); }
    due = seconds(began) + everySeconds;
  }
  return { samples, failures: [...failures, ...world.complaints] };
}

/** Prints the trend of the last half; true when something leaks. */
function judge(samples: Sample[]): boolean {
  const half = samples.slice(Math.floor(samples.length / 2));
  const rising = HEAPS.filter(key => {
    const trend = trendOf(half.map(sample => ({ seconds: sample.seconds, value: sample[key] }))), isUp = isRising(trend, TOLERATED_BYTES);
    console.log(`${key.padEnd(16)} ${isUp ? 'RISES' : 'flat '} over the last half: ${mb(trend.perHour)} MB an hour, standard error ${mb(trend.errorPerHour)}; in all ${mb(trend.rise)} MB`);
    return isUp;
  });
  const rss = trendOf(half.map(sample => ({ seconds: sample.seconds, value: sample.rssBytes })));
  console.log(`${'rssBytes'.padEnd(16)} for information: ${mb(rss.perHour)} MB an hour, standard error ${mb(rss.errorPerHour)}`);
  const grown = COUNTS.filter(key => hasGrown(samples.map(sample => sample[key])));
  console.log(grown.length ? `GROWN: ${grown.join(', ')}` : 'handles, threads, processes and temporary files do not grow');
  return rising.length + grown.length > 0;
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { minutes: { type: 'string', default: '2' }, seed: { type: 'string', default: '1' } } });
  const folder = mkdtempSync(path.join(tmpdir(), 'undertone-soak-')), temporary = path.join(folder, 'temporary');
  mkdirSync(temporary);
  process.env.TMPDIR = temporary;
  console.log(`soak: ${values.minutes} minutes, seed ${values.seed}, Node ${process.version}`);
  const world = new World(randomFrom(Number(values.seed)), folder);
  const { samples, failures } = await live(world, Number(values.minutes), temporary);
  await world.rest();
  await world.client.dispose();
  rmSync(folder, { recursive: true, force: true });
  const leaks = judge(samples);
  console.log(failures.length ? `${failures.length} actions failed:\n${[...new Set(failures)].slice(0, 20).join('\n')}` : 'no action failed');
  process.exitCode = leaks || failures.length > 0 ? 1 : 0;
}

void main();
