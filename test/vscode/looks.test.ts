/** Pictures of every surface in light, dark and high contrast, to be looked at: test/output/screens. With UPDATE_PICTURES=1 those of the documentation are renewed, too. */
import path from 'node:path';
import { RENEWS_PICTURES } from './lib/published';
import { columnOfSample, samplesFolder, scenario } from './lib/session';

const sample = 'numbers-qwen.jsonl';
const file = path.join(samplesFolder, sample);
const hovered = 2;
const options = { copy: [file], settings: { 'undertone.expect.families': ['gpt'], 'editor.wordWrap': 'on' } };

scenario('every surface in every theme', options, async ({ bench }) => {
  await bench.openFile(sample);
  await bench.codeLens().filter({ hasText: /reads like/i }).waitFor();
  for (const name of ['light', 'dark', 'contrast'] as const) {
    await bench.theme(name);
    await bench.openFile(sample);
    await bench.command('Problems: Focus on Problems View');
    await bench.problems().filter({ hasText: /expected/ }).waitFor();
    await bench.openFile(sample);
    await bench.goTo(hovered, columnOfSample(file, hovered));
    await bench.command('Undertone: Explain this record');
    await bench.hover('Strongest evidence');
    await bench.picture(`${name}-editor`, name === 'light' ? 'editor' : undefined);
    await bench.page.keyboard.press('Escape');
    await bench.command('Undertone: Audit this file');
    await bench.webview().getByText(/error rate/).first().waitFor();
    await bench.picture(`${name}-report`);
    await bench.openFile(sample);
    await bench.command('Undertone: Open as dataset');
    await bench.command('View: Toggle Panel Visibility');
    await bench.webview().locator('.grid-body .grid-row').first().waitFor();
    await bench.webview().locator('.verdict[data-kind=teacher]').waitFor();
    await bench.picture(`${name}-dataset`, name === 'dark' ? 'dataset' : undefined);
    await bench.command('View: Close Editor');
  }
});

/** Runs of three seeds take minutes, so only who wants new pictures pays for them. */
const LABS = [{ picture: 'lab', title: 'MNIST lab' }, { picture: 'language-lab', title: 'language lab' }];
for (const { picture, title } of RENEWS_PICTURES ? LABS : []) {
  scenario(`a finished run of the ${title}, for the documentation`, { settings: { 'workbench.colorTheme': 'Default Dark Modern' } }, async ({ bench }) => {
    const page = bench.webview();
    await bench.command(`Undertone: Open the ${title}`);
    await page.locator('.tour').waitFor();
    await bench.page.keyboard.press('Escape');
    await bench.command('View: Toggle Primary Side Bar Visibility');
    await page.locator('.run-controls vscode-button', { hasText: 'Run' }).click();
    await page.locator('.run-status', { hasText: 'Finished' }).waitFor({ timeout: 280_000 });
    await bench.picture(`published-${picture}`, picture);
  });
}
