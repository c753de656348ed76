/** The first minutes: a newcomer goes through the walkthrough by keyboard, from the sample to the lab. */
import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { scenario } from './lib/session';

const steps = ['Open the sample', 'Read its verdict', 'Audit your data', 'Compare with data that you trust', 'See the phenomenon'];

scenario('the walkthrough, by keyboard', {}, async ({ bench }) => {
  const { page } = bench;
  const step = (title: string) => page.locator('.getting-started-step', { hasText: title });
  const focusByTab = async (target: Locator) => {
    for (let presses = 0; presses < 80; presses++) {
      if (await target.evaluate(node => node === node.ownerDocument.activeElement)) return;
      await page.keyboard.press('Tab');
      console.log(presses, await page.evaluate('document.activeElement.className + " " + (document.activeElement.textContent || "").slice(0, 40)'));
    }
    assert.fail(`Tab does not reach ${await target.innerText()}`);
  };
  const walkthrough = async () => {
    await page.locator('.tab', { hasText: 'Welcome' }).first().click();
    await step(steps[0]).waitFor();
  };
  const press = async (title: string, action: string) => {
    await walkthrough();
    await focusByTab(step(title).locator('.button-container button, .step-list-container button').or(step(title)).first());
    await page.keyboard.press('Enter');
    const button = step(title).locator('.monaco-button, a', { hasText: action }).first();
    await button.waitFor();
    await focusByTab(button);
    await page.keyboard.press('Enter');
  };

  await bench.command('View: Show Undertone');
  await page.locator('.welcome-view-content', { hasText: 'No dataset of this workspace has been audited yet' }).waitFor();
  await bench.picture('first-run-welcome');
  await page.locator('.welcome-view-content a', { hasText: 'Get started' }).click();
  await step(steps[4]).waitFor();
  await page.waitForTimeout(3000);
  await bench.picture('first-run-walkthrough');
  await press(steps[0], 'Open the sample');
  await bench.tab('numbers-mixed.jsonl').waitFor();
  await bench.codeLens().filter({ hasText: /Mixed/ }).waitFor();
  await bench.picture('first-run-sample');
});
