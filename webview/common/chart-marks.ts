import type { Chart, ChartType, Plugin } from 'chart.js';
import type { ChartSpec } from './chart';
import type { ChartTheme } from './chart-theme';

const CAP_PX = 4;

/** Draws what chart.js has no notion of: an interval around each value, and a labelled line across the chart. */
export function chartMarks(spec: () => ChartSpec, theme: ChartTheme): Plugin<ChartType> {
  return {
    id: 'marks',
    afterDatasetsDraw: chart => {
      chart.ctx.save();
      if (spec().kind === 'line') drawBands(chart, spec(), theme); else drawIntervals(chart, spec(), theme);
      drawMark(chart, spec(), theme);
      chart.ctx.restore();
    },
  };
}

function line(context: CanvasRenderingContext2D, points: [number, number][]): void {
  context.beginPath();
  points.forEach(([x, y], i) => { if (i % 2 === 0) context.moveTo(x, y); else context.lineTo(x, y); });
  context.stroke();
}

function drawIntervals(chart: Chart, { series, isHorizontal }: ChartSpec, theme: ChartTheme): void {
  const scale = isHorizontal ? chart.scales.x : chart.scales.y;
  chart.ctx.strokeStyle = theme.foreground;
  chart.ctx.lineWidth = 1.5;
  series.forEach(({ low, high }, index) => {
    if (!low || !high) return;
    chart.getDatasetMeta(index).data.forEach((element, i) => {
      const [least, greatest] = [low[i], high[i]];
      if (least === null || greatest === null) return;
      const [from, to] = [scale.getPixelForValue(least), scale.getPixelForValue(greatest)];
      const at = isHorizontal ? element.y : element.x;
      const place = (along: number, across: number): [number, number] => isHorizontal ? [along, across] : [across, along];
      line(chart.ctx, [place(from, at), place(to, at), place(from, at - CAP_PX), place(from, at + CAP_PX), place(to, at - CAP_PX), place(to, at + CAP_PX)]);
    });
  });
}

/** The area between the least and the greatest values along a line. */
function drawBands(chart: Chart, { series }: ChartSpec, theme: ChartTheme): void {
  chart.ctx.globalAlpha = 0.16;
  series.forEach(({ low, high, colour }, index) => {
    if (!low || !high) return;
    const edge = (values: (number | null)[]) => chart.getDatasetMeta(index).data.flatMap(({ x }, i) => {
      const value = values[i];
      return value === null ? [] : [[x, chart.scales.y.getPixelForValue(value)] as const];
    });
    chart.ctx.fillStyle = theme.colours[colour];
    chart.ctx.beginPath();
    for (const [x, y] of [...edge(low), ...edge(high).reverse()]) chart.ctx.lineTo(x, y);
    chart.ctx.fill();
  });
  chart.ctx.globalAlpha = 1;
}

function drawMark(chart: Chart, { mark, isHorizontal, labels }: ChartSpec, theme: ChartTheme): void {
  if (!mark || isHorizontal || labels.length === 0) return;
  const { ctx, chartArea, scales } = chart;
  const first = scales.x.getPixelForValue(0);
  const step = labels.length > 1 ? scales.x.getPixelForValue(1) - first : 0;
  const x = first + step * mark.at;
  ctx.strokeStyle = ctx.fillStyle = theme.foreground;
  ctx.setLineDash([4, 3]);
  line(ctx, [[x, chartArea.top], [x, chartArea.bottom]]);
  ctx.font = `${theme.font.size}px ${theme.font.family}`;
  const isLeft = x > (chartArea.left + chartArea.right) / 2;
  ctx.textAlign = isLeft ? 'right' : 'left';
  ctx.fillText(mark.label, x + (isLeft ? -6 : 6), chartArea.top + theme.font.size);
}
