import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test, type TestContext } from 'node:test';

const SAMPLE = 'extension/samples/numbers-qwen.jsonl';
const OPTIONS = JSON.stringify({ sample: {}, expectFamilies: [], maxFindings: 1 });

/** What a program leaves in its temporary folder, in surroundings that do not say that they are a build server: there the library keeps quiet by itself. */
function leftBy(t: TestContext, args: string[]): string[] {
  const folder = mkdtempSync(path.join(tmpdir(), 'undertone-quiet-'));
  t.after(() => { rmSync(folder, { recursive: true }); });
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(CI|ORT_|BUILD|GITHUB_|GITLAB_|TF_BUILD|JENKINS|TRAVIS|CIRCLE)/.test(name)));
  execFileSync(process.execPath, args, { env: { ...env, TMPDIR: folder, XDG_CACHE_HOME: folder, HOME: folder }, stdio: ['ignore', 'pipe', 'inherit'] });
  return readdirSync(folder);
}

test('the model runtime reports its use to nobody: no identifier, log or cache of its reports, from the command line', t => {
  assert.deepEqual(leftBy(t, ['dist/cli.js', 'audit', SAMPLE]), []);
});

test('nor from the scoring thread, whose environment is the host\'s', t => {
  const script = `import('./extension/worker/client.ts').then(async ({ default: { AuditClient } }) => {
    const client = new AuditClient(${JSON.stringify(path.resolve('dist/worker.js'))}, console.error);
    await client.run((job, worker) => worker.auditFile(job, ${JSON.stringify(SAMPLE)}, ${OPTIONS}));
    await client.dispose();
  });`;
  assert.deepEqual(leftBy(t, ['--import', 'tsx', '-e', script]).filter(name => !name.startsWith('tsx-')), []);
});
