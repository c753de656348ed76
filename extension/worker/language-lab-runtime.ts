/** Everything of the language lab that needs the native runtime, in one place that is loaded late: where it is missing, the rest still works. */
export { LanguageEngine } from '../core/language-lab/engine';
export { runLanguageSeeds } from '../core/language-lab/experiment';
