import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseTeacher, teacherJson } from '../../extension/core/enrol/teacher-file';
import { renderMarkdown } from '../../extension/core/report/markdown';
import { renderText } from '../../extension/core/report/text';
import { pageHtml } from '../../extension/views/webview-html';
import { teacher } from '../golden/audits';

/** What a stranger's configuration or teacher file could put where a family is named. */
const NAME = '\u001b]0;x\u0007\u202e<img src=x onerror=alert(1)>[a](command:evil)';

test('a family with markup or terminal controls stays text in the terminal, and in findings as Markdown', () => {
  const finding = { ...teacher.findings[0], message: `Reads like ${NAME}` };
  const audit = { ...teacher, findings: [finding], verdict: { ...teacher.verdict, family: NAME, model: NAME }, composition: teacher.composition.map(part => ({ ...part, family: NAME })) };
  assert.doesNotMatch(renderText(audit), /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
  assert.doesNotMatch(renderMarkdown({ ...teacher, findings: [finding] }), /[<>\u001b\u0007\u202e]|\]\(|command:/);
});

test('an enrolment file cannot name such a family', () => {
  const text = teacherJson({ name: 'acme', family: NAME, channel: 'code', model: 'm', dataset: 'd', records: 3, mean: [0], rates: [], neutral: null });
  assert.throws(() => parseTeacher(text, 'a.json'), /a\.json cannot be used: "family" has characters.*Restore it/);
});

test('every page allows nothing but its own script and style', () => {
  const html = pageHtml({ title: NAME, scriptUri: 'https://own/x.js', styleUri: 'https://own/x.css', cspSource: 'https://own', nonce: 'n0nce' });
  const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1].replaceAll('&#39;', "'");
  assert.equal(policy, "default-src 'none'; script-src 'nonce-n0nce'; style-src https://own 'nonce-n0nce'; font-src https://own; img-src https://own data:");
  assert.doesNotMatch(html, /unsafe-(inline|eval)|<img| on\w+="/);
  assert.deepEqual([...html.matchAll(/<script ([^>]*)>/g)].map(match => match[1]), ['nonce="n0nce" src="https://own/x.js"']);
});
