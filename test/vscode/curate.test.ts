/** What is expected and what was reviewed lives in files that people edit, share and sometimes break. */
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { samplesFolder, scenario } from './lib/session';

const sample = 'numbers-qwen.jsonl';
const copy = [path.join(samplesFolder, sample)];

scenario('the configuration file says what is expected; a broken one is named, and heals', { copy }, async ({ host, bench }) => {
  const config = path.join(host.workspace, '.undertone/config.json');
  const lens = (pattern: RegExp) => bench.codeLens().filter({ hasText: pattern }).waitFor();
  await bench.openFile(sample);
  await lens(/reads like qwen/i);
  await bench.command('Problems: Focus on Problems View');
  const problem = bench.problems().filter({ hasText: /gpt is expected/ });
  assert.equal(await problem.count(), 0, 'a plain verdict is no finding');

  mkdirSync(path.dirname(config));
  writeFileSync(config, JSON.stringify({ files: [{ match: 'numbers-*.jsonl', expect: { families: ['gpt'] } }] }));
  await problem.waitFor();
  writeFileSync(config, '{ "expects": {} }');
  await lens(/config\.json.*unknown key "expects".*Known keys/);
  assert.equal(await problem.count(), 1, 'what was found before stays');
  writeFileSync(config, '{}');
  await problem.waitFor({ state: 'detached' });
  await lens(/reads like qwen/i);
});

scenario('a damaged file of marks is named and left as it is', { copy, files: { '.undertone/reviewed.json': '{ "version": 1, "mar' }, settings: { 'undertone.expect.families': ['gpt'] } }, async ({ host, bench }) => {
  const complaint = bench.notifications().filter({ hasText: /reviewed\.json: not valid JSON.*left as it is/ });
  await bench.openFile(sample);
  await complaint.first().waitFor();
  await bench.codeLens().filter({ hasText: /\d findings?/ }).waitFor();
  await bench.command('Notifications: Clear All Notifications');
  await bench.openFile(sample);
  await bench.goTo(1);
  await (await bench.codeActions()).filter({ hasText: 'Mark reviewed (undertone/unexpected-teacher)' }).click();
  await complaint.first().waitFor();
  assert.equal(readFileSync(path.join(host.workspace, '.undertone/reviewed.json'), 'utf8'), '{ "version": 1, "mar');
  await bench.codeLens().filter({ hasText: /\d findings?/ }).waitFor();
});

scenario('a finding can be marked from the palette, and says what it means', { copy, settings: { 'undertone.expect.families': ['gpt'] } }, async ({ bench }) => {
  const lens = (pattern: RegExp) => bench.codeLens().filter({ hasText: pattern }).waitFor();
  await bench.openFile(sample);
  await lens(/\d findings?/);
  await bench.goTo(1);
  await bench.command('Undertone: Mark as reviewed');
  await lens(/\d reviewed/);
  await bench.command('Undertone: What findings mean');
  await bench.webview().getByText('undertone/unexpected-teacher').first().waitFor();
});
