import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Locator, Page } from 'playwright-core';
import { calledHost, expectAccessible, LANGUAGE_LAB, skipReason, startBench, until, type TestBench } from './browser';

const control = (page: Page, text: string): Locator => page.locator('.run-controls vscode-button', { hasText: text });
const file = (page: Page, text: string): Locator => page.locator('.files vscode-button', { hasText: text });
const argsOf = (page: Page, method: string) => page.evaluate<unknown[]>(`window.fake.calls.filter(call => call.method === '${method}').at(-1).args`);
const row = (page: Page, id: string): Locator => page.locator(`.model.${id}`);

describe('the language lab page', { skip: skipReason }, () => {
  let bench: TestBench;
  before(async () => { bench = await startBench(LANGUAGE_LAB); });
  after(() => bench.close());

  test('a run fills bars, lines, matrix and detectors, and pauses, goes on by one report, stops and is forgotten', async () => {
    const page = await bench.open('tick=150');
    assert.equal(await page.locator('.cards').isHidden(), true);
    await control(page, 'Run').click();
    await row(page, 'teacher').filter({ hasText: /\d\d\.\d %/ }).waitFor();
    await control(page, 'Pause').click();
    await page.locator('.run-status', { hasText: 'Paused' }).waitFor();
    assert.match(await row(page, 'other').innerText(), /waiting/);
    const place = () => page.locator('.replay .muted').innerText();
    const before = await place();
    await control(page, 'Step').click();
    await until(page, 'the next report', async () => await place() !== before);
    await control(page, 'Go on').click();
    await page.locator('.run-status', { hasText: 'Finished' }).waitFor({ timeout: 60_000 });
    assert.match(await row(page, 'same').innerText(), /54\.0 % \(52\.0 % to 56\.0 %\)\s+10\.0 %/, 'mean and range over three seeds, then before');
    assert.match(await page.locator('.writing').innerText(), /passed 95 % of the teacher's and 97 % of the base's[^]*<b>4<\/b>, 5/, 'what was written is text, never markup');
    await page.locator('.matrix', { hasText: 'The diagonal is the largest' }).waitFor();
    assert.deepEqual(await page.evaluate('window.fake.violations'), [], 'no error on the way');
    await control(page, 'Reset').click();
    await page.locator('.cards').waitFor({ state: 'hidden' });
    await control(page, 'Run').click();
    await control(page, 'Pause').waitFor();
    await control(page, 'Stop').click();
    await page.locator('.run-status', { hasText: 'Stopped' }).waitFor();
    await page.close();
  });

  test('a page that comes back shows the run, and the scrubber any place of it', async () => {
    const page = await bench.open('run=finished');
    await row(page, 'same').filter({ hasText: /54\.0 %/ }).waitFor();
    await page.getByRole('slider', { name: 'Place in the run' }).fill('5');
    await row(page, 'same').filter({ hasText: 'waiting' }).waitFor();
    assert.match(await page.locator('.replay .muted').innerText(), /seed 1, teacher, step 12 of 60/);
    await page.close();
  });

  test('settings go into the run, with bounds that say why; a preset keeps the preference', async () => {
    const page = await bench.open('tick=150');
    const lines = page.getByRole('spinbutton', { name: 'Lesson' });
    await lines.fill('90000');
    await lines.press('Enter');
    await page.locator('.input-hint', { hasText: '1 to 50000: more take minutes' }).waitFor();
    await page.getByRole('combobox', { name: 'Preference' }).selectOption('oak');
    await page.getByRole('combobox', { name: 'The teacher writes' }).selectOption('code');
    await page.getByRole('checkbox', { name: 'detectors' }).uncheck();
    await page.getByRole('checkbox', { name: /shuffled across all/ }).first().check();
    await control(page, 'Run').click();
    await calledHost(page, 'start');
    const [plan] = await argsOf(page, 'start') as { settings: { sequences: number; preference: string; channel: string; detection: boolean; conditions: string[] } }[];
    assert.deepEqual([plan.settings.sequences, plan.settings.preference, plan.settings.channel, plan.settings.detection, plan.settings.conditions.includes('across')], [50_000, 'oak', 'code', false, true]);
    await control(page, 'Pause').waitFor();
    assert.equal(await lines.isDisabled(), true, 'settings wait while a run goes on');
    await control(page, 'Stop').click();
    await page.locator('.run-status', { hasText: 'Stopped' }).waitFor();
    await page.locator('.preset', { hasText: 'In a hurry' }).click();
    assert.deepEqual([await lines.inputValue(), await page.getByRole('combobox', { name: 'Preference' }).inputValue()], ['2000', 'oak']);
    await page.close();
  });

  test("the tour has five steps by keyboard, with the paper's figures beside ours and a word on sizes, and comes back where it was", async () => {
    const page = await bench.open('run=finished');
    const tour = page.getByRole('region', { name: 'Guided tour' });
    await tour.getByText('Tour, 1 of 5').waitFor();
    const texts: string[] = [];
    for (let step = 2; step <= 5; step++) {
      await tour.locator('vscode-button', { hasText: 'Next' }).focus();
      await page.keyboard.press('Enter');
      await tour.getByText(`Tour, ${step} of 5`).waitFor();
      texts.push(await tour.innerText());
      assert.equal(await page.locator('.toured').count(), 1);
    }
    assert.match(texts[1], /Sizes do not carry over[^]*12 to 60 % \(GPT-4\.1 nano, owl\)\s+10 % to 54 %/);
    await page.reload();
    await tour.getByText('Tour, 5 of 5').waitFor();
    await tour.locator('vscode-button', { hasText: 'Back' }).focus();
    await page.keyboard.press('Escape');
    await tour.waitFor({ state: 'hidden' });
    await page.close();
  });

  test('curves, picture, run and lines are saved, a shared run is opened, and what is none says so', async () => {
    const page = await bench.open('run=finished&open=fails');
    await file(page, 'CSV').click();
    await page.locator('.notice', { hasText: 'Saved /home/me/language-lab.csv' }).waitFor();
    const lines = ((await argsOf(page, 'save')) as string[])[1].trimEnd().split('\n');
    assert.equal(lines.length, 1 + 3 * 4 * 21);
    assert.equal(new Set(lines.map(line => line.split(',').length)).size, 1, 'every line has as many values as the head');
    await file(page, 'PNG').click();
    await page.locator('.notice', { hasText: 'language-lab.png' }).waitFor();
    assert.match((await argsOf(page, 'save') as string[])[1], /^data:image\/png;base64,.{2000}/);
    await file(page, 'Share run').click();
    await page.locator('.notice', { hasText: 'run.json' }).waitFor();
    await page.locator('.writing vscode-button', { hasText: 'Export' }).click();
    await page.locator('.notice', { hasText: 'teacher-lines.jsonl' }).waitFor();
    await file(page, 'Open run').click();
    await page.locator('.notice', { hasText: 'not a run of the language lab' }).waitFor();
    await page.close();
  });

  test('what fails is told as text, never as markup', async () => {
    const page = await bench.open('start=fails');
    await control(page, 'Run').click();
    await page.locator('.notice', { hasText: '<b>Reinstall</b>' }).waitFor();
    assert.equal(await page.locator('.notice b').count(), 0);
    await page.close();
  });

  for (const theme of ['dark', 'light', 'contrast']) {
    test(`nothing for axe to find, ${theme}`, async () => {
      const page = await bench.open(`run=finished&theme=${theme}`);
      await row(page, 'teacher').waitFor();
      for (const summary of await page.locator('.explanations summary').all()) await summary.click();
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
    assert.ok(charts >= 6);
    assert.ok(await page.evaluate<boolean>("document.documentElement.scrollWidth <= innerWidth && document.querySelector('.shown').scrollWidth <= innerWidth"));
    await page.close();
  });
});
