import type { Verdict } from '../protocol/nouns';

/** Records at the first look; each further one is at twice as many. */
const FIRST_LOOK = 128;
/** Looks in a row that must agree. */
const AGREEING = 3;

/**
 * Says when a verdict is settled: three looks in a row, each at twice as many records, name the same teacher (or find the same kind of answer). One look
 * alone would give chance a try at every size; how often this rule names wrongly is measured (`npm run evaluate:verdicts`).
 */
export class Settlement {
  private next = FIRST_LOOK;
  private last = '';
  private agreeing = 0;

  /** Whether it is time to look again, at so many scored records. */
  isDue(scored: number): boolean { return scored >= this.next; }

  /** Takes a look's verdict at so many scored records; true once it is settled. Too little evidence never is. */
  look(scored: number, { kind, family }: Verdict): boolean {
    while (this.next <= scored) this.next *= 2;
    const answer = `${kind} ${family ?? ''}`;
    this.agreeing = answer === this.last ? this.agreeing + 1 : 1;
    this.last = answer;
    return kind !== 'insufficient' && this.agreeing >= AGREEING;
  }
}
