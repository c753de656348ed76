import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BLOCK_ROWS, RowCache } from '../../webview/common/row-cache';

const settle = () => new Promise(resolve => { setImmediate(resolve); });
const numbers = (start: number, size: number) => Array.from({ length: size }, (_, i) => start + i);

test('rows that are wanted arrive, whole blocks at a time', async () => {
  const arrived: number[] = [];
  const cache = new RowCache(async (start, size) => numbers(start, size), start => { arrived.push(start); }, assert.fail);
  cache.want(70, 140);
  assert.equal(cache.get(70), undefined);
  await settle();
  assert.equal(cache.get(70), 70);
  assert.equal(cache.get(139), 139);
  assert.deepEqual(arrived.sort((a, b) => a - b), [BLOCK_ROWS, 2 * BLOCK_ROWS]);
});

test('while requests are under way only the newest wish is kept', async () => {
  const asked: number[] = [];
  const waiting: (() => void)[] = [];
  const cache = new RowCache((start, size) => new Promise<number[]>(resolve => { asked.push(start); waiting.push(() => { resolve(numbers(start, size)); }); }), () => undefined, assert.fail);
  for (let i = 0; i < 100; i++) cache.want(i * 1000 * BLOCK_ROWS, i * 1000 * BLOCK_ROWS + 1);
  assert.equal(asked.length, 2);
  waiting.splice(0).forEach(answer => { answer(); });
  await settle();
  assert.deepEqual(asked.slice(2), [99 * 1000 * BLOCK_ROWS]);
});

test('a block that was short when the file was still indexed is asked for again once more of it is wanted', async () => {
  let known = 10;
  const cache = new RowCache(async (start, size) => numbers(start, Math.min(size, known - start)), () => undefined, assert.fail);
  cache.want(0, 10);
  await settle();
  assert.equal(cache.get(9), 9);
  known = 1000;
  cache.want(0, 40);
  await settle();
  assert.equal(cache.get(39), 39);
});

test('memory stays flat: blocks long unseen are forgotten, the last seen are kept', async () => {
  const cache = new RowCache(async (start, size) => numbers(start, size), () => undefined, assert.fail);
  for (let block = 0; block < 400; block++) { cache.want(block * BLOCK_ROWS, block * BLOCK_ROWS + 1); await settle(); }
  const kept = Array.from({ length: 400 }, (_, block) => cache.get(block * BLOCK_ROWS) !== undefined);
  assert.equal(kept[399], true);
  assert.ok(kept.filter(Boolean).length <= 96);
});

test('a failure is told, and the rows can be asked for again', async () => {
  const failures: string[] = [];
  let broken = true;
  const cache = new RowCache(async (start, size) => { if (broken) throw new Error('the file shrank'); return numbers(start, size); }, () => undefined, error => { failures.push(error.message); });
  cache.want(0, 5);
  await settle();
  assert.deepEqual(failures, ['the file shrank']);
  broken = false;
  cache.want(0, 5);
  await settle();
  assert.equal(cache.get(4), 4);
});

test('an answer from before a clear is dropped', async () => {
  let answer: (rows: number[]) => void = () => undefined;
  const cache = new RowCache(() => new Promise<number[]>(resolve => { answer = resolve; }), () => undefined, assert.fail);
  cache.want(0, 5);
  cache.clear();
  answer([1, 2, 3, 4, 5]);
  await settle();
  assert.equal(cache.get(0), undefined);
});
