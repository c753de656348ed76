import { readRecords } from '../records/record-reader';
import { BLANK_LINE } from '../records/record-parser';
import type { Sample, SampleSelector } from '../records/sample';
import type { ByteSource } from '../bytes/source';

/** A record at its slot: the how-manyeth answer to which prompt. Equal slots of two files are answers to the same prompt. */
export interface SlotRecord { slot: number; group: number; /** The group is a prompt or id, not just neighbours. */ isKeyed: boolean; sample: Sample }

/** A uniform sample of a file's records, in the order of their slots, which is random and the same in every file. */
export interface SlotSample {
  records: SlotRecord[];
  /** Readable records of the file, and all of them. */
  readable: number;
  total: number;
  /** How records were told apart: by prompt or id, or by their place alone. */
  keyed: number;
}

/** How to sample; `wanted` slots are kept besides, up to the limit. */
export interface SlotOptions { selector: SampleSelector; limit: number; salt: number; wanted?: ReadonlySet<number>; signal?: AbortSignal; onProgress?: (bytesRead: number) => void }

/** Neighbours without prompt and id may answer one prompt, so they count as one group. */
const BLOCK = 4;
const COUNTERS = 1 << 22;
const ID_NAMES = ['id', 'task_id', 'problem_id', 'question_id', 'prompt_id', 'custom_id', 'uid'];

/**
 * Reads a file once, in constant memory. What is kept depends on the slots' hashes alone, so two files with the same prompts keep the same ones.
 * @throws ReadProblem or the signal's reason.
 */
export async function sampleSlots(source: ByteSource, { selector, limit, salt, wanted, signal, onProgress }: SlotOptions): Promise<SlotSample> {
  const least = new LeastSlots(limit), among = new LeastSlots(limit), counts = new Uint16Array(COUNTERS);
  const result = { readable: 0, total: 0, keyed: 0 };
  for await (const { results, bytesRead } of readRecords(source, selector, { signal })) {
    for (const each of results) {
      if (each.kind !== 'skipped' || each.reason !== BLANK_LINE) result.total++;
      if (each.kind !== 'sample') continue;
      const key = keyOf(each.sample);
      const group = key === undefined ? hash(`${salt} ${Math.floor(result.readable / BLOCK)}`) : hash(key);
      if (key !== undefined) result.keyed++;
      result.readable++;
      const slot = hash(`${group} ${counts[group % COUNTERS]++}`);
      const kept = wanted?.has(slot) ? among : least;
      if (kept.takes(slot)) kept.add({ slot, group, isKeyed: key !== undefined, sample: copyOf(each.sample) });
    }
    onProgress?.(bytesRead);
  }
  return { ...result, records: [...among.records(), ...least.records()].sort((a, b) => a.slot - b.slot) };
}

/** The records with the smallest slots. */
class LeastSlots {
  private kept: SlotRecord[] = [];
  private bound = Infinity;

  constructor(private readonly limit: number) {}

  takes(slot: number): boolean { return slot < this.bound; }

  add(record: SlotRecord): void {
    this.kept.push(record);
    if (this.kept.length > 2 * this.limit) this.cut();
  }

  records(): SlotRecord[] {
    this.cut();
    return this.kept;
  }

  private cut(): void {
    this.kept.sort((a, b) => a.slot - b.slot);
    if (this.kept.length <= this.limit) return;
    this.kept.length = this.limit;
    this.bound = this.kept[this.limit - 1].slot;
  }
}

/** What the record answers: its prompt, else its id. */
function keyOf({ prompt, record }: Sample): string | undefined {
  if (prompt.length > 0) return `p${Buffer.from(prompt.buffer, prompt.byteOffset, prompt.byteLength).toString('latin1')}`;
  const value = JSON.parse(Buffer.from(record.buffer, record.byteOffset, record.byteLength).toString()) as Record<string, unknown>;
  const id = ID_NAMES.map(name => value[name]).find(found => (typeof found === 'string' && found !== '') || typeof found === 'number');
  return id === undefined ? undefined : `i${String(id)}`;
}

/** Samples may be views of a large chunk: copies let that go. */
const copyOf = (sample: Sample): Sample => ({ ...sample, bytes: sample.bytes.slice(), prompt: sample.prompt.slice(), record: sample.record.slice() });

/** A text as a number 0..2^53, evenly spread. */
function hash(text: string): number {
  let high = 0xdeadbeef, low = 0x41c6ce57;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    high = Math.imul(high ^ code, 0x9e3779b1);
    low = Math.imul(low ^ code, 0x5f356495);
  }
  high = Math.imul(high ^ (high >>> 16), 0x85ebca6b) ^ Math.imul(low ^ (low >>> 13), 0xc2b2ae35);
  low = Math.imul(low ^ (low >>> 16), 0x85ebca6b) ^ Math.imul(high ^ (high >>> 13), 0xc2b2ae35);
  return (high >>> 0) * 0x200000 + (low >>> 11);
}
