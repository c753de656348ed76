import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { audited, button, cellAt, focusedCell, keptState, skipReason, startBench, type TestBench } from './browser';

describe('audit and search in the dataset page', { skip: skipReason }, () => {
  let bench: TestBench;
  before(async () => { bench = await startBench(); });
  after(() => bench.close());

  test('an audit tells its progress, states its error rate and fills teacher and score', async () => {
    const page = await bench.open('rows=400&auditMs=600');
    await button(page, 'Audit').click();
    await page.locator('.verdict', { hasText: '400 records, 12,345 per second, 100 %' }).waitFor();
    await page.locator('.verdict[data-kind="teacher"]').waitFor();
    assert.match(await page.locator('.verdict').innerText(), /Teacher: qwen \(qwen2\.5-7b\)[^]*0\.31 %[^]*370 of 400 records scored[^]*10 skipped, 20 unreadable/);
    assert.match(await page.locator('.verdict').innerText(), /risk high for qwen2\.5-7b/);
    assert.match(await page.locator('.verdict details').textContent() ?? '', /starts from the same weights.*gpt⟨202E⟩-4o; but the records read like qwen.*number-format 368 of 370/);
    await page.locator('.grid-cell.named').first().waitFor();
    await cellAt(page, 4, 2).filter({ hasText: 'not enough evidence' }).waitFor();
    await cellAt(page, 7, 2).filter({ hasText: 'unfamiliar' }).waitFor();
    assert.match(await page.locator('[role="status"]').innerText(), /Audit finished\. Teacher: qwen/);
    await page.close();
  });

  test('a page that comes back while its audit runs shows that it runs, and then the result', async () => {
    const page = await bench.open('rows=100&auditing=1');
    await page.locator('.verdict[data-kind="running"]').waitFor();
    await button(page, 'Cancel').click();
    await page.locator('.verdict[data-kind="teacher"]', { hasText: 'Stopped early' }).waitFor();
    await page.close();
  });

  test('an audit that cannot run says why', async () => {
    const page = await bench.open('rows=100&audit=fails');
    await button(page, 'Audit').click();
    await page.locator('.verdict[data-kind="error"]', { hasText: 'models/text.onnx is missing' }).waitFor();
    await page.close();
  });

  test('evidence lies over the words that carry it', async () => {
    const page = await bench.open('rows=200');
    await cellAt(page, 1, 2).click();
    await page.getByText('line 2, byte 240').waitFor();
    await page.keyboard.press('e');
    await page.locator('.block .heat').first().waitFor();
    const marked = await page.locator('.reader-content .heat').allInnerTexts();
    assert.deepEqual(marked.slice(0, 2), ['The step is 3', 'Here it is']);
    assert.match(marked.slice(2).join(''), /return n \+ 3/);
    assert.match(await page.locator('.evidence').innerText(), /×22[^]*×0\.41/);
    await page.close();
  });

  test('search counts, steps, filters, and says what is wrong with an expression', async () => {
    const page = await bench.open('rows=1000');
    await page.keyboard.press('Control+f');
    await page.keyboard.type('onerror');
    await page.keyboard.press('Enter');
    await page.getByText('1 of 143 matching records').first().waitFor();
    await page.keyboard.press('Enter');
    await page.getByText('2 of 143 matching records').first().waitFor();
    await page.getByText('line 11, byte 2,400').waitFor();
    assert.deepEqual([...new Set(await page.locator('.reader .hit').allInnerTexts())], ['onerror']);
    await page.getByRole('button', { name: 'Show only the records that match' }).click();
    await page.locator('.grid[aria-rowcount="144"]').waitFor();
    await cellAt(page, 2, 0).waitFor();
    await cellAt(page, 2, 0).filter({ hasText: '18' }).waitFor();
    await page.locator('.search vscode-text-field').click();
    await page.keyboard.press('Escape');
    await page.locator('.grid[aria-rowcount="1001"]').waitFor();
    await page.getByRole('button', { name: 'Regular expression' }).click();
    await page.keyboard.press('Control+f');
    await page.keyboard.type('(');
    await page.keyboard.press('Enter');
    await page.locator('.search-status', { hasText: 'unterminated group' }).waitFor();
    await page.close();
  });

  test('an audit groups the records; groups filter, together with a search, and score orders', async () => {
    const page = await bench.open('rows=1000');
    await audited(page);
    await page.getByRole('button', { name: /^unfamiliar/ }).click();
    await page.locator('.status', { hasText: 'Showing 91 records.' }).waitFor();
    await cellAt(page, 1, 0).filter({ hasText: '19' }).waitFor();
    await page.keyboard.press('Control+f');
    await page.keyboard.type('onerror');
    await page.keyboard.press('Enter');
    await page.getByText(/of 143 matching/).first().waitFor();
    await page.getByRole('button', { name: /Only matches/ }).click();
    await page.locator('.status', { hasText: 'Showing 13 records.' }).waitFor();
    await page.getByRole('button', { name: /^unfamiliar/ }).click();
    await page.locator('.status', { hasText: 'Showing 143 records.' }).waitFor();
    await page.getByRole('button', { name: /Only matches/ }).click();
    await page.locator('.grid[aria-rowcount="1001"]').waitFor();
    const header = page.locator('.grid-head .grid-cell[data-column="3"]');
    assert.equal(await header.getAttribute('aria-sort'), 'none');
    await header.click();
    await page.locator('.status', { hasText: 'ascending by score' }).waitFor();
    await page.locator('.grid-head .grid-cell[data-column="3"][aria-sort="ascending"]').waitFor();
    await cellAt(page, 0, 3).filter({ hasText: '0.48' }).waitFor();
    await page.keyboard.press('Enter');
    await cellAt(page, 0, 3).filter({ hasText: '0.97' }).waitFor();
    await page.keyboard.press('Enter');
    await cellAt(page, 0, 3).filter({ hasText: '0.90' }).waitFor();
    assert.match(await page.locator('.overview').getAttribute('aria-label') ?? '', /name another family than the verdict, most between 30 % and 31 %/);
    await page.close();
  });

  test('the chosen group comes back after a reload, once the audit is there', async () => {
    const page = await bench.open('rows=1000&audited=1');
    await page.getByRole('button', { name: /^unfamiliar/ }).click();
    await page.locator('.status', { hasText: 'Showing 91 records.' }).waitFor();
    await keptState(page, state => state.where === 'teacher = unfamiliar');
    await page.reload();
    await page.locator('.status', { hasText: 'Showing 91 records.' }).waitFor();
    assert.equal(await page.getByRole('button', { name: /^unfamiliar/ }).getAttribute('aria-pressed'), 'true');
    await page.close();
  });

  test('a line number goes to that line, and says so when there is none', async () => {
    const page = await bench.open('rows=10000000');
    await page.keyboard.press('Control+g');
    await page.keyboard.type('7654321');
    await page.keyboard.press('Enter');
    await cellAt(page, 7_654_320, 0).waitFor();
    assert.equal((await focusedCell(page)).row, '7654322');
    await page.keyboard.press('Control+g');
    await page.keyboard.type('99999999');
    await page.keyboard.press('Enter');
    await page.locator('.status', { hasText: 'Line 99,999,999 is not shown' }).waitFor();
    await page.close();
  });
});
