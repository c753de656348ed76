import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { t, translateWith } from '../../extension/core/protocol/translate';
import { plural, verdictName } from '../../extension/editor/wording';

const bundle: Record<string, string> = JSON.parse(readFileSync('extension/l10n/bundle.l10n.json', 'utf8'));

test('every text that the host shows can be translated, and the bundle holds them all', () => {
  const { status, stderr } = spawnSync(process.execPath, ['.config/strings.mjs', '--check'], { encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  assert.ok('{0} findings' in bundle && 'Reads like {0}' in bundle, 'both ways to translate are read');
});

test('without an editor texts are English; with one, its translation is used for whole sentences and both numbers', t2 => {
  assert.equal(t('{0} of {1} scored', '{1}', 2), '{1} of 2 scored', 'what is filled in is not filled again');
  const german: Record<string, string> = { '{0} record': '{0} Datensatz', '{0} records': '{0} Datensätze', mixed: 'gemischt' };
  t2.after(() => { translateWith((text, ...values) => text.replace(/\{(\d+)\}/g, (_, index: string) => String(values[Number(index)]))); });
  translateWith((text, ...values) => (german[text] ?? text).replace('{0}', String(values[0])));
  assert.equal(plural(1, 'record'), '1 Datensatz');
  assert.equal(plural(2, 'record'), '2 Datensätze');
  assert.equal(verdictName({ kind: 'mixed', family: null, model: null, logOdds: 0, errorRate: 0, reasons: [] }), 'gemischt');
});
