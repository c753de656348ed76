import type { ConditionId, LabInfo, LabPlan, LabPreset, Settings } from '../../extension/core/protocol/mnist-lab';
import { button } from '../common/controls';
import { el } from '../common/dom';
import { checkbox, choice, slider } from '../common/inputs';
import { swatch } from './styles';

const BATCHES = [64, 128, 256, 512, 1024, 2048, 4096], RATES = [1e-4, 3e-4, 1e-3, 3e-3, 1e-2], AUXILIARY = [1, 2, 3, 5, 10, 20, 50, 100, 200], HIDDEN = [16, 32, 64, 128, 256, 512, 1024];
type NumberKey = 'auxiliaryLogits' | 'hidden' | 'epochs' | 'batch' | 'learningRate' | 'noiseImages' | 'matchEpochs';
type NumberInput = readonly [key: NumberKey, label: string, unit: string, stops?: readonly number[]];
const MORE_NUMBERS: readonly NumberInput[] = [
  ['epochs', 'Training', 'passes'], ['batch', 'Batch', 'images', BATCHES], ['learningRate', 'Learning rate', 'of Adam', RATES], ['hidden', 'Hidden layers', 'units', HIDDEN],
  ['noiseImages', 'Noise', 'images', [1000, 3000, 10_000, 30_000, 60_000, 100_000]], ['matchEpochs', 'Matching first', 'passes', [1, 2, 5, 10, 20, 50, 100]],
];

/** What the panel asks of the page. */
export interface SettingsOwner { chooseData(): Promise<{ folder: string; description: string } | null>; changed(): void; fail(error: unknown): void }

/** Everything that decides the next run: preset, seeds, networks, sizes, digits. */
export class SettingsPanel {
  readonly element = el('aside', { class: 'settings', attrs: { 'aria-label': 'Settings of the next run' } });
  readonly presets = el('div', { class: 'presets', attrs: { role: 'group', 'aria-label': 'Presets' } });
  private readonly hint = el('p', { class: 'preset-hint muted' });
  private readonly source = el('span', { class: 'muted', text: 'The 10,000 digits that come with Undertone' });
  private readonly inputs: { set(settings: Settings, seeds: number): void; setEnabled(enabled: boolean): void }[] = [];
  private plan: LabPlan;

  constructor(private readonly info: LabInfo, private readonly owner: SettingsOwner) {
    const [first] = info.presets;
    this.plan = info.run?.plan ?? { preset: first.id, settings: first.settings, seeds: first.seeds, dataFolder: null };
    this.presets.append(...info.presets.map(preset => this.presetButton(preset)));
    const noise = this.kind<Settings['noise']>('Kind of noise', [['uniform', 'uniform'], ['gaussian', 'Gaussian'], ['shuffled', 'shuffled digits']], 'noise');
    const match = this.kind<Settings['matchInputs']>('Matching on', [['noise', 'noise'], ['digits', 'digits']], 'matchInputs');
    const more = el('details', { class: 'more' }, el('summary', { text: 'More settings' }), ...MORE_NUMBERS.map(input => this.number(input)), match);
    this.element.append(this.hint, this.seeds(), this.number(['auxiliaryLogits', 'Auxiliary outputs', 'logits', AUXILIARY]), noise, this.networks(), this.data(), more);
    this.show();
  }

  /** The next run as it is set. */
  get next(): LabPlan { return structuredClone(this.plan); }

  /** Networks that the next run trains. */
  get conditions(): ConditionId[] { return this.plan.settings.conditions; }

  /** Takes the plan of a run that is shown. */
  take(plan: LabPlan): void {
    this.plan = { ...structuredClone(plan), dataFolder: this.plan.dataFolder };
    this.show();
  }

  /** Settings wait while a run goes on. */
  setEnabled(enabled: boolean): void {
    this.inputs.forEach(input => { input.setEnabled(enabled); });
    this.presets.querySelectorAll('button').forEach(each => { each.disabled = !enabled; });
  }

