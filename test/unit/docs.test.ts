import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { RULES } from '../../extension/core/protocol/nouns';
import { renderMarkdown } from '../../extension/core/report/markdown';
import { teacher } from '../golden/audits';

const PAGES = ['README.md', 'CHANGELOG.md', 'CONTRIBUTING.md', ...readdirSync('extension/docs').map(name => `extension/docs/${name}`)];
const read = (file: string) => readFileSync(file, 'utf8');
const withoutCode = (markdown: string) => markdown.replace(/```[\s\S]*?```/g, '').replace(/`[^`\n]*`/g, '');

/** Addresses of all links and pictures of a page. */
const linksOf = (page: string) => [...withoutCode(read(page)).matchAll(/\]\(([^)\s]+)\)/g)].map(match => match[1]);

/** Anchors of a page's headings, as GitHub and the preview make them. */
const anchorsOf = (page: string) => [...withoutCode(read(page)).matchAll(/^#+ (.*)$/gm)].map(([, heading]) => heading.toLowerCase().replace(/[^\w\- ]/g, '').replaceAll(' ', '-'));

test('the tables of commands and settings are current', () => {
  const { status, stderr } = spawnSync(process.execPath, ['.config/docs.mjs', '--check'], { encoding: 'utf8' });
  assert.equal(status, 0, stderr);
});

test('every link between pages leads to a file and a heading that are there', () => {
  for (const page of PAGES) {
    for (const link of linksOf(page).filter(address => !/^https:/.test(address))) {
      const [file, anchor] = link.split('#'), target = file ? path.join(path.dirname(page), file) : page;
      assert.ok(existsSync(target), `${page}: ${link}`);
      if (anchor) assert.ok(anchorsOf(target).includes(anchor), `${page}: ${link}`);
    }
  }
});

test('pages that come with the extension link only to what comes with it', () => {
  for (const page of PAGES.filter(name => name.startsWith('extension/'))) {
    for (const link of linksOf(page).filter(address => !/^(https:|#)/.test(address))) assert.match(path.join(path.dirname(page), link), /^(extension\/docs\/[\w-]+\.md(#[\w-]+)?|\.media\/[\w-]+\.png)$/, `${page}: ${link}`);
  }
});

test('every picture is shown somewhere, and every one that is shown is there', () => {
  const shown = [...[...PAGES, 'package.json'].map(read).join('\n').matchAll(/\.media\/([\w-]+\.png)/g)].map(match => match[1]);
  assert.deepEqual([...new Set(shown)].toSorted(), readdirSync('.media').toSorted());
});

test('the first screen of the README says what it does, how to start it, and what it cannot do', () => {
  const headings = [...withoutCode(read('README.md')).matchAll(/^##+ (.*)$/gm)].map(match => match[1]);
  assert.equal(headings[0], 'What it cannot do');
  assert.match(read('README.md').split('### What it cannot do')[0], /!\[[^\]]+\]\(\.media\/editor\.png\)[\s\S]*npm start[\s\S]*npm test/);
});

test('the page on verdicts explains every verdict and every rule in the words that reports use', () => {
  const guide = read('extension/docs/verdict.md');
  for (const words of ['Reads like', 'Mixed', 'Unfamiliar', 'Not enough evidence']) assert.ok(guide.includes(`| **${words}**`), words);
  for (const rule of RULES) assert.ok(guide.includes(`| \`${rule}\` |`), rule);
  assert.match(renderMarkdown(teacher), /Reads like/);
});
