/** The first minutes: a newcomer goes through the walkthrough by keyboard, from the sample to how its verdict reads. */
import assert from 'node:assert/strict';
import { scenario } from './lib/session';

const STEPS = ['sample', 'verdict', 'audit', 'compare', 'lab'];

scenario('the walkthrough by keyboard: five steps, the sample with its verdict, the page on verdicts', {}, async ({ bench }) => {
  const { page } = bench;
  const step = (id: string) => page.locator(`.getting-started-step[data-step-id$="#${id}"]`);
  const open = async (id: string) => {
    await step(id).focus();
    if (await step(id).getAttribute('aria-expanded') !== 'true') await page.keyboard.press('Enter');
    await page.locator(`.getting-started-step.expanded[data-step-id$="#${id}"]`).waitFor();
  };
  const press = async (id: string, action: string) => {
    await open(id);
    await step(id).locator('.monaco-button, .monaco-link', { hasText: action }).press('Enter');
  };
  const preview = (text: string | RegExp) => page.frameLocator('iframe.webview.ready:visible').last().frameLocator('iframe#active-frame').getByText(text).first();

  await bench.command('View: Show Undertone');
  await page.locator('.welcome-view-content', { hasText: 'No dataset of this workspace has been audited yet' }).waitFor();
  await bench.picture('first-run-welcome');
  await page.locator('.welcome-view-content a', { hasText: 'Get started' }).press('Enter');
  await step('lab').waitFor();
  assert.deepEqual(await page.locator('.getting-started-step').evaluateAll(nodes => nodes.map(node => node.getAttribute('data-step-id')?.split('#').at(-1))), STEPS);
  await page.locator('.getting-started-media img, .getting-started-detail-right img').first().waitFor();
  await bench.picture('first-run-walkthrough');

  await open('sample');
  await page.keyboard.press('Tab');
  for (let presses = 1; presses < 4 && await page.locator(':focus', { hasText: /^Open the sample$/ }).count() === 0; presses++) await page.keyboard.press('Tab');
  await page.locator('a:focus', { hasText: 'Open the sample' }).press('Enter');
  await bench.tab('numbers-mixed.jsonl').waitFor();
  await bench.codeLens().filter({ hasText: /Mixed/ }).waitFor();
  await bench.picture('first-run-sample');

  await press('verdict', 'How to read a verdict');
  await preview('How to read a verdict').waitFor();
  await bench.picture('first-run-guide');
});
