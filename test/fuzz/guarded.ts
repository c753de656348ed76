import assert from 'node:assert/strict';
import type { Target } from './targets';

/** Time of the processor that one input of at most 64 kB may take: a thousand times what it takes in a straight line. */
const MAX_CPU_MS = 1500;

/** A target's name as a file name. */
export const slug = (name: string): string => name.replace(/\W+/g, '-').toLowerCase();

/** Runs a target on one input; fails as well where it takes too long or changes what every object inherits. */
export async function guarded(target: Target, bytes: Uint8Array): Promise<void> {
  const before = process.cpuUsage();
  await target.run(bytes);
  const { user, system } = process.cpuUsage(before), milliseconds = (user + system) / 1000;
  assert.ok(milliseconds < MAX_CPU_MS, `${milliseconds.toFixed(0)} ms of processor time for ${bytes.length} bytes`);
  assert.deepEqual(Object.keys(Object.prototype), [], 'Object.prototype was changed');
}
