import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { button, calledHost, cellAt, expectAccessible, skipReason, startBench, type TestBench } from './browser';

describe('the reader of the dataset page', { skip: skipReason }, () => {
  let bench: TestBench;
  before(async () => { bench = await startBench(); });
  after(() => bench.close());

  test('JSON in a string opens as a tree that loses no digit and no duplicate key', async () => {
    const page = await bench.open('rows=100');
    await page.getByText('JSON in a string').waitFor();
    await page.getByRole('button', { name: /Show packed as a tree/ }).click();
    const part = page.locator('.part', { hasText: 'packed' });
    assert.equal(await part.locator('.tree-key', { hasText: '"a": ' }).count(), 2);
    await part.getByText('3 elements').click();
    await part.getByText('1 member').first().click();
    await part.getByText('JSON in a string): ').click();
    await part.getByText('12345678901234567890').waitFor();
    await expectAccessible(page);
    await page.close();
  });

  test('two fields stand side by side', async () => {
    const page = await bench.open('rows=100');
    await page.getByText('line 1, byte 0').waitFor();
    await page.getByRole('button', { name: /Read prompt side by side/ }).click();
    await page.getByRole('button', { name: /Read completion side by side/ }).click();
    assert.deepEqual(await page.locator('.pair h3').allInnerTexts(), ['prompt', 'completion']);
    const boxes = await Promise.all([0, 1].map(i => page.locator('.pair .part').nth(i).boundingBox()));
    assert.equal(boxes[0]?.y, boxes[1]?.y);
    assert.equal(await page.evaluate('document.activeElement.getAttribute("aria-pressed")'), 'true', 'the button that was pressed keeps the focus');
    await page.close();
  });

  test('value, path and record are copied whole, by button and by key', async () => {
    const page = await bench.open('rows=100');
    const copied = () => page.evaluate<unknown[][]>('window.fake.calls.filter(call => call.method.startsWith("copy")).map(call => [call.method, ...call.args])');
    await page.getByRole('button', { name: 'Copy the value: completion' }).click();
    await page.getByRole('button', { name: 'Copy the path: completion' }).click();
    await calledHost(page, 'copy');
    await cellAt(page, 2, 3).click();
    for (const key of ['c', 'Shift+C', 'p', 'Control+c']) await page.keyboard.press(key);
    await page.locator('.status', { hasText: 'completion of record 3 copied.' }).waitFor();
    assert.deepEqual((await copied()).sort(), [['copy', 'completion'], ['copy', 'completion'], ['copyText', 0, 'completion'], ['copyText', 2, null], ['copyText', 2, 'completion'], ['copyText', 2, 'completion']]);
    await page.close();
  });

  test('a record of 200 MB is read page by page', async () => {
    const page = await bench.open('rows=100');
    await cellAt(page, 6, 2).click();
    await page.getByText('bytes 0 to 262,144 of 200,000,000 (200.0 MB)').waitFor();
    await button(page, '›').last().waitFor();
    await page.getByRole('group', { name: 'Pages of this record' }).locator('vscode-button', { hasText: '›' }).click();
    await page.getByText('bytes 262,144 to 524,288 of').waitFor();
    await page.locator('vscode-button', { hasText: 'Last' }).click();
    await page.getByText('bytes 199,737,856 to 200,000,000 of').waitFor();
    await page.getByRole('group', { name: 'Pages of this record' }).locator('vscode-button', { hasText: '‹' }).click();
    await page.getByText('page from 262144').first().waitFor();
    await page.close();
  });

  test('an explanation says what would change it', async () => {
    const page = await bench.open('rows=100');
    await page.getByText('line 1, byte 0').waitFor();
    await button(page, 'Explain').click();
    await page.getByText('What would change this').click();
    assert.match(await page.getByRole('table', { name: 'What would change this' }).innerText(), /other numbers, same way of writing\s+97 %\s+31 %/);
    await expectAccessible(page);
    await page.close();
  });
});
