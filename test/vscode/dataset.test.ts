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

scenario('an audit from the palette fills the view; filter and charts come back after another tab', { files: { [sample]: text } }, async ({ bench }) => {
  await bench.openFile(sample);
  await bench.command('Undertone: Audit this file');
  await bench.webview().getByRole('heading', { name: 'Records' }).waitFor();
  await bench.openFile(sample);
  await bench.openAsDataset(`${lines.length} lines`);
  const page = bench.webview();
  const filter = page.getByRole('combobox', { name: /^Filter/ });
  const chip = page.locator('.groups .chip').first();
  await chip.waitFor();
  await chip.click();
  await page.locator('.status', { hasText: /^Showing \d+ record/ }).waitFor();
  const where = await filter.inputValue();
  assert.match(where, /^teacher = /);
  await page.getByRole('button', { name: /^Charts/ }).click();
  await page.locator('.chart h3', { hasText: 'Evidence along the file' }).waitFor();
  await page.locator('.chart h3', { hasText: 'Missing fields' }).waitFor();
  await bench.picture('7-dataset-charts');
  await bench.command('File: New Untitled Text File'); // the page is gone while another tab is in front
  await bench.command('View: Open Previous Editor');
  await bench.webview().locator('.status', { hasText: /^Showing \d+ record/ }).waitFor();
  assert.equal(await bench.webview().getByRole('combobox', { name: /^Filter/ }).inputValue(), where);
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
