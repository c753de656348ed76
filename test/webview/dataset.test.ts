import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { audited, button, calledHost, cellAt, expectAccessible, focusedCell, keptState, skipReason, startBench, type TestBench } from './browser';

/** As much of an element as the tests touch; the tests' own types have no DOM. */
type Scroller = { scrollHeight: number; scrollTo(left: number, top: number): void };
type Styled = { style: { width: string } };

describe('dataset page', { skip: skipReason }, () => {
  let bench: TestBench;
  before(async () => { bench = await startBench(); });
  after(() => bench.close());

  for (const theme of ['dark', 'light', 'contrast']) {
    test(`has no accessibility violations, ${theme}`, async () => {
      const page = await bench.open(`theme=${theme}&rows=200`);
      await expectAccessible(page);
      await audited(page);
      await page.locator('.why summary').click();
      await cellAt(page, 3, 4).click();
      await page.getByText('line 4, byte 720').waitFor();
      await button(page, 'Explain').click();
      await page.locator('.evidence-jump').first().waitFor();
      await expectAccessible(page);
      await page.close();
    });
  }

  test('has no accessibility violations with the shortcut sheet open at 800 px width', async () => {
    const page = await bench.open('rows=200', { width: 800, height: 700 });
    await button(page, '?').click();
    await page.getByText('Keyboard shortcuts').waitFor();
    await expectAccessible(page);
    assert.equal(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), true, 'the page must not scroll sideways');
    await page.close();
  });

  test('text of the file stays text, in cells, reader and source, and breaks no policy', async () => {
    const page = await bench.open('rows=200');
    await cellAt(page, 3, 2).click();
    await page.getByText('line 4, byte 720').waitFor();
    await page.getByRole('button', { name: 'Show the line as it stands in the file' }).click();
    assert.match(await page.locator('.source').innerText(), /<img src=x onerror=/);
    assert.match(await cellAt(page, 3, 2).innerText(), /^<img src=x .*⟨202E⟩gnp\.exe.*⟨001B⟩/);
    const found = await page.evaluate('[window.hacked ?? null, document.querySelectorAll("main img, main script, main a, main iframe").length, window.fake.violations]');
    assert.deepEqual(found, [null, 0, []]);
    await page.close();
  });

  test('the grid tells rows and columns, and exactly one cell is in the tab order', async () => {
    const page = await bench.open('rows=10000000');
    const grid = page.getByRole('grid');
    assert.equal(await grid.getAttribute('aria-rowcount'), '10000001');
    assert.equal(await grid.getAttribute('aria-colcount'), '5');
    assert.equal(await page.locator('.grid [tabindex="0"]').count(), 1);
    await cellAt(page, 2, 1).click();
    assert.deepEqual(await focusedCell(page), { role: 'gridcell', row: '4', column: '2' });
    assert.equal(await page.locator('.grid [tabindex="0"]').count(), 1);
    await page.close();
  });

  test('keys reach every part of ten million rows', async () => {
    const page = await bench.open('rows=10000000');
    await cellAt(page, 0, 2).click();
    const press = async (key: string) => { await page.keyboard.press(key); return focusedCell(page); };
    assert.equal((await press('ArrowDown')).row, '3');
    assert.equal((await press('Home')).role, 'rowheader');
    assert.equal((await press('End')).column, '5');
    assert.ok(Number((await press('PageDown')).row) > 15);
    assert.deepEqual(await press('Control+End'), { role: 'gridcell', row: '10000001', column: '5' });
    assert.ok(Number((await press('PageUp')).row) > 9_999_900);
    assert.deepEqual(await press('Control+Home'), { role: 'rowheader', row: '2', column: '1' });
    assert.deepEqual(await press('ArrowUp'), { role: 'columnheader', row: '1', column: '1' });
    await page.close();
  });

  test('the focused row stays in the page, and focused, however far the rest is scrolled', async () => {
    const page = await bench.open('rows=10000000');
    await cellAt(page, 5, 2).click();
    await page.locator('.grid-scroller').evaluate((node: Scroller) => { node.scrollTo(0, node.scrollHeight / 2); });
    await page.locator('.grid-row[data-row^="500"]').first().waitFor();
    assert.equal((await focusedCell(page)).row, '7');
    await page.keyboard.press('ArrowDown');
    assert.equal((await focusedCell(page)).row, '8');
    await cellAt(page, 7, 2).waitFor();
    await page.close();
  });

  test('only what is in view is in the page: rows of ten million, columns of two hundred', async () => {
    const page = await bench.open('rows=10000000&columns=200');
    await page.keyboard.press('Tab');
    for (const [left, column] of [[0, '2'], [9000, '6']] as const) {
      await page.locator('.grid-scroller').evaluate((node: Scroller, to: number) => { node.scrollTo(to, to * 100); }, left);
      await page.locator(`.grid-body .grid-cell[data-column^="${column}"]`).first().waitFor();
      const cells = await page.locator('.grid-cell').count();
      assert.ok(cells > 50 && cells < 600, `${cells} cells are mounted`);
    }
    await page.close();
  });

  test('one turn of the wheel moves by rows, not by the scaled scroll bar', async () => {
    const page = await bench.open('rows=10000000');
    await page.locator('.grid-body').hover();
    await page.mouse.wheel(0, 260);
    await cellAt(page, 34, 0).waitFor();
    assert.equal(await page.locator('.grid-row[data-row="1000"]').count(), 0);
    await page.close();
  });

  test('a record reads in full: decoded, reasoning and code apart, invisible characters made visible', async () => {
    const page = await bench.open('rows=200');
    await cellAt(page, 0, 2).click();
    await page.getByText('line 1, byte 0').waitFor();
    assert.match(await page.locator('.block.think').innerText(), /The step is 3/);
    assert.match(await page.locator('.block.code').first().innerText(), /python[^]*def step\(n\):\n\s+# add three/);
    assert.equal(await page.locator('.invisible').first().getAttribute('title'), 'U+200B zero width space');
    assert.match(await page.locator('.reader').innerText(), /9007199254740993/);
    await page.keyboard.press('ArrowDown');
    await page.locator('.turn .role', { hasText: 'assistant' }).waitFor();
    await page.keyboard.press('Enter');
    assert.equal(await page.evaluate('document.activeElement.getAttribute("aria-label")'), 'Record text');
    await page.keyboard.press('Escape');
    assert.equal((await focusedCell(page)).role, 'gridcell');
    await page.close();
  });

  test('a file that cannot be opened is an alert with its remedy', async () => {
    const page = await bench.open('ready=fails');
    assert.equal(await page.getByRole('alert').innerText(), 'sample.jsonl: no such file. Check the path <b>and</b> its spelling.');
    await page.close();
  });

  test('a broken line is shown with what is wrong', async () => {
    const page = await bench.open('rows=200');
    await cellAt(page, 20, 2).waitFor();
    assert.match(await cellAt(page, 20, 2).innerText(), /^Not JSON: .* byte 12/);
    assert.equal(await cellAt(page, 20, 1).innerText(), '4,800');
    await page.close();
  });

  test('rows are there before the index is, and the grid grows with it', async () => {
    const page = await bench.open('rows=20000&index=slow');
    assert.equal(await page.getByRole('grid').getAttribute('aria-rowcount'), '-1');
    await page.locator('.status', { hasText: '500 lines so far' }).waitFor();
    await page.evaluate('window.fake.emit("index", { rows: 20000, bytes: 4800000, sizeBytes: 4800000, complete: true })');
    await page.locator('.grid[aria-rowcount="20001"]').waitFor();
    await page.evaluate('window.fake.emit("reveal", { position: 15000 })');
    await cellAt(page, 15_000, 2).waitFor();
    await page.close();
  });

  test('a file that changed is not swapped under the reader: reloading is offered', async () => {
    const page = await bench.open('rows=500');
    await page.evaluate('window.fake.emit("changed", { change: "replaced" })');
    await page.locator('.status', { hasText: 'The file changed on disk' }).waitFor();
    await button(page, 'Reload').click();
    await calledHost(page, 'reload');
    await page.close();
  });

  test('place, selection and column widths come back after a reload', async () => {
    const page = await bench.open('rows=10000000');
    await page.evaluate('window.fake.emit("reveal", { position: 7000000 })');
    await cellAt(page, 7_000_000, 2).click();
    await page.keyboard.press('Control+ArrowUp');
    await page.keyboard.press('ArrowUp');
    const width = () => page.locator('.grid-head .grid-cell[data-column="2"]').evaluate((node: Styled) => Number.parseInt(node.style.width));
    const before = await width();
    await page.keyboard.press('Shift+ArrowRight');
    assert.equal(await width(), before + 16);
    await page.evaluate('window.fake.emit("reveal", { position: 7000000 })');
    await cellAt(page, 7_000_000, 2).waitFor();
    await keptState(page, state => state.row === 7_000_000 && JSON.stringify(state.widths).includes('prompt')); // the place alone was kept before the width was set
    await page.reload();
    await page.locator('.grid-row.active[data-row="7000000"]').waitFor();
    assert.equal(await width(), before + 16);
    await page.close();
  });
});
