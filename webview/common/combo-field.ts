import { el } from './dom';

/** Something that can be taken over into the text; `detail` says what it is. */
export interface ComboItem { text: string; detail: string }

/** What fits at the caret, and the stretch of text that an item replaces. */
export interface ComboItems { start: number; end: number; items: readonly ComboItem[] }

/** What a combo field asks of its owner. */
export interface ComboOwner { complete(text: string, caret: number): ComboItems; enter(): void; escape(): void; changed(): void }

let made = 0;

/** A text field with completion: a list under it that arrow keys walk, Tab or Enter take over from, and Escape closes (WAI-ARIA combobox). */
export class ComboField {
  readonly element = el('div', { class: 'combo' });
  private readonly list: HTMLElement;
  private readonly input: HTMLInputElement;
  private found: ComboItems = { start: 0, end: 0, items: [] };
  private active = -1;

  constructor(label: string, private readonly owner: ComboOwner) {
    const id = `combo-${made++}`;
    this.list = el('div', { class: 'combo-list', attrs: { id, role: 'listbox', 'aria-label': `${label}: what can come here` } });
    this.input = el('input', { class: 'combo-input', attrs: { type: 'text', role: 'combobox', spellcheck: 'false', autocomplete: 'off', placeholder: label, 'aria-label': label, 'aria-autocomplete': 'list', 'aria-controls': id, 'aria-expanded': 'false' } });
    this.list.hidden = true;
    this.element.append(this.input, this.list);
    this.input.addEventListener('input', () => { owner.changed(); this.open(); });
    this.input.addEventListener('keydown', event => { this.onKey(event); });
    this.input.addEventListener('blur', () => { this.close(); });
    this.list.addEventListener('mousedown', event => { this.onPointer(event); });
  }

  get text(): string { return this.input.value; }
  set text(value: string) { this.input.value = value; }

  /** Marks the text as wrong and selects the stretch that is; undefined when nothing is. */
  showProblem(place: { at: number; length: number } | undefined): void {
    this.input.setAttribute('aria-invalid', String(place !== undefined));
    if (place) this.input.setSelectionRange(place.at, Math.max(place.at + place.length, place.at));
  }

  /** Moves the keyboard focus to the end of the text. */
  focus(): void {
    this.input.focus();
    this.input.setSelectionRange(this.text.length, this.text.length);
  }

  private open(): void {
    this.found = this.owner.complete(this.text, this.input.selectionStart ?? this.text.length);
    this.active = -1;
    this.list.hidden = this.found.items.length === 0;
    this.input.setAttribute('aria-expanded', String(!this.list.hidden));
    this.list.replaceChildren(...this.found.items.map(({ text, detail }, i) => el('div', { class: 'combo-item', attrs: { id: `${this.list.id}-${i}`, role: 'option', 'aria-selected': 'false' } },
      el('code', { text }), el('span', { class: 'muted', text: detail }))));
    this.input.removeAttribute('aria-activedescendant');
  }

  private close(): void {
    this.list.hidden = true;
    this.input.setAttribute('aria-expanded', 'false');
    this.input.removeAttribute('aria-activedescendant');
  }

  private onKey(event: KeyboardEvent): void {
    const isOpen = !this.list.hidden;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') { if (isOpen) this.move(event.key === 'ArrowDown' ? 1 : -1); else this.open(); }
    else if (event.key === ' ' && event.ctrlKey) this.open();
    else if ((event.key === 'Enter' || event.key === 'Tab') && isOpen && this.active >= 0) this.take(this.active);
    else if (event.key === 'Enter') { this.close(); this.owner.enter(); }
    else if (event.key === 'Escape' && isOpen) this.close();
    else if (event.key === 'Escape') this.owner.escape();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  private move(by: number): void {
    const count = this.found.items.length;
    this.active = (this.active + by + count + (this.active < 0 && by < 0 ? 1 : 0)) % count;
    [...this.list.children].forEach((option, i) => { option.setAttribute('aria-selected', String(i === this.active)); });
    const option = this.list.children[this.active];
    option.scrollIntoView({ block: 'nearest' });
    this.input.setAttribute('aria-activedescendant', option.id);
  }

  private onPointer(event: MouseEvent): void {
    const option = event.target instanceof Element ? event.target.closest('.combo-item') : null;
    if (option) this.take([...this.list.children].indexOf(option));
    event.preventDefault();
  }

  private take(index: number): void {
    const { start, end, items } = this.found;
    const text = `${items[index].text}${/[(]$/.test(items[index].text) ? '' : ' '}`;
    this.input.setRangeText(text, start, this.text[end] === ' ' ? end + 1 : end, 'end');
    this.owner.changed();
    this.open();
  }
}
