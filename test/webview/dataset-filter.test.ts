import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { audited, button, calledHost, cellAt, expectAccessible, keptState, skipReason, startBench, until, type TestBench } from './browser';

/** As much of a text field as the tests touch; the tests' own types have no DOM. */
type Field = { value: string; selectionStart: number; selectionEnd: number };

describe('filters, orders, columns and charts of the dataset page', { skip: skipReason }, () => {
  let bench: TestBench;
  before(async () => { bench = await startBench(); });
  after(() => bench.close());

  test('a filter is completed while it is written, applied, and said', async () => {
    const page = await bench.open('rows=1000');
    const field = page.getByRole('combobox', { name: /^Filter/ });
    await page.keyboard.press('Control+Shift+F');
    await page.keyboard.type('mod');
    assert.equal(await field.getAttribute('aria-expanded'), 'true');
    await page.keyboard.press('ArrowDown');
    assert.equal(await page.locator(`#${await field.getAttribute('aria-activedescendant') ?? ''}`).innerText(), 'model\nfield');
    await expectAccessible(page);
    await page.keyboard.press('Tab');
    await page.keyboard.type('= ');
    await page.getByRole('option', { name: 'qwen2.5-7b' }).click();
    await page.keyboard.type('AND line <= 20');
    await page.keyboard.press('Enter');
    await page.locator('.status', { hasText: 'Showing 20 records.' }).waitFor();
    await page.locator('.grid[aria-rowcount="21"]').waitFor();
    await field.press('Escape');
    await page.locator('.grid[aria-rowcount="1001"]').waitFor();
    await page.close();
  });

  test('a filter that cannot be read is named with its place, which is selected', async () => {
    const page = await bench.open('rows=100');
    const field = page.getByRole('combobox', { name: /^Filter/ });
    await field.fill('model = x AND AND');
    await field.press('Enter');
    await page.getByRole('alert').filter({ hasText: '"AND" is not expected here: here comes a field, such as model or messages[].content. (at character 15)' }).waitFor();
    assert.equal(await field.getAttribute('aria-invalid'), 'true');
    assert.equal(await field.evaluate((node: Field) => node.value.slice(node.selectionStart, node.selectionEnd)), 'AND');
    await expectAccessible(page);
    await field.fill('teacher = qwen');
    assert.equal(await field.getAttribute('aria-invalid'), 'false');
    await field.press('Enter');
    await page.locator('.status', { hasText: 'run the audit first' }).waitFor();
    await page.close();
  });

  test('any column orders, by click and by key, and filter and order come back after a reload', async () => {
    const page = await bench.open('rows=1000');
    const head = (column: number) => page.locator(`.grid-head .grid-cell[data-column="${column}"]`);
    await head(2).click();
    await page.locator('.status', { hasText: 'Showing 1,000 records, ascending by prompt.' }).waitFor();
    assert.equal(await head(2).getAttribute('aria-sort'), 'ascending');
    await page.keyboard.press('Enter');
    await page.locator('.status', { hasText: 'descending by prompt' }).waitFor();
    await page.getByRole('combobox', { name: /^Filter/ }).fill('line <= 50');
    await page.keyboard.press('Enter');
    await page.locator('.status', { hasText: 'Showing 50 records, descending by prompt.' }).waitFor();
    await keptState(page, state => state.where === 'line <= 50');
    await page.reload();
    await page.locator('.status', { hasText: 'Showing 50 records, descending by prompt.' }).waitFor();
    assert.equal(await page.getByRole('combobox', { name: /^Filter/ }).inputValue(), 'line <= 50');
    await page.close();
  });

  test('a pass over the file says that it runs, and stops when it is told to', async () => {
    const page = await bench.open('rows=1000&slowSelect=1');
    await page.getByRole('combobox', { name: /^Filter/ }).fill('line <= 50');
    await page.keyboard.press('Enter');
    await page.locator('.status', { hasText: 'Filtering: 12 records so far, 4.00 MB read' }).waitFor();
    await page.locator('.status vscode-button', { hasText: 'Stop' }).click();
    await calledHost(page, 'cancel');
    await page.locator('.status', { hasText: 'stopped early' }).waitFor();
    await page.close();
  });

  test('columns are hidden and moved in a list, and moved by keys in the header past hidden ones', async () => {
    const page = await bench.open('rows=100');
    const head = page.locator('.grid-head .grid-cell');
    /** The grid is drawn with the next frame, so what it says is waited for. */
    const says = async (labels: string[]) => {
      for (const [column, label] of labels.entries()) await page.locator(`.grid-head .grid-cell[data-column="${column}"]`, { hasText: label }).waitFor();
      assert.deepEqual(await head.allInnerTexts(), labels);
    };
    await button(page, 'Columns').click();
    await page.getByRole('dialog', { name: 'Columns' }).waitFor();
    await expectAccessible(page);
    await page.locator('[title="Move completion to the left"]').click();
    await says(['Line', 'Byte offset', 'completion', 'prompt']);
    await page.getByRole('checkbox', { name: 'prompt' }).uncheck();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog', { name: 'Columns' }).waitFor({ state: 'hidden' });
    await says(['Line', 'Byte offset', 'completion', 'model']);
    await cellAt(page, 0, 2).click();
    await page.locator('.grid-body .grid-cell[data-column="2"]:focus').waitFor();
    await page.keyboard.press('ArrowUp');
    await page.locator('.grid-head .grid-cell[data-column="2"]:focus').waitFor();
    await page.keyboard.press('Alt+ArrowRight');
    await says(['Line', 'Byte offset', 'model', 'completion']);
    await page.locator('.grid-head .grid-cell[data-column="3"]:focus', { hasText: 'completion' }).waitFor();
    await keptState(page, state => JSON.stringify(state.columns) === '{"order":[".prompt",".model",".completion"],"hidden":[".prompt"]}');
    await page.reload();
    await cellAt(page, 0, 2).waitFor();
    await says(['Line', 'Byte offset', 'model', 'completion']);
    await page.close();
  });

  test('charts say the same in tables, and a click filters', async () => {
    const page = await bench.open('rows=1000');
    await audited(page);
    await page.getByRole('button', { name: /^Charts/ }).click();
    for (const title of ['Teachers', 'Scores', 'Evidence along the file', 'Length of records', 'Missing fields']) await page.locator('.chart h3', { hasText: title }).waitFor();
    await page.locator('.chart', { hasText: 'One record is named from 0.92 on, where 2.1 % of such names are wrong.' }).waitFor();
    await page.locator('.chart', { hasText: 'Teachers' }).getByText('As a table').click();
    assert.match(await page.getByRole('table', { name: 'Teachers' }).innerText(), /qwen\s+93 % \(90 % to 95 %\)\s+unfamiliar\s+7\.0 % \(5\.0 % to 10 %\)/);
    await expectAccessible(page);
    await page.getByRole('button', { name: /^unfamiliar, Share/ }).click();
    await page.locator('.status', { hasText: 'Showing 91 records.' }).waitFor();
    await page.getByText('line 8, byte 1,680').waitFor(); // the reader goes along
    assert.equal(await page.getByRole('combobox', { name: /^Filter/ }).inputValue(), 'teacher = unfamiliar');
    const bars = page.locator('.chart', { hasText: 'Missing fields' }).locator('canvas');
    const box = await bars.boundingBox();
    assert.ok(box);
    await bars.click({ position: { x: box.width * 0.6, y: 22 } });
    await until(page, 'A click on a bar adds its term', async () => /^teacher = unfamiliar AND .+ IS MISSING$/.test(await page.getByRole('combobox', { name: /^Filter/ }).inputValue()));
    await page.close();
  });

  test('a field is grouped among the records shown, and its values stay text', async () => {
    const page = await bench.open('rows=1000');
    await page.getByRole('button', { name: /^Charts/ }).click();
    await page.getByRole('combobox', { name: 'Field to group by' }).selectOption('model');
    await button(page, 'Group').click();
    const chart = page.locator('.chart', { hasText: 'Values of model' });
    await chart.getByText('12 different values in the records shown.').waitFor();
    await chart.getByText('As a table').click();
    assert.match(await chart.getByRole('table').innerText(), /<img src=x/);
    assert.deepEqual(await page.evaluate('[window.hacked ?? null, document.querySelectorAll("main img").length, window.fake.violations]'), [null, 0, []]);
    await chart.getByRole('button', { name: /^qwen2.5-7b, records/ }).click();
    assert.equal(await page.getByRole('combobox', { name: /^Filter/ }).inputValue(), 'model = qwen2.5-7b');
    await page.close();
  });

  test('what is shown can be exported, copied as a command, and told apart by marks', async () => {
    const page = await bench.open('rows=1000');
    await page.getByRole('combobox', { name: /^Filter/ }).fill('prompt ~ "it\'s" AND line > 3');
    await page.keyboard.press('Enter');
    await page.locator('.status', { hasText: 'No record matches. Change the filter' }).waitFor();
    await button(page, 'Copy as command').click();
    await calledHost(page, 'copy');
    const [command] = await page.evaluate<string[]>('window.fake.calls.find(call => call.method === "copy").args');
    assert.equal(command, "undertone filter sample.jsonl --where 'prompt ~ /it'\\''s/i AND line > 3' --out sample.filtered.jsonl");
    await button(page, 'Export').click();
    await page.locator('.status', { hasText: '7 records written to sample.filtered.jsonl.' }).waitFor();
    await button(page, 'Clear').click();
    await cellAt(page, 4, 2).click();
    await page.keyboard.press('m');
    await page.locator('.status', { hasText: 'Record 5: reviewed.' }).waitFor();
    await page.keyboard.press('t');
    await page.locator('.grid-cell', { hasText: '✓ reviewed, odd' }).waitFor();
    await page.getByRole('combobox', { name: /^Filter/ }).fill('tag = odd');
    await page.keyboard.press('Enter');
    await page.locator('.status', { hasText: 'Showing 1 record.' }).waitFor();
    await page.close();
  });
});
