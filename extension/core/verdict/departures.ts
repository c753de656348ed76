import type { RecordRef } from '../protocol/nouns';

/** A record whose own evidence speaks against its file's family. */
export interface Departure { ref: RecordRef; family: string; logOdds: number; contentHash: string }

/**
 * The strongest departures of one channel, for every family that the file may turn out to be: the verdict comes last,
 * and keeping each record's scores until then would not be constant memory.
 */
export class Departures {
  private readonly byFamily: { total: number; kept: Departure[]; least: number }[];

  /** @param logOdds departures below this are not counted. @param limit kept per family; the true total is counted. */
  constructor(private readonly families: string[], private readonly logOdds: number, private readonly limit: number) {
    this.byFamily = families.map(() => ({ total: 0, kept: [], least: logOdds }));
  }

  /** @param hash gives the record's content hash; called only for records that are kept. */
  add(ref: RecordRef, familyLogProb: Float32Array, unfamiliar: number, hash: () => string): void {
    const familiar = Math.log(1 - Math.min(unfamiliar, 0.999));
    let own = 0;
    for (let family = 1; family < familyLogProb.length; family++) if (familyLogProb[family] > familyLogProb[own]) own = family;
    for (let family = 0; family < this.families.length; family++) {
      const logOdds = familyLogProb[own] - familyLogProb[family] + familiar;
      if (family !== own && logOdds >= this.logOdds) this.keep(this.byFamily[family], ref, this.families[own], logOdds, hash);
    }
  }

  /** Strongest first, at most the limit, and how many there were. */
  from(family: string): { total: number; strongest: Departure[] } {
    const entry = this.byFamily[this.families.indexOf(family)];
    if (!entry) return { total: 0, strongest: [] };
    return { total: entry.total, strongest: strongestOf(entry.kept, this.limit) };
  }

  private keep(entry: { total: number; kept: Departure[]; least: number }, ref: RecordRef, family: string, logOdds: number, hash: () => string): void {
    entry.total++;
    if (logOdds < entry.least) return;
    entry.kept.push({ ref, family, logOdds, contentHash: hash() });
    if (entry.kept.length < 2 * this.limit + 16) return;
    entry.kept = strongestOf(entry.kept, this.limit);
    entry.least = entry.kept.at(-1)?.logOdds ?? entry.least;
  }
}

const strongestOf = (entries: Departure[], limit: number) => [...entries].sort((a, b) => b.logOdds - a.logOdds || a.ref.record - b.ref.record).slice(0, limit);
