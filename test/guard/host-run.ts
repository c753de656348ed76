// What runs in the extension's host, without VS Code: the scoring thread, a data thread, a lab's process, and the activation of the bundle against a stand-in for the API.
// Prints one line for each that has answered. Bundled by its test, and run from the project's folder after a build.
import Module from 'node:module';
import path from 'node:path';
import { PRESETS } from '../../extension/core/lab/settings';
import type { MnistWorker } from '../../extension/core/protocol/mnist-lab';
import { AuditClient } from '../../extension/worker/client';
import { DatasetThread } from '../../extension/worker/dataset-thread';
import { LabProcess } from '../../extension/worker/lab-process';

const dist = (name: string) => path.resolve('dist', name);
const SAMPLE = dist('samples/numbers-qwen.jsonl');
const say = (words: string) => { process.stdout.write(`${words}\n`); };

async function scoring(): Promise<void> {
  const client = new AuditClient(dist('worker.js'), message => { throw new Error(message); });
  const audit = await client.run((job, worker) => worker.auditFile(job, SAMPLE, { sample: {}, expectFamilies: [], maxFindings: 10 }, true));
  await client.dispose();
  say(`scoring thread: ${audit.records.scored} records`);
}

async function dataset(): Promise<void> {
  const thread = new DatasetThread(dist('dataset-worker.js'));
  await thread.call.open(SAMPLE);
  const rows = await thread.call.rows([0, 1]);
  await thread.dispose();
  say(`data thread: ${rows.length} rows`);
}

async function lab(): Promise<void> {
  const process = new LabProcess<MnistWorker>(dist('lab-worker.js'), 'mnist', { event: () => undefined, crashed: message => { throw new Error(message); } });
  const settings = { ...PRESETS.paper, hidden: 16, noiseImages: 1000, epochs: 1, conditions: ['teacher' as const], oneStep: false };
  await process.call.start({ preset: 'paper', seeds: 1, dataFolder: null, settings });
  process.dispose();
  say('lab process: a run');
}

/** Answers every property, call and construction with itself, and counts the calls; texts and lists where code reads them. */
function anything(counted: { calls: number }): unknown {
  const target = function stand() { /* only a shape to call */ };
  const self: unknown = new Proxy(target, {
    get: (_, key) => key === Symbol.toPrimitive ? () => '0' : key === Symbol.iterator ? () => [][Symbol.iterator]() : key === 'then' ? undefined : key === 'prototype' ? target.prototype : self,
    getPrototypeOf: () => self as object, // a bundle copies the module onto an object of this prototype
    set: () => true,
    apply: () => { counted.calls++; return self; },
    construct: () => { counted.calls++; return self as object; },
  });
  return self;
}

async function activation(): Promise<void> {
  const counted = { calls: 0 }, api = anything(counted), loader = Module as unknown as { _load(name: string, ...rest: unknown[]): unknown };
  const load = loader._load.bind(Module);
  loader._load = (name, ...rest) => name === 'vscode' ? api : load(name, ...rest);
  const { activate, deactivate } = Module.createRequire(dist('extension.js'))(dist('extension.js')) as { activate(context: unknown): void; deactivate(): Promise<void> };
  const context = { subscriptions: [], extensionPath: path.resolve('.'), extensionUri: api, extensionMode: 1, workspaceState: { get: (_key: string, fallback: unknown) => fallback ?? {}, update: async () => undefined, keys: () => [] }, extension: { packageJSON: { version: '0' } } };
  activate(context);
  await new Promise(resolve => { setTimeout(resolve, 200); });
  await deactivate();
  say(`activation: ${context.subscriptions.length > 10 && counted.calls > 50 ? 'done' : `only ${counted.calls} calls`}`);
}

async function main(): Promise<void> {
  for (const part of [scoring, dataset, lab, activation]) await part();
  process.exit(0); // timers of the activated bundle
}

main().catch((error: unknown) => { process.stderr.write(`${String(error)}\n`); process.exit(1); });
