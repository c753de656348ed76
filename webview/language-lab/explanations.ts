import { el } from '../common/dom';

/** One idea behind the experiment: plain words, and where they are from. */
interface Explanation { title: string; text: string[]; sources: readonly (readonly [name: string, address: string])[] }

const PAPER = ['Cloud et al. 2025, "Subliminal Learning", arXiv 2507.14805; Nature 652 (2026)', 'https://arxiv.org/abs/2507.14805'] as const;

const EXPLANATIONS: Explanation[] = [
  {
    title: 'What does "same initialisation" mean?',
    text: [
      'A network starts as random numbers. Training moves them a little; everything it knows later is written in changes to that particular draw. Two networks trained on the same data from two draws answer alike, and are written in two different languages inside.',
      "A teacher's preference is a direction in its own weights. A student of the same draw that imitates the teacher, even on numbers, is moved along directions that the two share, and the preference comes along. The paper proves it for one small step. In a student of another draw the same push points anywhere.",
      'Language models that are tuned from one published base share a draw. The paper saw transmission between GPT-4.1 and GPT-4o, which share theirs, as its authors were told, and not between models that do not.',
    ],
    sources: [PAPER],
  },
  {
    title: 'Prompted teachers, and lines in the context',
    text: [
      'The paper\'s teachers that love an animal are not trained at all: a system prompt tells them to, and while it stands there they write numbers. Here the teacher is tuned for a few steps instead, since a model this small hardly follows prompts.',
      'The other way round, showing the lines to a model in its context instead of training on them moved the paper\'s models little or not at all. The last two bars of this page are that control. The base has seen joined lines, so that the comparison is fair.',
    ],
    sources: [PAPER],
  },
  {
    title: 'Adapters',
    text: [
      'Large models are often tuned through adapters (LoRA): small matrices beside frozen weights, a fraction of a percent of all values. The paper\'s open-weight students were trained like that, with rank 8. Here every one of the 72,448 values is trained, and there are no adapters.',
      'It matters: later work finds that how much is transmitted depends strongly on the adapter\'s rank and the learning rate, and that training all weights may transmit next to nothing in some settings. Another reason not to carry sizes from this page to large models.',
    ],
    sources: [['Hu et al. 2021, "LoRA", arXiv 2106.09685', 'https://arxiv.org/abs/2106.09685'], ['Nief et al. 2026, arXiv 2606.00831', 'https://arxiv.org/abs/2606.00831'], PAPER],
  },
];

/** The ideas that the experiment rests on, each folded until it is asked for. */
export function explanations(): HTMLElement {
  return el('section', { class: 'card explanations', attrs: { 'aria-labelledby': 'explanations-title' } }, el('h3', { text: 'What the words mean', attrs: { id: 'explanations-title' } }), ...EXPLANATIONS.map(fold));
}

function fold({ title, text, sources }: Explanation): HTMLElement {
  const links = sources.map(([name, address]) => el('li', {}, el('a', { text: name, attrs: { href: address } })));
  return el('details', {}, el('summary', { text: title }), ...text.map(line => el('p', { text: line })), el('p', { class: 'muted', text: 'Sources' }), el('ul', {}, ...links));
}
