/** The only module that knows the UI toolkit; pages ask for controls here, so that the kit can be swapped. */
import { provideVSCodeDesignSystem, vsCodeButton, vsCodeProgressRing, vsCodeTextField } from '@vscode/webview-ui-toolkit';
import { el } from './dom';

provideVSCodeDesignSystem().register(vsCodeButton(), vsCodeTextField(), vsCodeProgressRing());

/** A push button. */
export interface ButtonControl { element: HTMLElement; setEnabled(enabled: boolean): void; setText(text: string): void }

/** Makes a button; `primary` for the one main action of a strip. */
export function button(text: string, title: string, onClick: () => void, appearance: 'primary' | 'secondary' = 'secondary'): ButtonControl {
  const element = document.createElement('vscode-button');
  element.setAttribute('appearance', appearance);
  element.textContent = text;
  element.title = title;
  element.addEventListener('click', onClick);
  return {
    element,
    setEnabled: enabled => { if (enabled) element.removeAttribute('disabled'); else element.setAttribute('disabled', ''); },
    setText: value => { element.textContent = value; },
  };
}

/** A button that stays pressed; its state is told to assistive technology. */
export function toggle(text: string, label: string, pressed: boolean, onChange: (pressed: boolean) => void): HTMLElement {
  const name = label.startsWith(text) ? label : `${text}: ${label}`;
  const element = el('button', { class: 'toggle', text, title: label, attrs: { type: 'button', 'aria-label': name, 'aria-pressed': String(pressed) } });
  element.addEventListener('click', () => {
    const now = element.getAttribute('aria-pressed') !== 'true';
    element.setAttribute('aria-pressed', String(now));
    onChange(now);
  });
  return element;
}

/** A one-line text field. */
export interface TextControl { element: HTMLElement; value(): string; setValue(text: string): void; focus(): void }

/** Makes a text field; `onEnter` gets whether Shift was held. */
export function textField(label: string, onEnter: (shift: boolean) => void, onEscape: () => void): TextControl {
  const element = document.createElement('vscode-text-field') as HTMLElement & { value: string; control?: HTMLInputElement };
  element.setAttribute('placeholder', label);
  element.setAttribute('aria-label', label);
  element.addEventListener('keydown', event => {
    if (event.key === 'Enter') onEnter(event.shiftKey);
    else if (event.key === 'Escape') onEscape();
  });
  return {
    element, value: () => element.value ?? '',
    setValue: text => {
      element.value = text;
      if (element.control) element.control.value = text; // the kit brings it there a frame late, over what was typed since
    },
    focus: () => {
      element.focus();
      element.control?.setSelectionRange(element.control.value.length, element.control.value.length);
    },
  };
}

/** A small sign that something runs; decoration, its text is beside it. */
export function progressRing(): HTMLElement {
  const element = document.createElement('vscode-progress-ring');
  element.setAttribute('aria-hidden', 'true');
  return element;
}
