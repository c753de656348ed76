import assert from 'node:assert/strict';
import test from 'node:test';
import { randomFrom } from '../../extension/core/fingerprint/random';
import type { FileAudit } from '../../extension/core/protocol/nouns';
import { discoveriesAmong } from '../../extension/core/verdict/discoveries';
import { discoveryText } from '../../extension/core/verdict/words';

const audit = (errorRate: number | null): FileAudit => ({
  path: 'a.jsonl', records: { total: 1, scored: 1, unreadable: 0, skipped: 0, byChannel: { numbers: 1, code: 0, reasoning: 0, other: 0 }, byField: {}, skippedBy: {} },
  verdict: { kind: 'insufficient', family: null, model: null, logOdds: 0, errorRate: 1, reasons: [] }, composition: [], problems: [], problemsTotal: 0, modelVersion: '', bytesRead: 0, elapsedMs: 0, incomplete: false,
  findings: errorRate === null ? [] : [{ rule: 'undertone/mixed', message: '', logOdds: 5, errorRate, contentHash: '' }], findingsTotal: errorRate === null ? 0 : 1,
});

test('one claim among many files is worth little, many are worth much', () => {
  const among = (files: number, claims: number) => discoveriesAmong(Array.from({ length: files }, (_, i) => audit(i < claims ? 0.01 : null)));
  assert.deepEqual([among(200, 1), among(200, 100), among(5, 0)].map(({ standing }) => standing), [0, 100, 0]);
  assert.match(discoveryText(Array.from({ length: 100 }, () => audit(0.01))) ?? '', /100 of them stand at a false discovery rate of 5\.0 %\.$/);
  assert.match(discoveryText([audit(0.01), ...Array.from({ length: 99 }, () => audit(null))]) ?? '', /could be false alarms/);
  assert.equal(discoveryText([audit(0.01)]), undefined);
});

test('the stated rate holds over many folders, whatever share of files is clean', () => {
  const random = randomFrom(1);
  for (const guilty of [0, 10, 30]) {
    const excess = Array.from({ length: 2000 }, () => {
      const files = Array.from({ length: 60 }, (_, i) => ({ isGuilty: i < guilty, isClaimed: i < guilty ? random() < 0.9 : random() < 0.01 }));
      const { falseDiscoveryRate, standing, claims } = discoveriesAmong(files.map(({ isClaimed }) => audit(isClaimed ? 0.01 : null)));
      return standing === 0 ? 0 - falseDiscoveryRate : files.filter(({ isGuilty, isClaimed }) => isClaimed && !isGuilty).length / claims - falseDiscoveryRate;
    });
    assert.ok(excess.reduce((sum, value) => sum + value, 0) / excess.length <= 0, `${guilty} guilty files`);
  }
});
