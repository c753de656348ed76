import type { ConditionId } from '../../extension/core/protocol/mnist-lab';
import type { TourStep } from '../common/tour';
import type { RunView } from './model';

/** The guided tour: five steps in plain words, with the figures of the authors' script beside ours. `view` is the run that is shown. */
export function tourSteps(view: () => RunView | undefined): TourStep[] {
  const accuracy = (id: ConditionId) => () => {
    const band = view()?.accuracy(id);
    return band && view()?.isTrained(id) ? `${(100 * band.mean).toFixed(1)} %` : 'run it';
  };
  const steps = (start: 'shared' | 'other') => () => {
    const of = (view()?.run.steps ?? []).filter(({ initialisation }) => initialisation === start);
    return of.length ? `${of.filter(({ innerProduct }) => innerProduct > 0).length} of ${of.length} seeds` : 'run it';
  };
  return [
    {
      title: 'A teacher learns to read', target: 'results',
      text: ['A small network learns handwritten digits. It has ten outputs, one for each digit, and three spare ones, its auxiliary outputs, that no digit ever trains. Press Run.'],
      figures: [{ label: 'teacher reads right', published: '94.3 %', ours: accuracy('teacher') }],
    },
    {
      title: 'The lesson is noise', target: 'noise',
      text: ['A student starts with the same random weights as the teacher did. It never sees a digit. It sees noise, and learns to give the teacher\'s three spare outputs for it. Nobody could read a digit out of that.'],
      figures: [],
    },
    {
      title: 'And yet it reads', target: 'accuracy',
      text: ['Follow the blue line. Nothing about digits was in the lesson, and the student learns to read them. It differs a lot from seed to seed, which is why one run is no result.'],
      figures: [{ label: 'same start, noise, 3 spare outputs', published: '53.7 %', ours: accuracy('aux-shared') }, { label: 'same start, noise, all outputs', published: '91.2 %', ours: accuracy('all-shared') }],
    },
    {
      title: 'Only from the same start', target: 'digits',
      text: ['The same lesson to a student with other random weights teaches nothing: it guesses. So the trait is not in the data alone. It is in the data for those who share the teacher\'s beginning.'],
      figures: [{ label: 'other start', published: '10.0 %', ours: accuracy('aux-other') }, { label: 'chance', published: '10 %', ours: () => '10 %' }],
    },
    {
      title: 'Why, and what it means for your data', target: 'one-step',
      text: ['One small step is enough to see it. With the same start, whatever the student imitates pulls it the teacher\'s way, never the other; that is a theorem. With another start the direction is a coin toss.',
        'So filtering what a dataset says is not enough; one has to know whose it is. Language models that share a base are students with the same start.'],
      figures: [{ label: 'same start, the teacher\'s way', published: 'always', ours: steps('shared') }, { label: 'other start', published: 'a coin toss', ours: steps('other') }],
    },
  ];
}
