/** The dataset view in a real VS Code: real files, real policy for scripts and styles, real audit. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { samplesFolder, scenario } from './lib/session';

const sample = 'numbers-qwen.jsonl';
const text = readFileSync(path.join(samplesFolder, sample), 'utf8');
const lines = text.trimEnd().split('\n');

scenario('the table shows the records and audits them', { files: { [sample]: text } }, async ({ bench }) => {
  const violations: string[] = [];
  bench.page.on('console', message => { if (/Content Security Policy/.test(message.text())) violations.push(message.text()); });
  await bench.openFile(sample);
  await bench.command('Undertone: Open as dataset');
  const page = bench.webview();
  await page.locator('.grid-body .grid-row').first().waitFor();
  await page.getByText(`${lines.length} lines`).first().waitFor();
  await page.getByRole('button', { name: 'Audit', exact: true }).or(page.getByRole('button', { name: /Audit again/ })).first().click();
  await page.locator('.verdict[data-kind=teacher]').waitFor();
  await bench.picture('6-dataset');
  assert.deepEqual(violations.filter(message => message.includes('undertone')), []);
});

const packed = 'packed.jsonl.gz';

scenario('a compressed dataset opens as a table', { files: { [packed]: gzipSync(text) } }, async ({ host, bench }) => {
  await bench.openFile(packed);
  await bench.openAsDataset(`${lines.length} lines`);
  assert.deepEqual(readFileSync(path.join(host.workspace, packed)), gzipSync(text), 'the dataset is never written');
});

const large = 'large.jsonl';
const copies = Math.ceil(51 * 2 ** 20 / Buffer.byteLength(text)); // VS Code gives documents above 50 MB to no extension

scenario('a file too large for the text editor is offered as a dataset', { files: { [large]: text.repeat(copies) } }, async ({ bench }) => {
  await bench.openFile(large);
  await bench.picture('large-offer');
  await bench.notifications().filter({ hasText: large }).getByRole('button', { name: /dataset/i }).click();
  await bench.webview().getByText(`${(lines.length * copies).toLocaleString('en')} lines`).first().waitFor();
  await bench.picture('large-dataset');
});
