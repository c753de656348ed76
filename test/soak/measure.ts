import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { BroadcastChannel } from 'node:worker_threads';

const CHANNEL = 'undertone-soak';
/** How long threads may take to answer; a busy one is measured at the next rest. */
const ANSWER_MS = 5000;

/** What the program holds while it rests; bytes and counts. */
export interface Sample {
  seconds: number;
  /** JavaScript heap of the host's thread after garbage collection. */
  heapBytes: number;
  /** The same of the scoring thread. */
  threadHeapBytes: number;
  /** Buffers outside the heap, of both. */
  bufferBytes: number;
  rssBytes: number;
  openFiles: number;
  resources: number;
  threads: number;
  children: number;
  /** Files and folders that were left behind in the temporary folder. */
  leftovers: number;
}

/** Collects garbage, without a flag at the start. */
function collector(): () => void {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  return () => { collect(); collect(); };
}

const collect = collector();

/** A script that runs a thread's own script and answers what its heap holds. */
export function measuredThread(folder: string, script: string): string {
  const file = path.join(folder, `measured-${path.basename(script, '.js')}.cjs`);
  writeFileSync(file, `
const { BroadcastChannel } = require('node:worker_threads');
require('node:v8').setFlagsFromString('--expose-gc');
const collect = require('node:vm').runInNewContext('gc'), channel = new BroadcastChannel(${JSON.stringify(CHANNEL)});
channel.onmessage = ({ data }) => { if (data !== 'measure') return; collect(); collect(); const { heapUsed, external } = process.memoryUsage(); channel.postMessage({ heapUsed, external }); };
channel.unref();
require(${JSON.stringify(script)});
`);
  return file;
}

/** Asks the one thread that is left; nothing where it does not answer in time. */
async function threadMemory(): Promise<{ heapUsed: number; external: number } | undefined> {
  const channel = new BroadcastChannel(CHANNEL);
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise(resolve => {
      timer = setTimeout(() => { resolve(undefined); }, ANSWER_MS);
      channel.onmessage = event => { resolve((event as MessageEvent).data as { heapUsed: number; external: number }); };
      channel.postMessage('measure');
    });
  } finally {
    clearTimeout(timer);
    channel.close();
  }
}

/** Processes whose parent is this one. */
function children(): number {
  return readdirSync('/proc').filter(name => /^\d+$/.test(name)).filter(pid => {
    try { return Number(readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /s, '').split(' ')[1]) === process.pid; } catch { return false; }
  }).length;
}

/** Threads of this process that run JavaScript or a library; the system counts them all. */
const threads = () => readdirSync('/proc/self/task').length;

/** Measures a program at rest. @param temporary its folder of temporary files. */
export async function measure(seconds: number, temporary: string): Promise<Sample | undefined> {
  collect();
  await new Promise(resolve => { setImmediate(resolve); });
  collect();
  const thread = await threadMemory();
  if (!thread) return undefined;
  const { heapUsed, external } = process.memoryUsage();
  return {
    seconds, heapBytes: heapUsed, threadHeapBytes: thread.heapUsed, bufferBytes: external + thread.external, rssBytes: process.memoryUsage.rss(), openFiles: readdirSync('/proc/self/fd').length,
    resources: process.getActiveResourcesInfo().length, threads: threads(), children: children(), leftovers: readdirSync(temporary).length,
  };
}
