import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { randomFrom } from '../../extension/core/fingerprint/random';
import { readCorpus, type CorpusChannel, type CorpusRow } from '../../models/training/corpus';

/** A file of records by one model of one source, and the root family that wrote it (`other` = must not be named). */
export interface RecordSet { name: string; file: string; family: string }

const CHANNELS: CorpusChannel[] = ['numbers', 'code', 'reasoning'];

/** Draws `count` sets of `size` records from the test split (or from all of one source's test rows), spread over channels, sources and models. */
export function drawSets(size: number, count: number, folder: string, source?: string): RecordSet[] {
  const random = randomFrom(count);
  const channels = source ? CHANNELS.slice(0, 1) : CHANNELS;
  return channels.flatMap(channel => {
    const groups = [...groupRows(channel, size, source)];
    const perChannel = Math.ceil(count / channels.length);
    return Array.from({ length: groups.length ? perChannel : 0 }, (_, i) => {
      const [key, rows] = groups[Math.floor(i * groups.length / perChannel)];
      return writeSet(`${channel} ${key} #${i}`, pick(rows, size, random), folder, i, channel);
    });
  });
}

function groupRows(channel: CorpusChannel, size: number, source?: string): Map<string, CorpusRow[]> {
  const groups = new Map<string, CorpusRow[]>();
  for (const row of readCorpus(channel)) {
    if (row.split !== 'test' || (source && row.source !== source)) continue;
    const key = `${row.source} ${row.model}`;
    const group = groups.get(key);
    if (group) group.push(row); else groups.set(key, [row]);
  }
  for (const [key, rows] of groups) if (rows.length < size) groups.delete(key);
  return groups;
}

function pick<T>(rows: T[], size: number, random: () => number): T[] {
  const left = [...rows];
  return Array.from({ length: size }, () => left.splice(Math.floor(random() * left.length), 1)[0]);
}

function writeSet(name: string, rows: CorpusRow[], folder: string, index: number, channel: string): RecordSet {
  const file = path.join(folder, `${channel}-${index}-${rows[0].source.replace(/\W/g, '_')}.jsonl`);
  writeFileSync(file, rows.map(({ prompt, completion }) => `${JSON.stringify({ prompt, completion })}\n`).join(''));
  return { name, file, family: rows[0].family };
}
