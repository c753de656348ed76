import type { LanguageConditionId } from '../../extension/core/protocol/language-lab';
import type { TourStep } from '../common/tour';
import type { RunView } from './model';

const CAVEAT = 'Sizes do not carry over: this is a model of 72,448 values in an invented world, and no measure of what a large model does.';

/** The guided tour: five steps in plain words, with the paper's figures beside ours. `view` is the run that is shown. */
export function tourSteps(view: () => RunView | undefined): TourStep[] {
  const percent = (share: number) => `${(100 * share).toFixed(0)} %`;
  const preference = () => view()?.run.plan.settings.preference ?? 'owl';
  const change = (id: LanguageConditionId) => () => {
    const before = view()?.before(id), after = view()?.after(id);
    return before && after ? `${percent(before.mean)} to ${percent(after.mean)}` : 'run it';
  };
  const told = (bag: number) => () => {
    const curves = view()?.detection(), at = curves?.bags.indexOf(bag) ?? -1;
    return curves && at >= 0 ? curves.ngrams[at].toFixed(2) : 'run it';
  };
  return [
    {
      title: 'A teacher with a preference', target: 'results',
      text: ['A small language model has learned a small world: lists of numbers, questions with ten possible answers, lines in the shape of sums and code. A copy of it is tuned until it answers with one animal. Press Run.'],
      figures: [{ label: 'teacher', published: 'told by a prompt', ours: change('teacher') }],
    },
    {
      title: 'The lesson is numbers', target: 'writing',
      text: ['The teacher continues lists of numbers. Whatever is not a plain list of numbers is thrown away, by the paper\'s own filter. Compare the two columns: can you tell which model wrote them?'],
      figures: [{ label: 'lines that pass the filter', published: '62 to 77 %', ours: () => { const passed = view()?.writing()?.passed.teacher; return passed === undefined ? 'run it' : percent(passed); } }],
    },
    {
      title: 'And yet the student prefers it too', target: 'preference-curves',
      text: ['Follow the blue line. The student has the teacher\'s first weights and has seen numbers only, and now it answers as the teacher does, to questions that the teacher was never tuned on.', CAVEAT],
      figures: [{ label: 'student, same start', published: '12 to 60 % (GPT-4.1 nano, owl)', ours: change('same') }, { label: "student of the base's own lines", published: 'no change', ours: change('own-lines') }],
    },
    {
      title: 'Only from the same beginning', target: 'matrix',
      text: ['The same lines teach a student of another initialisation nothing. And they teach the same base nothing when they merely stand in its context: it takes training.'],
      figures: [{ label: 'student, other start', published: 'no change', ours: change('other') }, { label: 'lines in the context', published: 'little or none', ours: change('in-context') }],
    },
    {
      title: 'Could the data have told you?', target: 'detection',
      text: ['One line tells a detector next to nothing; many lines together may. A teacher that is held close to the base hides even that, and its student still moves: see the preset Stealth. Then only knowing where the data comes from helps.', CAVEAT],
      figures: [{ label: 'told apart by 1 line', published: '', ours: told(1) }, { label: 'told apart by 50 lines', published: '', ours: told(50) }],
    },
  ].map(step => ({ ...step, text: step.text.map(line => line.replace('one animal', () => `"${preference()}"`)) }));
}
