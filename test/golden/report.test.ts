import test from 'node:test';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import Ajv2020 from 'ajv/dist/2020';
import { renderHtml } from '../../extension/core/report/html';
import { auditJson } from '../../extension/core/report/json';
import { renderLines } from '../../extension/core/report/lines';
import { renderMarkdown } from '../../extension/core/report/markdown';
import { renderSarif } from '../../extension/core/report/sarif';
import { renderText } from '../../extension/core/report/text';
import { crowded, hostile, teacher } from './audits';
import { matchGolden } from './golden';

test('reports of a teacher verdict with findings', () => {
  matchGolden('teacher.txt', renderText(teacher));
  matchGolden('teacher.md', renderMarkdown(teacher));
  matchGolden('teacher.html', renderHtml([teacher]));
  matchGolden('teacher.json', JSON.stringify(auditJson([teacher]), null, 2));
  matchGolden('teacher.lines', `${renderLines([teacher])}\n`);
  matchGolden('teacher.sarif', renderSarif([teacher], { root: '/data', version: '0.1.0' }));
});

test('reports of hostile names hold them as text', () => {
  const html = renderHtml([hostile]), markdown = renderMarkdown(hostile), text = renderText(hostile);
  matchGolden('hostile.md', markdown);
  matchGolden('hostile.html', html);
  assert.doesNotMatch(html, /<script|<img|<b>bold/);
  assert.doesNotMatch(markdown, /[<>]|\]\(|command:/);
  assert.doesNotMatch(html + markdown + text, /[\u0000-\u0008\u001b\u202a-\u202e\u2066-\u2069]/);
});

test('the JSON report obeys its schema', () => {
  const schema = JSON.parse(readFileSync('extension/cli/schemas/audit.schema.json', 'utf8')) as object;
  const validate = new Ajv2020().compile(schema);
  assert.ok(validate(auditJson([teacher, hostile])), JSON.stringify(validate.errors));
});

interface SarifResult { ruleId: string; ruleIndex: number; locations: [{ physicalLocation: { artifactLocation: { uri: string; index: number } } }]; properties: { logOdds: number; total?: number } }
interface SarifLog { runs: [{ results: SarifResult[]; artifacts: { location: { uri: string } }[]; tool: { driver: { rules: { id: string }[] } } }] }

const checkSarif = new Ajv2020({ formats: { 'uri-reference': /^[\w\-.~:/?#[\]@!$&'()*+,;=%]+$/ } }).compile(JSON.parse(readFileSync('test/golden/schemas/sarif-subset.schema.json', 'utf8')) as object);

test('SARIF keeps to the specification and to the limits of GitHub, whatever comes in', () => {
  for (const audits of [[], [teacher], [hostile], crowded(3, 10), crowded(40, 1000)]) {
    const text = renderSarif(audits, { root: '/data', version: '0.1.0' }), log = JSON.parse(text) as SarifLog;
    assert.ok(checkSarif(log), JSON.stringify(checkSarif.errors?.slice(0, 3)));
    assert.ok(Buffer.byteLength(text) < 10e6);
    const [{ results, artifacts, tool }] = log.runs;
    for (const { ruleId, ruleIndex, locations: [{ physicalLocation: { artifactLocation } }] } of results) {
      assert.equal(tool.driver.rules[ruleIndex].id, ruleId);
      assert.equal(artifacts[artifactLocation.index].location.uri, artifactLocation.uri);
    }
  }
});

test('SARIF lists the strongest findings and states the true total of the rest', () => {
  const { results } = (JSON.parse(renderSarif(crowded(40, 1000), { root: '/data', version: '1' })) as SarifLog).runs[0];
  const totals = results.filter(result => result.properties.total !== undefined), listed = results.filter(result => result.properties.total === undefined);
  assert.deepEqual([totals.length, new Set(totals.map(result => result.properties.total)).size, totals[0].properties.total], [40, 1, 10_000]);
  const weakest = Math.min(...listed.map(result => result.properties.logOdds));
  assert.ok(listed.length > 1000 && weakest > 800, `${listed.length} listed down to ${weakest}`);
});

test('SARIF holds byte offsets and paths below the root, and no record text', () => {
  const [{ results, artifacts }] = (JSON.parse(renderSarif([{ ...teacher, path: '/data/a b/ü.jsonl' }, { ...teacher, path: '/elsewhere/x.jsonl' }], { root: '/data', version: '1' })) as SarifLog).runs;
  assert.deepEqual(artifacts.map(({ location }) => location.uri), ['a%20b/%C3%BC.jsonl', 'file:///elsewhere/x.jsonl']);
  assert.match(JSON.stringify(results), /"startLine":17,"byteOffset":900,"byteLength":55/);
  assert.doesNotMatch(JSON.stringify(results), /snippet/);
});
