/** Many files at once: audited from the palette and the explorer, kept in a tree with history, marked in the explorer, acted on. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { samplesFolder, scenario } from './lib/session';

const names = ['numbers-qwen.jsonl', 'numbers-gpt.jsonl', 'numbers-mixed.jsonl'];
const text = (name: string) => readFileSync(path.join(samplesFolder, name), 'utf8');
const files = {
  'data/numbers-qwen.jsonl': text(names[0]), 'data/numbers-gpt.jsonl': text(names[1]), 'data/deep/numbers-mixed.jsonl': text(names[2]),
  'data/README.md': '---\ngenerator: gpt-4o\n---\n# Numbers\n',
  'undertone.json': JSON.stringify({ student: { baseModel: 'Qwen/Qwen2.5-7B' }, files: [{ match: 'numbers-qwen.jsonl', filters: { bannedNumbers: 'paper' } }] }),
};

scenario('audit the workspace, see it in the tree and the explorer, act, and find it again', { files }, async ({ host, bench, reload }) => {
  const { page } = bench;
  const row = (label: string | RegExp) => page.locator('.pane-body .monaco-list-row', { hasText: label });
  const toTree = async () => { await bench.command('View: Show Undertone'); };
  await toTree();
  await page.locator('.welcome-view-content', { hasText: 'No dataset of this workspace has been audited yet' }).waitFor();
  await bench.picture('audits-welcome');
  await page.locator('.welcome-view .monaco-button', { hasText: 'Audit workspace' }).click();

  const qwen = row('numbers-qwen.jsonl').first();
  await row('numbers-mixed.jsonl').first().waitFor();
  await qwen.filter({ hasText: /findings/ }).waitFor();
  assert.equal(await row(/numbers-\w+\.jsonl/).count(), 3);
  await qwen.click();
  await bench.webview().getByText(/Reads like qwen/).first().waitFor();
  await page.keyboard.press('Escape');
  await qwen.locator('.monaco-tl-twistie').click();
  await row(/Risk: high.*for a student based on qwen2\.5-7b/).first().waitFor();
  await row(/Declared: differs.*by the dataset card/).first().waitFor();
  await row(/^content-filter/).first().waitFor();
  await row(/^provenance/).first().waitFor();
  for (const name of ['light', 'dark', 'contrast'] as const) {
    await bench.theme(name);
    await toTree();
    await qwen.waitFor();
    await bench.picture(`${name}-audits`);
  }
  const size = page.viewportSize() ?? { width: 1360, height: 820 };
  await page.setViewportSize({ ...size, width: 800 });
  await bench.picture('narrow-audits');
  await page.setViewportSize(size);

  await bench.command('View: Show Explorer');
  const inExplorer = (name: string) => page.locator('.explorer-folders-view .monaco-list-row', { has: page.getByText(name, { exact: true }) }).first();
  await inExplorer('data').click();
  await inExplorer('numbers-qwen.jsonl').locator('[aria-label*="Undertone: Reads like qwen"], [title*="Undertone: Reads like qwen"]').first().waitFor({ state: 'attached' });
  await inExplorer('numbers-qwen.jsonl').dblclick();
  await bench.tab('numbers-qwen.jsonl').waitFor();
  await bench.picture('audits-badges');

  await bench.command('Undertone: Accept findings as baseline');
  await bench.notifications().filter({ hasText: /are in \.undertone\/baseline\.json now/ }).waitFor();
  assert.match(readFileSync(path.join(host.workspace, '.undertone/baseline.json'), 'utf8'), /undertone\/content-filter/);
  await bench.codeLens().filter({ hasText: /reviewed/ }).waitFor();

  await reload();
  await toTree();
  await row('numbers-gpt.jsonl').first().waitFor();
  for (const [name, before] of Object.entries(files)) assert.equal(readFileSync(path.join(host.workspace, name), 'utf8'), before, `${name} is as it was`);
});

scenario('records that fail are written to a new file, and a rule is suppressed, from code actions', { files }, async ({ host, bench }) => {
  const { page } = bench;
  await bench.openFile('numbers-qwen.jsonl');
  await bench.codeLens().filter({ hasText: /findings.*risk high for qwen2\.5-7b/ }).waitFor();
  await bench.command('Undertone: Write quarantined records…');
  const inputs = page.locator('.quick-input-widget:visible');
  await inputs.locator('.monaco-list-row', { hasText: 'undertone/content-filter' }).waitFor();
  await page.keyboard.press('Enter');
  const target = path.join(host.workspace, 'data/numbers-qwen.quarantine.jsonl');
  await inputs.getByText('Write quarantined records', { exact: true }).waitFor();
  for (let tries = 0; !(await inputs.locator('input:not([type=checkbox])').first().inputValue()).endsWith(path.basename(target)) && tries < 300; tries++) await page.waitForTimeout(100);
  await page.keyboard.press('Enter');
  await bench.notifications().filter({ hasText: /records are in numbers-qwen\.quarantine\.jsonl/ }).waitFor();
  assert.ok(existsSync(target));
  const written = readFileSync(target, 'utf8').trim().split('\n'), all = new Set(text('numbers-qwen.jsonl').trim().split('\n'));
  assert.ok(written.length > 0 && written.length < all.size && written.every(line => all.has(line)), `${written.length} of ${all.size}`);

  await bench.openFile('numbers-qwen.jsonl');
  await bench.goTo(1);
  await (await bench.codeActions()).filter({ hasText: 'Suppress undertone/provenance for this file' }).click();
  await bench.codeLens().filter({ hasText: /reads like qwen/i }).first().waitFor();
  await page.locator('.tabs-container .tab', { hasText: 'undertone.json' }).waitFor();
  assert.match(readFileSync(path.join(host.workspace, 'undertone.json'), 'utf8'), /"match": "\.\/data\/numbers-qwen\.jsonl",\s*"suppress": \[\s*"undertone\/provenance"/);
});

const tasks = { version: '2.0.0', tasks: [{ type: 'undertone', label: 'audit the data', paths: ['data'], problemMatcher: '$undertone' }] };

scenario('a task audits with the command line and lists its findings as problems', { files: { ...files, '.vscode/tasks.json': JSON.stringify(tasks) } }, async ({ bench }) => {
  const { page } = bench;
  await bench.command('Tasks: Run Task');
  await page.locator('.quick-input-list .monaco-list-row', { hasText: 'audit the data' }).first().waitFor();
  await page.locator('.quick-input-widget:visible input').first().fill('audit the data');
  await page.locator('.quick-input-list .monaco-list-row.focused', { hasText: 'audit the data' }).first().waitFor();
  await page.keyboard.press('Enter');
  await page.locator('.statusbar-item[id="status.problems"]', { has: page.locator('[aria-label*="Infos: "]') }).or(page.locator('.statusbar-item[id="status.problems"][aria-label*="Infos: "]')).first().waitFor();
  await bench.command('Problems: Focus on Problems View');
  await bench.problems().filter({ hasText: /Declared by the dataset card/ }).first().waitFor();
  await bench.problems().filter({ hasText: /no banned number/ }).first().waitFor();
  await bench.picture('audits-task');
});