  private presetButton(preset: LabPreset): HTMLElement {
    return el('button', { class: 'preset', text: preset.title, title: preset.hint, attrs: { type: 'button', 'data-preset': preset.id }, on: { click: () => {
      this.plan = { ...this.plan, preset: preset.id, settings: structuredClone(preset.settings), seeds: preset.seeds };
      this.show();
      this.owner.changed();
    } } });
  }

  private change(settings: Partial<Settings>, seeds = this.plan.seeds): void {
    this.plan = { ...this.plan, seeds, settings: { ...this.plan.settings, ...settings } };
    this.showPreset();
    this.owner.changed();
  }

  private seeds(): HTMLElement {
    const input = slider('Seeds', 'runs', this.info.limits.seeds, seeds => { this.change({}, seeds); }, [1, 2, 3, 5, 10, 20, 50, 100]);
    this.inputs.push({ set: (_, seeds) => { input.set(seeds); }, setEnabled: input.setEnabled });
    return input.element;
  }

  private number([key, label, unit, stops]: NumberInput): HTMLElement {
    const input = slider(label, unit, this.info.limits[key], value => { this.change({ [key]: value }); }, stops);
    this.inputs.push({ set: settings => { input.set(settings[key]); }, setEnabled: input.setEnabled });
    return input.element;
  }

  private kind<T extends string>(label: string, options: readonly (readonly [T, string])[], key: 'noise' | 'matchInputs'): HTMLElement {
    const input = choice<T>(label, options, value => { this.change({ [key]: value }); });
    this.inputs.push({ set: settings => { input.set(settings[key] as T); }, setEnabled: input.setEnabled });
    return input.element;
  }

  private networks(): HTMLElement {
    const boxes = this.info.conditions.map(({ id, name }) => {
      const box = checkbox(name, checked => { this.change({ conditions: this.info.conditions.map(each => each.id).filter(each => each === id ? checked : this.conditions.includes(each)) }); }, swatch(id));
      this.inputs.push({ set: ({ conditions }) => { box.set(conditions.includes(id)); }, setEnabled: box.setEnabled });
      return box.element;
    });
    const step = checkbox('one gradient step', checked => { this.change({ oneStep: checked }); });
    this.inputs.push({ set: ({ oneStep }) => { step.set(oneStep); }, setEnabled: step.setEnabled });
    return el('fieldset', {}, el('legend', { text: 'Networks' }), ...boxes, step.element);
  }

  private data(): HTMLElement {
    const choose = button('Choose folder', 'Use all 60,000 digits, from a folder with the four MNIST files', () => { void this.chooseData(); });
    const bundled = button('Bundled', 'Use the 10,000 digits that come with Undertone', () => { this.plan.dataFolder = null; this.source.textContent = 'The 10,000 digits that come with Undertone'; });
    this.inputs.push({ set: () => undefined, setEnabled: enabled => { choose.setEnabled(enabled); bundled.setEnabled(enabled); } });
    return el('fieldset', {}, el('legend', { text: 'Digits' }), this.source, el('div', { class: 'choices' }, choose.element, bundled.element));
  }

  private async chooseData(): Promise<void> {
    try {
      const chosen = await this.owner.chooseData();
      if (!chosen) return;
      this.plan.dataFolder = chosen.folder;
      this.source.textContent = `${chosen.description}, from ${chosen.folder}`;
    } catch (error) {
      this.owner.fail(error);
    }
  }

  private show(): void {
    this.inputs.forEach(input => { input.set(this.plan.settings, this.plan.seeds); });
    this.showPreset();
  }

  private showPreset(): void {
    const { preset: id, settings } = this.plan, preset = this.info.presets.find(each => each.id === id);
    const isExact = preset !== undefined && JSON.stringify(preset.settings) === JSON.stringify(settings);
    for (const each of this.presets.children) each.setAttribute('aria-pressed', String(each.getAttribute('data-preset') === id));
    this.hint.textContent = `${preset?.hint ?? ''}${isExact ? '' : ' Changed.'}`;
  }
}
