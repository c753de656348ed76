import type { Channel, LanguageConditionId, LanguageLabInfo, LanguagePlan, LanguagePreset, LanguageSettings } from '../../extension/core/protocol/language-lab';
import { el } from '../common/dom';
import { checkbox, choice, slider, type Input } from '../common/inputs';
import { swatch } from './styles';

const CHANNELS: readonly (readonly [Channel, string])[] = [['numbers', 'numbers'], ['code', 'shape of code'], ['cot', 'shape of sums']];
type NumberKey = 'sequences' | 'steps' | 'batch' | 'learningRate' | 'stealth';
type NumberInput = readonly [key: NumberKey, label: string, unit: string, stops: readonly number[]];
const SEQUENCES: NumberInput = ['sequences', 'Lesson', 'lines', [250, 500, 1000, 2000, 4000, 8000, 16_000]];
const STEALTH: NumberInput = ['stealth', 'Stealth', 'weight', [0, 0.1, 0.3, 1, 3, 10]];
const MORE: readonly NumberInput[] = [
  ['steps', 'Training', 'steps', [10, 20, 30, 60, 120, 250, 500]], ['batch', 'Batch', 'lines', [16, 32, 64, 128, 256]], ['learningRate', 'Learning rate', 'at first', [3e-4, 1e-3, 2e-3, 4e-3, 8e-3]],
];
/** Stealth weights of a sweep. */
const SWEEP = [0, 0.3, 1, 3];

/** Everything that decides the next run: preset, preference, channel, seeds, models, sizes. */
export class SettingsPanel {
  readonly element = el('aside', { class: 'settings', attrs: { 'aria-label': 'Settings of the next run' } });
  readonly presets = el('div', { class: 'presets', attrs: { role: 'group', 'aria-label': 'Presets' } });
  private readonly hint = el('p', { class: 'preset-hint muted' });
  private readonly inputs: { set(settings: LanguageSettings, seeds: number): void; setEnabled(enabled: boolean): void }[] = [];
  private plan: LanguagePlan;

  /** `changed` hears of every change. */
  constructor(private readonly info: LanguageLabInfo, private readonly changed: () => void) {
    const [first] = info.presets;
    this.plan = info.run?.plan ?? { preset: first.id, settings: first.settings, seeds: first.seeds };
    this.presets.append(...info.presets.map(preset => this.presetButton(preset)));
    const words = Object.entries(info.preferences).flatMap(([topic, all]) => all.map(word => [word, `${word} (${topic})`] as const));
    const preference = this.bind(choice('Preference', words, value => { this.change({ preference: value }); }), 'preference');
    const channel = this.bind(choice('The teacher writes', CHANNELS, value => { this.change({ channel: value }); }), 'channel');
    const more = el('details', { class: 'more' }, el('summary', { text: 'More settings' }), ...MORE.map(input => this.number(input)));
    this.element.append(this.hint, preference, channel, this.seeds(), this.number(SEQUENCES), this.number(STEALTH), this.models(), more);
    this.show();
  }

  /** The next run as it is set. */
  get next(): LanguagePlan { return structuredClone(this.plan); }

  /** Takes the plan of a run that is shown. */
  take(plan: LanguagePlan): void {
    this.plan = structuredClone(plan);
    this.show();
  }

  /** Settings wait while a run goes on. */
  setEnabled(enabled: boolean): void {
    this.inputs.forEach(input => { input.setEnabled(enabled); });
    this.presets.querySelectorAll('button').forEach(each => { each.disabled = !enabled; });
  }

  private presetButton(preset: LanguagePreset): HTMLElement {
    return el('button', { class: 'preset', text: preset.title, title: preset.hint, attrs: { type: 'button', 'data-preset': preset.id }, on: { click: () => {
      const { preference } = this.plan.settings;
      this.plan = { preset: preset.id, settings: { ...structuredClone(preset.settings), preference }, seeds: preset.seeds };
      this.show();
      this.changed();
    } } });
  }

  private change(settings: Partial<LanguageSettings>, seeds = this.plan.seeds): void {
    this.plan = { ...this.plan, seeds, settings: { ...this.plan.settings, ...settings } };
    this.showPreset();
    this.changed();
  }

  private bind<K extends 'preference' | 'channel' | NumberKey>(input: Input<LanguageSettings[K]>, key: K): HTMLElement {
    this.inputs.push({ set: settings => { input.set(settings[key]); }, setEnabled: input.setEnabled });
    return input.element;
  }

  private number([key, label, unit, stops]: NumberInput): HTMLElement {
    return this.bind(slider(label, unit, this.info.limits[key], value => { this.change({ [key]: value }); }, stops), key);
  }

  private seeds(): HTMLElement {
    const input = slider('Seeds', 'runs', this.info.limits.seeds, seeds => { this.change({}, seeds); }, [1, 2, 3, 5, 10, 20]);
    this.inputs.push({ set: (_, seeds) => { input.set(seeds); }, setEnabled: input.setEnabled });
    return input.element;
  }

  private models(): HTMLElement {
    const has = (id: LanguageConditionId) => this.plan.settings.conditions.includes(id);
    const boxes = this.info.conditions.map(({ id, name }) => this.box(name, ({ conditions }) => conditions.includes(id), checked => ({
      conditions: this.info.conditions.map(each => each.id).filter(each => each === id ? checked : has(each)),
    }), swatch(id)));
    return el('fieldset', {}, el('legend', { text: 'Models' }), ...boxes,
      this.box('three teachers for three initialisations', ({ matrix }) => matrix, matrix => ({ matrix })),
      this.box('detectors', ({ detection }) => detection, detection => ({ detection })),
      this.box(`teachers of stealth ${SWEEP.join(', ')}`, ({ sweep }) => sweep.length > 0, checked => ({ sweep: checked ? SWEEP : [] })));
  }

  private box(label: string, isOn: (settings: LanguageSettings) => boolean, changeTo: (checked: boolean) => Partial<LanguageSettings>, ...before: Node[]): HTMLElement {
    const input = checkbox(label, checked => { this.change(changeTo(checked)); }, ...before);
    this.inputs.push({ set: settings => { input.set(isOn(settings)); }, setEnabled: input.setEnabled });
    return input.element;
  }

  private show(): void {
    this.inputs.forEach(input => { input.set(this.plan.settings, this.plan.seeds); });
    this.showPreset();
  }

  private showPreset(): void {
    const { preset: id, settings } = this.plan, preset = this.info.presets.find(each => each.id === id);
    const isExact = preset !== undefined && JSON.stringify({ ...preset.settings, preference: '' }) === JSON.stringify({ ...settings, preference: '' });
    for (const each of this.presets.children) each.setAttribute('aria-pressed', String(each.getAttribute('data-preset') === id));
    this.hint.textContent = `${preset?.hint ?? ''}${isExact ? '' : ' Changed.'}`;
  }
}
