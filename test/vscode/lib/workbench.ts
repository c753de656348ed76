import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { FrameLocator, Locator, Page } from 'playwright-core';
import { root } from './find';
import { publish } from './published';
import { until } from './until';

/** Where screenshots of a run go; git ignores it. */
export const screensFolder = path.join(root, 'test/output/screens');

/** Themes that every view must look right in. */
export const THEMES = {
  light: { label: 'Light Modern', className: 'vs' }, dark: { label: 'Dark Modern', className: 'vs-dark' },
  contrast: { label: 'Dark High Contrast', className: 'hc-black' },
};

const quickInput = '.quick-input-widget:visible input';
const quickRow = '.quick-input-list .monaco-list-row';

/** What a person does in the VS Code window, by keyboard where there is a key. */
export class Workbench {
  constructor(readonly page: Page) {}

  /** Opens the window and waits until VS Code knows the extension's commands; a file opened earlier would miss its custom editors. */
  async open(url: string, contributedCommand: string): Promise<void> {
    await this.page.goto(url);
    await this.page.locator('.monaco-workbench').waitFor({ timeout: 60_000 });
    await this.untilListed(contributedCommand);
  }

  private async untilListed(title: string): Promise<void> {
    await this.untilDone(async () => {
      await this.page.keyboard.press('F1');
      await this.page.locator(quickInput).first().fill(`>${title}`, { timeout: 5000 });
      await this.page.locator(quickRow, { hasText: title }).first().waitFor({ timeout: 2000 });
      await this.page.keyboard.press('Escape');
    });
  }

  private async untilDone(attempt: () => Promise<void>): Promise<void> {
    for (const deadline = Date.now() + 90_000; ;) {
      try {
        return await attempt();
      } catch (error) {
        if (Date.now() > deadline) throw error;
        await this.page.keyboard.press('Escape');
      }
    }
  }

  /** Runs a command from the palette by its full title, category included. */
  async command(title: string): Promise<void> {
    await this.untilDone(async () => {
      await this.page.keyboard.press('F1');
      await this.pick(`>${title}`, title);
    });
  }

  /** Types into the open quick input and takes the entry with exactly this label, by keyboard: the list still changes under a click. */
  private async pick(typed: string, label: string): Promise<void> {
    await this.page.locator(quickInput).first().fill(typed, { timeout: 5000 });
    const entry = (rows: string) => this.page.locator(rows).filter({ has: this.page.locator('.label-name').getByText(label, { exact: true }) }).first();
    await entry(quickRow).waitFor({ timeout: 5000 });
    const focused = entry(`${quickRow}.focused`);
    for (let step = 0, settled = 0; step < 40 && settled < 3; step++) { // the list is filled in several goes, each of which moves the focus
      settled = await focused.count() > 0 ? settled + 1 : 0;
      if (settled === 0) await this.page.keyboard.press('ArrowDown');
      await this.page.waitForTimeout(100);
    }
    await focused.waitFor({ timeout: 2000 });
    await this.page.keyboard.press('Enter');
  }

  /** Opens the active file as a dataset and waits for a text of the page; a command that the palette lost is given again. */
  async openAsDataset(text: string): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      await this.command('Undertone: Open as dataset');
      try {
        return await this.webview().getByText(text).first().waitFor({ timeout: 20_000 });
      } catch (error) {
        if (attempt === 3) throw error;
      }
    }
  }

  /** Answers a file dialog, with a path or with what it proposes, until it is gone: while it still reads the folder it forgets what is typed. */
  async answerDialog(file?: string): Promise<void> {
    const dialog = this.page.locator(quickInput).first();
    await dialog.waitFor();
    await until('the dialog is answered', async () => {
      if (await dialog.count() === 0) return true;
      if (file !== undefined) await dialog.fill(file, { timeout: 2000 }).catch(() => undefined);
      await dialog.press('Enter', { timeout: 2000 }).catch(() => undefined);
      await dialog.waitFor({ state: 'hidden', timeout: 3000 }).catch(() => undefined);
      return await dialog.count() === 0;
    });
  }

  /** Changes the colour theme. */
  async theme(name: keyof typeof THEMES): Promise<void> {
    await this.command('Preferences: Color Theme');
    await this.pick(THEMES[name].label, THEMES[name].label);
    await this.page.locator(`.monaco-workbench.${THEMES[name].className}`).waitFor();
  }

  /** Opens a workspace file by name through quick open and waits for its tab. A click while the list still fills can be lost: then again. */
  async openFile(name: string): Promise<void> {
    await this.untilDone(async () => {
      await this.page.keyboard.press('ControlOrMeta+P');
      await this.pick(name, name);
      await this.tab(name).waitFor({ timeout: 5000 });
    });
  }

  tab(name: string): Locator {
    return this.page.locator(`.tabs-container .tab.active[data-resource-name="${name}"]`);
  }

  /** Moves the cursor to a 1-based line and column of the active text editor. */
  async goTo(line: number, column = 1): Promise<void> {
    await this.page.keyboard.press('Control+G');
    await this.page.locator(quickInput).first().fill(`:${line},${column}`);
    await this.page.keyboard.press('Enter');
  }

  /** The document inside the visible webview: VS Code nests it two frames deep. */
  webview(): FrameLocator {
    return this.page.frameLocator('iframe.webview.ready:visible').frameLocator('iframe#active-frame');
  }

  /** The hover that a command has opened, once it shows a text; its parts arrive one by one. */
  async hover(text: string | RegExp): Promise<Locator> {
    const hover = this.page.locator('.monaco-hover:visible', { hasText: text }).first();
    await hover.waitFor();
    return hover;
  }

  /** Opens the menu of code actions at the cursor; click an entry to run it. */
  async codeActions(): Promise<Locator> {
    await this.page.keyboard.press('Control+Period');
    const entries = this.page.locator('.action-widget .monaco-list-row');
    await entries.first().waitFor();
    return entries;
  }

  codeLens(): Locator { return this.page.locator('.codelens-decoration'); }

  statusBar(text: string | RegExp): Locator { return this.page.locator('.statusbar-item', { hasText: text }); }

  problems(): Locator { return this.page.locator('.markers-panel .monaco-list-row'); }

  squiggles(): Locator { return this.page.locator('.monaco-editor [class*="squiggly-"]'); }

  notifications(): Locator { return this.page.locator('.notification-toast'); }

  /** Keeps a picture of the window as `test/output/screens/<name>.png`; as `published`, it may also renew that picture of the documentation. */
  async picture(name: string, published?: string): Promise<void> {
    mkdirSync(screensFolder, { recursive: true });
    const png = await this.page.screenshot({ path: path.join(screensFolder, `${name}.png`), animations: 'disabled' });
    if (published) await publish(this.page.context(), published, png);
  }
}
