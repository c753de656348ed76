/** Colours that a series can have; what they look like is the theme's business. */
export type ChartColour = 'blue' | 'orange' | 'purple' | 'green' | 'yellow' | 'red' | 'muted';

/** Colours and font of the editor's theme, as a canvas needs them. */
export interface ChartTheme {
  colours: Record<ChartColour, string>;
  foreground: string; muted: string; line: string; background: string;
  font: { family: string; size: number };
  /** A bar's inside for a colour. */
  fill(colour: string): string;
}

const FALLBACK = '#888888';

const probe = document.createElement('canvas').getContext('2d');

/** A colour with some of its opacity, in a form that chart.js can reckon with. */
function faded(colour: string, opacity: number): string {
  if (!probe) return colour;
  probe.fillStyle = colour; // the canvas gives it back as #rrggbb, or as rgba() where it was translucent
  return probe.fillStyle.startsWith('#') ? `${probe.fillStyle}${Math.round(opacity * 255).toString(16).padStart(2, '0')}` : probe.fillStyle;
}

/** So much of one opaque colour in another; orange is mixed as in theme.css, in a form that chart.js can reckon with. */
function mixed(colour: string, other: string, share: number): string {
  const channels = (of: string) => [1, 3, 5].map(at => { if (probe) probe.fillStyle = of; return Number.parseInt(String(probe?.fillStyle).slice(at, at + 2), 16); });
  const others = channels(other), all = channels(colour).map((value, i) => Math.round(share * value + (1 - share) * others[i]));
  return all.some(Number.isNaN) ? colour : `rgb(${all.join(', ')})`;
}

/** The theme as it is now, from the editor's CSS variables. */
export function chartTheme(): ChartTheme {
  const style = getComputedStyle(document.body);
  const read = (name: string, other = FALLBACK) => style.getPropertyValue(`--vscode-${name}`).trim() || other;
  const foreground = read('foreground', style.color);
  const muted = read('descriptionForeground', foreground);
  const isContrast = /vscode-high-contrast/.test(document.body.className);
  return {
    colours: {
      blue: read('charts-blue'), orange: mixed(read('charts-red'), read('charts-yellow'), 0.45), purple: read('charts-purple'), green: read('charts-green'),
      yellow: read('charts-yellow'), red: read('charts-red'), muted,
    },
    foreground, muted, line: isContrast ? faded(read('contrastBorder', foreground), 0.35) : faded(foreground, 0.14),
    background: read('editorWidget-background', read('editor-background')),
    font: { family: read('font-family', 'sans-serif'), size: Number.parseFloat(read('font-size', '13')) - 1 },
    fill: colour => faded(colour, isContrast ? 0.4 : 0.72),
  };
}

/** Calls back when the editor's theme changes; gives what ends that. */
export function onThemeChange(changed: () => void): () => void {
  const observer = new MutationObserver(changed);
  observer.observe(document.body, { attributes: true, attributeFilter: ['class'] });
  return () => { observer.disconnect(); };
}
