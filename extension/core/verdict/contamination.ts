/** What part of the records is bet to come from somebody else; the wealth is the mean of what each bet would have won. */
const STAKES = [0.01, 0.03, 0.1, 0.3];
/** Records between looks at the wealth. */
const LOOK_EVERY = 16;
/** Sharpens a probability: records that are nearly certain carry the bet. */
const POWER = 4;

/** Held-out output of others is never taken to be less like a family than this: so no few records decide alone. */
const LEAST_LIKENESS = 0.01;

/** At most this share of files without a record of a family is said to hold some. */
export const CONTAMINATION_ERROR_RATE = 0.01;

/** A family of which some records seem to come, with the logarithm of the largest e-value reached. */
export interface Contamination { family: string; logEValue: number }

/** How much a record reads like a family, 0..1, from the family's log-probability. */
export const likenessOf = (logProbability: number): number => Math.exp(POWER * logProbability);

/**
 * Whether some records of a file come from a family, whoever wrote the others: bets that a record's likeness to it is larger than the largest mean
 * that held-out output of any other teacher has. In a file without a record of the family the wealth is a supermartingale as far as the file is like
 * those held-out sets, so it reaches W with probability 1/W at most, however often one looks and whenever one stops (Ville).
 */
export class ContaminationBets {
  private readonly odds: Float64Array;
  private readonly logWealth: Float64Array;
  private readonly product: Float64Array;
  private readonly most: Float64Array;
  private records = 0;

  /** @param likeness per family: the largest mean likeness of others. */
  constructor(private readonly families: readonly string[], likeness: Readonly<Record<string, number>>) {
    this.odds = Float64Array.from(families, family => 1 / Math.max(LEAST_LIKENESS, likeness[family] ?? 1));
    this.logWealth = new Float64Array(families.length * STAKES.length);
    this.product = new Float64Array(this.logWealth.length).fill(1);
    this.most = new Float64Array(families.length);
  }

  /** Takes a record's log-probability per family. */
  add(logProbability: ArrayLike<number>): void {
    for (let family = 0, at = 0; family < this.odds.length; family++) {
      const gain = likenessOf(logProbability[family]) * this.odds[family] - 1;
      for (const stake of STAKES) this.product[at++] *= 1 + stake * gain;
    }
    if (++this.records % LOOK_EVERY === 0) this.look();
  }

  /** The family that most speaks for some records being its own, other than `author`, where it is beyond chance among so many families; or null. */
  found(author: string): Contamination | null {
    let best: Contamination | null = null;
    this.families.forEach((family, i) => {
      if (family !== author && this.most[i] >= Math.log(this.families.length / CONTAMINATION_ERROR_RATE) && this.most[i] > (best?.logEValue ?? 0)) best = { family, logEValue: this.most[i] };
    });
    return best;
  }

  private look(): void {
    for (let at = 0; at < this.product.length; at++) {
      this.logWealth[at] += Math.log(this.product[at]);
      this.product[at] = 1;
    }
    for (let family = 0; family < this.most.length; family++) {
      const own = this.logWealth.subarray(family * STAKES.length, (family + 1) * STAKES.length), peak = Math.max(...own);
      this.most[family] = Math.max(this.most[family], peak + Math.log(own.reduce((sum, log) => sum + Math.exp(log - peak), 0) / STAKES.length));
    }
  }
}
