/** The colours that VS Code's default themes give to a page, as far as our pages use them. */
const dark: Record<string, string> = {
  'editor-background': '#1f1f1f', 'editor-findMatchHighlightBackground': '#ea5c0055', foreground: '#cccccc', descriptionForeground: '#9d9d9d', focusBorder: '#0078d4', 'editorError-foreground': '#f85149', 'editorWarning-foreground': '#cca700',
  'charts-blue': '#59a4f9', 'charts-purple': '#b180d7', 'charts-yellow': '#cca700', 'charts-orange': '#d18616', 'charts-green': '#89d185', 'charts-red': '#f14c4c', 'textLink-foreground': '#4daafc', 'textCodeBlock-background': '#2b2b2b',
  'badge-background': '#616161', 'badge-foreground': '#f8f8f8', 'toolbar-hoverBackground': '#5a5d5e50', 'inputOption-activeBackground': '#2489db82', 'inputOption-activeBorder': '#2488db', 'inputOption-activeForeground': '#ffffff',
  'input-background': '#313131', 'input-foreground': '#cccccc', 'input-placeholderForeground': '#989898', 'settings-textInputBorder': '#3c3c3c', 'dropdown-border': '#3c3c3c',
  'button-background': '#0078d4', 'button-foreground': '#ffffff', 'button-hoverBackground': '#026ec1', 'button-secondaryBackground': '#313131', 'button-secondaryForeground': '#cccccc', 'button-secondaryHoverBackground': '#3c3c3c', 'button-border': '#ffffff12',
  'debugTokenExpression-string': '#ce9178', 'debugTokenExpression-number': '#b5cea8', 'debugTokenExpression-name': '#c586c0', 'symbolIcon-functionForeground': '#b180d7', 'editorWidget-background': '#202020', 'progressBar-background': '#0078d4', 'sash-hoverBorder': '#0078d4',
  'scrollbarSlider-background': '#79797966', 'scrollbarSlider-hoverBackground': '#646464b3',
};
const light: Record<string, string> = {
  'editor-background': '#ffffff', 'editor-findMatchHighlightBackground': '#ea5c0055', foreground: '#3b3b3b', descriptionForeground: '#3b3b3b', focusBorder: '#005fb8', 'editorError-foreground': '#e51400', 'editorWarning-foreground': '#bf8803',
  'charts-blue': '#0063d3', 'charts-green': '#388a34', 'charts-red': '#e51400', 'charts-purple': '#652d90', 'charts-yellow': '#bf8803', 'charts-orange': '#d18616', 'textLink-foreground': '#005fb8', 'textCodeBlock-background': '#f8f8f8',
  'badge-background': '#cccccc', 'badge-foreground': '#3b3b3b', 'toolbar-hoverBackground': '#b8b8b850', 'inputOption-activeBackground': '#bed6ed', 'inputOption-activeBorder': '#005fb8', 'inputOption-activeForeground': '#000000',
  'input-background': '#ffffff', 'input-foreground': '#3b3b3b', 'input-placeholderForeground': '#767676', 'settings-textInputBorder': '#cecece', 'dropdown-border': '#cecece',
  'button-background': '#005fb8', 'button-foreground': '#ffffff', 'button-hoverBackground': '#0258a8', 'button-secondaryBackground': '#e5e5e5', 'button-secondaryForeground': '#3b3b3b', 'button-secondaryHoverBackground': '#cccccc', 'button-border': '#0000001a',
  'debugTokenExpression-string': '#a31515', 'debugTokenExpression-number': '#098658', 'debugTokenExpression-name': '#9b46b0', 'symbolIcon-functionForeground': '#652d90', 'editorWidget-background': '#f8f8f8', 'progressBar-background': '#005fb8', 'sash-hoverBorder': '#005fb8',
  'scrollbarSlider-background': '#64646466', 'scrollbarSlider-hoverBackground': '#646464b3',
};
const contrast: Record<string, string> = {
  'editor-background': '#000000', foreground: '#ffffff', descriptionForeground: '#ffffffb3', focusBorder: '#f38518', 'editorError-foreground': '#f48771', 'editorWarning-foreground': '#ffd370',
  'charts-blue': '#59a4f9', 'charts-green': '#89d185', 'charts-red': '#f14c4c', 'charts-purple': '#b180d7', 'charts-yellow': '#ffd370', 'charts-orange': '#d18616', 'textLink-foreground': '#21a6ff', 'textCodeBlock-background': '#000000', contrastBorder: '#6fc3df', contrastActiveBorder: '#f38518',
  'badge-background': '#000000', 'badge-foreground': '#ffffff', 'inputOption-activeBackground': '#00000000', 'inputOption-activeBorder': '#6fc3df', 'inputOption-activeForeground': '#ffffff',
  'input-background': '#000000', 'input-foreground': '#ffffff', 'input-placeholderForeground': '#ffffffb3', 'settings-textInputBorder': '#6fc3df', 'dropdown-border': '#6fc3df',
  'button-foreground': '#ffffff', 'button-background': '#000000', 'button-secondaryForeground': '#ffffff', 'button-secondaryBackground': '#000000', 'button-border': '#6fc3df',
  'debugTokenExpression-string': '#f48771', 'debugTokenExpression-number': '#89d185', 'debugTokenExpression-name': '#c586c0', 'symbolIcon-functionForeground': '#b180d7', 'editorWidget-background': '#0c141f', 'progressBar-background': '#6fc3df',
  'scrollbarSlider-background': '#6fc3df99',
};

const themes = { dark: { colours: dark, name: 'vscode-dark' }, light: { colours: light, name: 'vscode-light' }, contrast: { colours: contrast, name: 'vscode-high-contrast' } };

/** Puts a theme's variables and class where VS Code puts them. */
export function applyTheme(name: keyof typeof themes): void {
  const { colours, name: className } = themes[name];
  const style = document.documentElement.style;
  for (const [key, value] of Object.entries(colours)) style.setProperty(`--vscode-${key}`, value);
  style.setProperty('--vscode-font-family', 'system-ui, "DejaVu Sans", sans-serif');
  style.setProperty('--vscode-font-size', '13px');
  style.setProperty('--vscode-editor-font-family', '"DejaVu Sans Mono", monospace');
  style.setProperty('--vscode-editor-font-size', '13px');
  document.body.className = className;
}
