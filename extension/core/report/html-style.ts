/** The report's style: light or dark as the reader's system is, ink on white when printed. */
export const STYLE = `
:root { color-scheme: light dark; --ink: light-dark(#1f2328, #e6e6e6); --dim: light-dark(#59636e, #9aa4ae); --line: light-dark(#d1d9e0, #3d444d); --sheet: light-dark(#fff, #1c1e21);
  --family: light-dark(#2f6fbb, #5fa3ec); --odd: light-dark(#9a6700, #d9a441); --pass: light-dark(#2a7d4f, #57b681); --panel: light-dark(#f6f8fa, #26292d); font: 15px/1.5 system-ui, sans-serif; }
body { max-width: 54rem; margin: 2rem auto; padding: 0 1rem; color: var(--ink); background: var(--sheet); }
h1 { font-size: 1.4rem; line-height: 1.3; } h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
table { border-collapse: collapse; width: 100%; } th, td { text-align: left; padding: .3rem .6rem; border-bottom: 1px solid var(--line); vertical-align: top; overflow-wrap: anywhere; } th, td:last-child { white-space: nowrap; }
article + article { margin-top: 3rem; border-top: 2px solid var(--line); }
.path { overflow-wrap: anywhere; color: var(--dim); } .small { color: var(--dim); font-size: .85rem; }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: 1rem; } .pair > section, .risk { background: var(--panel); border: 1px solid var(--line); border-radius: 6px; padding: .2rem 1rem .6rem; }
.pair h2 { margin-top: .6rem; } .risk { padding: .6rem 1rem; border-left-width: 6px; } .risk.high, .risk.elevated { border-left-color: var(--odd); }
svg { display: block; width: 100%; max-width: 46rem; height: auto; margin: .5rem 0; font-size: 12px; } svg text { fill: var(--ink); dominant-baseline: middle; } svg .label, svg .last { text-anchor: end; } svg .tick { text-anchor: middle; fill: var(--dim); }
svg .grid { stroke: var(--line); } svg .track { fill: var(--panel); stroke: var(--line); } svg .interval { stroke: var(--ink); fill: none; stroke-width: 1.5; }
svg .bar { fill: var(--family); print-color-adjust: exact; -webkit-print-color-adjust: exact; } svg .bar.unfamiliar, svg .bar.departure, svg .bar.left-out { fill: var(--odd); } svg .bar.pass { fill: var(--pass); } svg .bar.filter { fill: var(--dim); }
@media (max-width: 40rem) { .pair { grid-template-columns: 1fr; } td:last-child { white-space: normal; } }
@media (forced-colors: active) { svg .bar { fill: CanvasText; } }
@media print { :root { color-scheme: light; font-size: 11pt; } body { margin: 0; max-width: none; padding: 0; } h1, h2 { break-after: avoid; } tr, svg, .pair > section, .risk { break-inside: avoid; } article + article { break-before: page; border: 0; margin: 0; } thead { display: table-header-group; } }`;
