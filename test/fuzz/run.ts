// npm run fuzz -- [--seconds 120] [--seed N] [--target WORD]: every target with changed seeds and arbitrary bytes, until the time is up; prints the executions.
// What fails is shrunk, kept in test/fixtures/fuzz/, where test/unit/fuzz-cases.test.ts runs it for ever, and makes the exit code 1.
import { mkdirSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import path from 'node:path';
import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { guarded, slug } from './guarded';
import { inputs } from './inputs';
import { TARGETS, type Target } from './targets';

const KEPT = 'test/fixtures/fuzz', ROUND = 500;

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '120' }, seed: { type: 'string', default: String(Date.now() % 2 ** 31) }, target: { type: 'string', default: '' } } });
const seconds = Number(values.seconds), firstSeed = Number(values.seed);
const chosen = TARGETS.filter(({ name }) => name.includes(values.target));
if (!(seconds > 0) || !Number.isInteger(firstSeed) || chosen.length === 0) throw new Error(`--seconds takes a number above 0, --seed a whole number, --target a word of: ${TARGETS.map(({ name }) => name).join(', ')}.`);

function keep(target: Target, bytes: Uint8Array, why: string): void {
  const file = path.join(KEPT, `${slug(target.name)}-${createHash('sha256').update(bytes).digest('hex').slice(0, 8)}.bin`);
  mkdirSync(KEPT, { recursive: true });
  writeFileSync(file, bytes);
  console.error(`${target.name}: ${why}\n  kept as ${file}`);
}

interface Count { executions: number; failures: number }

/** Runs a target for its part of the time; stops at its first failure. */
async function fuzz(target: Target, milliseconds: number): Promise<Count> {
  const input = inputs(target.seeds), until = performance.now() + milliseconds, count = { executions: 0, failures: 0 };
  for (let seed = firstSeed; performance.now() < until && count.failures === 0; seed++) {
    const property = fc.asyncProperty(input, bytes => { count.executions++; return guarded(target, bytes); });
    const found = await fc.check(property, { seed, numRuns: ROUND, interruptAfterTimeLimit: Math.max(1, until - performance.now()), markInterruptAsFailure: false });
    if (!found.failed || !found.counterexample) continue;
    count.failures++;
    keep(target, found.counterexample[0], found.errorInstance instanceof Error ? found.errorInstance.message : String(found.errorInstance));
  }
  return count;
}

async function main(): Promise<void> {
  const shares = chosen.reduce((sum, { share }) => sum + share, 0), total = { executions: 0, failures: 0 };
  for (const target of chosen) {
    const { executions, failures } = await fuzz(target, seconds * 1000 * target.share / shares);
    total.executions += executions;
    total.failures += failures;
    console.log(`${target.name.padEnd(28)} ${String(executions).padStart(10)} executions${failures ? ', FAILED' : ''}`);
  }
  console.log(`${'total'.padEnd(28)} ${String(total.executions).padStart(10)} executions, ${total.failures} failures, seed ${firstSeed}, ${seconds} s`);
  process.exit(total.failures > 0 ? 1 : 0);
}

void main();
