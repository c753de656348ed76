/** Leaves whole sources and whole models out of training and judges files of what was left out, by the verdict of the product. */
import { ChannelEvidence } from '../../extension/core/verdict/channel-evidence';
import { judgeChannel, type ChannelSetup } from '../../extension/core/verdict/judge-channel';
import { randomFrom } from '../../extension/core/fingerprint/random';
import { NUMBER_MEASURES } from '../../extension/core/fingerprint/number-measures';
import { groupBy } from './evaluation/forced-choice';
import { channelLabels, fitLight, leaveSourcesOut, modelLabels, numberData, type KeepRow } from './numbers';
import type { NumberData } from './numbers-data';
import { fitFamiliarity, type LeftOut } from './numbers-familiarity';
import { scorePart, type ScoredRow } from './numbers-scores';
import { fitSets } from './sets';

/** Verdicts on files of one left-out model and source: shares named rightly (family, and model), wrongly, and not named. */
export interface LeftOutLine { left: 'source' | 'model'; name: string; group: string; right: number; model: number; wrong: number; withheld: number }

const FILE_SIZE = 50;
const FILES = 60;

/** Judges validation files of every source that a model shares with others, and of every model, each by a light model that never saw it. */
export function evaluateLeftOut(corpus: string, seed: number, log: (line: string) => void): LeftOutLine[] {
  const data = numberData(corpus, seed);
  const leftSources = leaveSourcesOut(data, seed);
  const { labels } = modelLabels(data.origins);
  const shared = new Set(leftSources.flatMap(({ rows }) => rows.map(row => row.model)));
  const sources = leftSources.map(({ source }) => ({ left: 'source' as const, name: source, keep: (o: Parameters<KeepRow>[0]) => o.source !== source || !shared.has(o.model), spread: leftSources }));
  const models = labels.map((name, i) => ({ left: 'model' as const, name, keep: (o: Parameters<KeepRow>[0]) => o.model !== name, spread: leftSources.map(each => withoutStatistic(each, NUMBER_MEASURES.length + i)) }));
  return [...sources, ...models].flatMap(({ left, name, keep, spread }) => {
    log(`numbers: without ${name}`);
    return judgeLeftOut(data, keep, spread, seed).map(line => ({ left, name, ...line }));
  });
}

/** A model that is left out has no statistic of its own. */
function withoutStatistic({ source, rows }: LeftOut, index: number): LeftOut {
  return { source, rows: rows.map(row => ({ ...row, score: { ...row.score, statistics: row.score.statistics.filter((_, k) => k !== index) } })) };
}

function judgeLeftOut(data: NumberData, keep: KeepRow, spread: LeftOut[], seed: number): Omit<LeftOutLine, 'left' | 'name'>[] {
  const weights = fitLight(data, keep, seed);
  const labels = channelLabels(weights.heads.integers);
  const rows = scorePart(weights, data, labels, 'validation');
  const known = rows.filter(row => keep(row.origin));
  const familiar = spread.map(({ source, rows: own }) => ({ source, rows: own.filter(row => keep(row.origin)) }));
  const setup = { labels, set: { ...fitSets(known, labels, seed), familiarity: fitFamiliarity(known, familiar) } };
  const strangers = rows.filter(row => !keep(row.origin) && (labels.models.includes(row.model) || !data.origins.some(o => o.model === row.model && keep(o))));
  return [...groupBy(strangers, row => row.group)].map(([group, own]) => ({ group, ...judge(own, setup, seed) }));
}

function judge(rows: ScoredRow[], setup: ChannelSetup, seed: number): Omit<LeftOutLine, 'left' | 'name' | 'group'> {
  const random = randomFrom(seed);
  const share = { right: 0, model: 0, wrong: 0, withheld: 0 };
  for (let file = 0; file < FILES; file++) {
    const evidence = new ChannelEvidence(setup.labels.families.length, setup.labels.models.length, rows[0].score.statistics.length);
    for (let i = 0; i < FILE_SIZE; i++) evidence.add(rows[Math.floor(random() * rows.length)].score);
    const { family, model } = judgeChannel('numbers', evidence, setup);
    share[family === null ? 'withheld' : family === rows[0].family ? 'right' : 'wrong'] += 1 / FILES;
    if (model === rows[0].model) share.model += 1 / FILES;
  }
  return share;
}
