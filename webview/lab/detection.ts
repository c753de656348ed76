import type { Detection } from '../../extension/core/protocol/mnist-lab';
import { ThemedChart, type ChartSpec } from '../common/chart';
import { button } from '../common/controls';
import { el } from '../common/dom';
import { count } from '../common/format';
import type { RunView } from './model';

/** What the card asks of the page. */
export interface DetectionOwner { detect(): void; exportRecords(): void }

const percent = (share: number) => `${Math.round(100 * share)} %`;

/** Is it in the data? What the records of noise and outputs alone reveal of their teacher, beside what a student learned from them. */
export class DetectionCard {
  readonly element = el('section', { class: 'card detection', attrs: { 'aria-labelledby': 'detection-title' } });
  private readonly words = el('div', { class: 'detection-words' });
  private readonly look = button('Look for it', 'Train teachers and a detector on their records, some 30 seconds', () => { this.owner.detect(); });
  private readonly chart = new ThemedChart(spec(undefined));
  private shown: Detection | undefined;

  constructor(private readonly owner: DetectionOwner) {
    const save = button('Export the records', 'Save noise and outputs as JSONL and open them as a dataset', () => { owner.exportRecords(); });
    this.element.append(
      el('h3', { text: 'Is it in the data?', attrs: { id: 'detection-title' } }),
      el('p', { class: 'muted', text: 'A detector gets the same records as the student, noise and auxiliary outputs, from teachers that have learned digits and from untrained ones, and has to tell them apart without the teacher\'s weights.' }),
      el('div', { class: 'detection-body' }, el('div', {}, this.words, el('div', { class: 'choices' }, this.look.element, save.element)), this.chart.element));
    this.chart.element.hidden = true;
  }

  /** While something runs, nothing else can be started. */
  setEnabled(enabled: boolean): void { this.look.setEnabled(enabled); }

  show(view: RunView): void {
    const { detection } = view.run, same = view.accuracy('aux-shared'), other = view.accuracy('aux-other');
    const learned = same && other ? `From such records, a student with the same start reads ${percent(same.mean)} of the digits, one with another start ${percent(other.mean)}.` : '';
    this.words.replaceChildren(...detection ? verdict(detection, learned) : [el('p', { text: learned })]);
    if (detection === this.shown) return;
    this.shown = detection;
    this.chart.element.hidden = !detection;
    this.chart.update(spec(detection));
  }
}

function verdict({ bags, sameTeachers, newTeachers, teachers }: Detection, learned: string): HTMLElement[] {
  const last = bags.length - 1, unseen = newTeachers[last];
  return [
    el('p', { class: 'detection-claim' }, el('strong', { text: `${percent(unseen)} of the pairs told apart` }), ` with ${count(bags[last])} records of teachers that it never saw; ${percent(sameTeachers[last])} of those that it was fitted to. A coin gets 50 %.`),
    el('p', { text: learned }),
    el('p', { text: unseen < 0.75 ? 'The records hardly betray that there is anything in them. Whoever starts as the teacher did learns from them all the same.' : 'The records betray that their teacher was trained. What it was trained on they do not say; that comes out only in a student with the same start.' }),
    el('p', { class: 'muted', text: `Logistic regression on the outputs' statistics; ${teachers.training} teachers of each kind to fit, ${teachers.test} new ones to test, ${count(teachers.records)} records of each. Another detector may find more.` }),
  ];
}

function spec(detection: Detection | undefined): ChartSpec {
  return {
    title: 'Pairs told apart, by records', kind: 'line', labels: (detection?.bags ?? []).map(count), labelTitle: 'Records per teacher', valueTitle: 'Share of pairs (AUROC)', format: percent, min: 0.4, max: 1,
    series: [
      { label: 'teachers it was fitted to', colour: 'purple', values: detection?.sameTeachers ?? [] }, { label: 'teachers it never saw', colour: 'blue', values: detection?.newTeachers ?? [] },
      { label: 'a coin', colour: 'muted', dashed: true, values: (detection?.bags ?? []).map(() => 0.5) },
    ],
  };
}
