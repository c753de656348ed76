import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { checkPlan } from '../../extension/core/lab/settings';
import { checkLanguagePlan } from '../../extension/core/language-lab/settings';
import type { DatasetReader } from '../../extension/core/protocol/dataset-view';
import type { LabPlan } from '../../extension/core/protocol/mnist-lab';
import type { LanguagePlan } from '../../extension/core/protocol/language-lab';
import { connect, serve, type Methods } from '../../extension/core/protocol/rpc';
import { DatasetService } from '../../extension/worker/dataset-service';
import { SEEDS } from './inputs';
import type { Target } from './targets';

const parsed = (bytes: Uint8Array): unknown => { try { return JSON.parse(Buffer.from(bytes).toString()); } catch { return Buffer.from(bytes).toString(); } };
const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** Sends a message to what serves; a call must get exactly one reply with its id, whatever is wrong with it. */
async function replyTo<T extends Methods<T>>(methods: T, message: unknown): Promise<void> {
  let handler: (message: unknown) => void = () => undefined;
  const replies: unknown[] = [];
  let answered: () => void = () => undefined;
  const answer = new Promise<void>(resolve => { answered = resolve; });
  serve<T>({ post: reply => { replies.push(reply); answered(); }, listen: listen => { handler = listen; } }, methods);
  handler(message);
  const isCall = isObject(message) && typeof message.id === 'number' && typeof message.method === 'string' && Array.isArray(message.args);
  if (isCall) await answer;
  assert.equal(replies.length, isCall ? 1 : 0);
  if (isCall) assert.ok(isObject(replies[0]) && replies[0].id === message.id && ('ok' in replies[0] || typeof replies[0].error === 'string'));
}

const echo = { echo: async (...args: unknown[]) => args };

async function envelope(bytes: Uint8Array): Promise<void> {
  const message = parsed(bytes);
  await replyTo<typeof echo>(echo, message);
  const client = connect<typeof echo>({ post: () => undefined, listen: listen => { listen(message); } });
  client.close('done');
}

let service: Promise<Partial<DatasetService>> | undefined;

/** The data thread's methods over a small open file, without those that name another file or end it: only the host calls these. */
async function opened(): Promise<Partial<DatasetService>> {
  const folder = mkdtempSync(path.join(tmpdir(), 'undertone-fuzz-')), file = path.join(folder, 'file.jsonl');
  process.once('exit', () => { rmSync(folder, { recursive: true, force: true }); });
  writeFileSync(file, '{"m":"a","n":1}\n{"m":"b"}\nbroken\n');
  const made = new DatasetService(() => undefined, () => undefined);
  await made.open(file);
  const kept = Object.entries(made).filter(([name]) => !['open', 'exportSubset', 'stop'].includes(name));
  return Object.fromEntries(kept);
}

async function dataset(bytes: Uint8Array): Promise<void> {
  service ??= opened();
  await replyTo(await service as unknown as DatasetReader, parsed(bytes));
}

/** A plan from a page is taken or refused with words. */
function plans(bytes: Uint8Array): void {
  const message = parsed(bytes);
  for (const check of [(value: unknown) => { checkPlan(value as LabPlan); }, (value: unknown) => { checkLanguagePlan(value as LanguagePlan); }]) {
    try { check(message); } catch (error) { assert.ok(error instanceof Error && error.message); }
  }
}

export const MESSAGE_TARGETS: readonly Target[] = [
  { name: 'messages', seeds: SEEDS.message, share: 1, run: envelope }, { name: 'messages to the data thread', seeds: SEEDS.message, share: 1, run: dataset },
  { name: 'plans of the labs', seeds: [...SEEDS.run, ...SEEDS.language].map(run => Buffer.from(JSON.stringify((JSON.parse(Buffer.from(run).toString()) as { run: { plan: unknown } }).run.plan))), share: 0.3, run: plans },
];
