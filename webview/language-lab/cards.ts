import type { LanguageCondition, LanguageLabInfo, LanguageRun } from '../../extension/core/protocol/language-lab';
import { el } from '../common/dom';
import { LiveChart } from '../common/live-chart';
import { answersChart, detectionChart, lossChart, personaChart, preferenceChart, stealthChart } from './charts';
import { MatrixCard } from './matrix';
import type { RunView } from './model';
import { ResultsTable } from './results';
import { WritingCard } from './writing';

/** One run from all sides: the cards below the controls. */
export class LanguageCards {
  readonly element = el('div', { class: 'cards' });
  private readonly results = new ResultsTable();
  private readonly writing: WritingCard;
  private readonly matrix = new MatrixCard();
  private readonly charts = {
    preference: new LiveChart('preference-curves', preferenceChart(undefined, [])), loss: new LiveChart('loss-curves', lossChart(undefined, [])),
    answers: new LiveChart('answers', answersChart(undefined, [])), persona: new LiveChart('persona', personaChart(undefined)),
    detection: new LiveChart('detection', detectionChart(undefined)), stealth: new LiveChart('stealth', stealthChart(undefined)),
  };

  constructor(private readonly info: LanguageLabInfo, exportLines: () => void) {
    this.writing = new WritingCard(exportLines);
    const { preference, loss, answers, persona, detection, stealth } = this.charts;
    this.element.append(...[this.results, preference, this.writing, this.matrix, detection, stealth, persona, answers, loss].map(({ element }) => element));
  }

  /** The card that a tour speaks of. */
  find(name: string): HTMLElement | undefined {
    return this.element.querySelector<HTMLElement>(`.${name}`) ?? undefined;
  }

  /** The preference curves as a picture. */
  picture(): string { return this.charts.preference.picture(); }

  /** Draws a run at a place in it. */
  show(view: RunView): void {
    const { run } = view, { charts } = this, planned = this.planned(run), { matrix, detection, sweep, conditions, preference } = run.plan.settings, seen = view.seen(this.info.conditions);
    const show = (element: HTMLElement, isShown: boolean) => { element.hidden = !isShown; };
    for (const { element } of [this.results, this.writing, charts.preference, charts.loss, charts.answers]) show(element, planned.length > 0);
    show(this.matrix.element, matrix);
    show(charts.detection.element, detection);
    show(charts.stealth.element, sweep.length > 0);
    show(charts.persona.element, conditions.includes('same'));
    this.results.show(view, planned);
    this.writing.show(view);
    this.matrix.show(view);
    charts.preference.show(() => preferenceChart(view, seen));
    charts.loss.show(() => lossChart(view, seen));
    charts.answers.show(() => answersChart(view, Object.values(this.info.preferences).find(words => words.includes(preference)) ?? []));
    charts.persona.show(() => personaChart(view));
    charts.detection.show(() => detectionChart(view));
    charts.stealth.show(() => stealthChart(view));
  }

  /** Models that a run trains; the teacher always, since the others learn from it. */
  private planned({ plan: { settings: { conditions } } }: LanguageRun): LanguageCondition[] {
    return conditions.length ? this.info.conditions.filter(({ id }) => id === 'teacher' || conditions.includes(id)) : [];
  }
}
