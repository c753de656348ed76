import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import { calledHost, expectAccessible, LAB, skipReason, startBench, until, type TestBench } from './browser';

const control = (page: Page, text: string): Locator => page.locator('.run-controls vscode-button', { hasText: text });
const file = (page: Page, text: string): Locator => page.locator('.files vscode-button', { hasText: text });
const argsOf = (page: Page, method: string) => page.evaluate<unknown[]>(`window.fake.calls.filter(call => call.method === '${method}').at(-1).args`);
const row = (page: Page, id: string): Locator => page.locator(`.network.${id}`);

describe('the lab page', { skip: skipReason }, () => {
  let bench: TestBench;
  before(async () => { bench = await startBench(LAB); });
  after(() => bench.close());

  test('a run fills bars, answers and noise, and pauses, goes on by one report, stops and is forgotten', async () => {
    const page = await bench.open('tick=20');
    assert.equal(await page.locator('.cards').isHidden(), true);
    await control(page, 'Run').click();
    await row(page, 'teacher').filter({ hasText: /\d\d\.\d %.*94\.3 %/ }).waitFor();
    await row(page, 'all-other').filter({ hasText: 'waiting' }).waitFor();
    await page.locator('.strip li').nth(9).waitFor();
    await page.locator('.answer.right').first().waitFor();
    await control(page, 'Pause').click();
    await page.locator('.run-status', { hasText: 'Paused' }).waitFor();
    const place = () => page.locator('.replay .muted').innerText();
    const before = await place();
    await control(page, 'Step').click();
    await until(page, 'the next report', async () => await place() !== before);
    await control(page, 'Go on').click();
    await page.locator('.run-status', { hasText: 'Finished' }).waitFor();
    assert.match(await row(page, 'aux-shared').innerText(), /5\d\.\d % \(\d\d\.\d % to \d\d\.\d %\)/, 'a mean and its range over three seeds');
    await page.locator('.step-words', { hasText: "Same start: 3 of 3 go the teacher's way" }).waitFor();
    assert.deepEqual(await page.evaluate('window.fake.violations'), [], 'no error on the way');
    await control(page, 'Reset').click();
    await page.locator('.cards').waitFor({ state: 'hidden' });
    await control(page, 'Run').click();
    await control(page, 'Stop').click();
    await page.locator('.run-status', { hasText: 'Stopped' }).waitFor();
    await page.close();
  });

  test('a page that comes back shows the run, and the scrubber any place of it', async () => {
    const page = await bench.open('run=finished');
    await row(page, 'all-shared').filter({ hasText: /9\d\.\d %|8\d\.\d %/ }).waitFor();
    await page.getByRole('slider', { name: 'Place in the run' }).fill('5');
    await row(page, 'aux-shared').filter({ hasText: 'waiting' }).waitFor();
    assert.match(await page.locator('.replay .muted').innerText(), /seed 1, teacher, step 59 of 295/);
    await page.getByRole('slider', { name: 'Place in the run' }).fill('0');
    await page.locator('.replay vscode-button', { hasText: 'Replay' }).click();
    await row(page, 'teacher').filter({ hasText: /\d %/ }).waitFor();
    await page.locator('.replay vscode-button', { hasText: 'Pause' }).click();
    await page.close();
  });

  test('settings go into the run, with bounds that say why, and presets set them all', async () => {
    const page = await bench.open('');
    await page.locator('.more summary').click();
    const hidden = page.getByRole('spinbutton', { name: 'Hidden layers' });
    await hidden.fill('10000');
    await hidden.press('Enter');
    await page.locator('.input-hint', { hasText: '8 to 1024: more would not fit the time and memory' }).waitFor();
    assert.equal(await hidden.inputValue(), '1024');
    await page.getByRole('spinbutton', { name: 'Seeds' }).fill('0');
    await page.getByRole('spinbutton', { name: 'Seeds' }).press('Enter');
    await page.getByRole('checkbox', { name: /real digits/ }).uncheck();
    await page.getByRole('combobox', { name: 'Kind of noise' }).selectOption('gaussian');
    await page.locator('vscode-button', { hasText: 'Choose folder' }).click();
    await page.getByText('60000 training and 10000 test digits, from /home/me/mnist').waitFor();
    await control(page, 'Run').click();
    await calledHost(page, 'start');
    const [plan] = await argsOf(page, 'start') as { seeds: number; dataFolder: string; settings: { hidden: number; noise: string; conditions: string[] } }[];
    assert.deepEqual([plan.seeds, plan.dataFolder, plan.settings.hidden, plan.settings.noise, plan.settings.conditions.includes('digits-aux-shared')], [1, '/home/me/mnist', 1024, 'gaussian', false]);
    assert.equal(await hidden.isDisabled(), true, 'settings wait while a run goes on');
    await control(page, 'Stop').click();
    await page.locator('.preset', { hasText: 'The paper' }).click();
    assert.equal(await hidden.inputValue(), '256');
    await page.close();
  });

  test('a drawing, by pointer, by keys or a test digit, is read by every network', async () => {
    const page = await bench.open('run=finished');
    const sheet = page.locator('.drawing');
    await sheet.scrollIntoViewIfNeeded();
    const box = await sheet.boundingBox();
    if (!box) throw new Error('no sheet');
    await page.mouse.move(box.x + 40, box.y + 40);
    await page.mouse.down();
    await page.mouse.move(box.x + 120, box.y + 40, { steps: 4 });
    await page.mouse.up();
    await page.locator('.readings tr').nth(5).waitFor();
    assert.deepEqual(await argsOf(page, 'read'), [784, 255]);
    assert.match(await page.locator('.readings tr').first().innerText(), /teacher\s+7\s+82 %/);
    await sheet.focus();
    await page.keyboard.press('Delete');
    await until(page, 'no reading', async () => await page.locator('.readings tr').count() === 0);
    for (const key of ['Space', 'ArrowDown', 'ArrowDown', 'ArrowLeft']) await page.keyboard.press(key);
    await page.locator('.readings tr').nth(5).waitFor();
    await page.keyboard.press('Delete');
    await page.getByRole('button', { name: 'Read this 3' }).first().click();
    await page.locator('.readings tr').nth(5).waitFor();
    await page.close();
  });

  test('the tour has five steps by keyboard, with published figures beside ours, and comes back where it was', async () => {
    const page = await bench.open('run=finished');
    const tour = page.getByRole('region', { name: 'Guided tour' });
    assert.match(await tour.innerText(), /Tour, 1 of 5[^]*94\.3 %\s+9\d\.\d %/);
    for (let step = 2; step <= 5; step++) {
      await tour.locator('vscode-button', { hasText: 'Next' }).focus();
      await page.keyboard.press('Enter');
      await tour.getByText(`Tour, ${step} of 5`).waitFor();
    }
    assert.match(await tour.innerText(), /always\s+3 of 3 seeds/);
    assert.equal(await page.locator('.toured').count(), 1);
    await page.reload();
    await tour.getByText('Tour, 5 of 5').waitFor();
    await tour.locator('vscode-button', { hasText: 'Back' }).focus();
    await page.keyboard.press('Escape');
    await tour.waitFor({ state: 'hidden' });
    await page.close();
  });

  test('numbers, picture and run are saved, a shared run is opened, and what is none says so', async () => {
    const page = await bench.open('run=finished&open=fails');
    await file(page, 'CSV').click();
    await page.locator('.notice', { hasText: 'Saved /home/me/mnist-lab.csv' }).waitFor();
    const [, csv] = await argsOf(page, 'save') as string[];
    const lines = csv.trimEnd().split('\n');
    assert.equal(lines.length, 1 + 3 * 6 * 21 + 6);
    assert.equal(new Set(lines.map(line => line.split(',').length)).size, 1, 'every line has as many values as the head');
    await file(page, 'PNG').click();
    await page.locator('.notice', { hasText: 'mnist-lab.png' }).waitFor();
    assert.match((await argsOf(page, 'save') as string[])[1], /^data:image\/png;base64,.{2000}/);
    await file(page, 'Share run').click();
    await page.locator('.notice', { hasText: 'run.json' }).waitFor();
    await file(page, 'Open run').click();
    await page.locator('.notice', { hasText: 'not a run of the MNIST lab' }).waitFor();
    await page.close();
  });

  test('what fails is told as text, never as markup', async () => {
    const page = await bench.open('start=fails');
    await control(page, 'Run').click();
    await page.locator('.notice', { hasText: 'no native library' }).waitFor();
    assert.equal(await page.locator('.notice b').count(), 0);
    assert.match(await page.locator('.notice').innerText(), /<b>no native library<\/b>/);
    await page.close();
  });

  test('is it in the data: the detector beside what the students learned, and the records as a dataset', async () => {
    const page = await bench.open('run=finished');
    await page.locator('.detection vscode-button', { hasText: 'Look for it' }).click();
    await page.locator('.detection-claim', { hasText: '75 % of the pairs told apart' }).waitFor();
    assert.match(await page.locator('.detection-words').innerText(), /same start reads 5\d % of the digits, one with another start \d+ %/);
    await page.locator('.detection vscode-button', { hasText: 'Export' }).click();
    await page.locator('.notice', { hasText: 'distillation-records.jsonl' }).waitFor();
    await page.close();
  });

  for (const theme of ['dark', 'light', 'contrast']) {
    test(`nothing for axe to find, ${theme}`, async () => {
      const page = await bench.open(`run=finished&theme=${theme}`);
      await row(page, 'teacher').waitFor();
      await page.locator('.detection vscode-button', { hasText: 'Look for it' }).click();
      await page.locator('.detection-claim').waitFor();
      await page.getByRole('button', { name: 'Read this 3' }).first().click();
      await page.locator('.readings tr').nth(5).waitFor();
      await expectAccessible(page);
      assert.deepEqual(await page.evaluate('window.fake.violations'), []);
      await page.close();
    });
  }

  test('every chart has its table, and 800 pixels are wide enough', async () => {
    const page = await bench.open('run=finished', { width: 800, height: 700 });
    await row(page, 'teacher').waitFor();
    const charts = await page.locator('.cards figure.chart:visible').count();
    assert.equal(await page.locator('.cards figure.chart:visible table').count(), charts);
    assert.ok(charts >= 2);
    assert.ok(await page.evaluate<boolean>("document.documentElement.scrollWidth <= innerWidth && document.querySelector('.shown').scrollWidth <= innerWidth"));
    await page.close();
  });
});
