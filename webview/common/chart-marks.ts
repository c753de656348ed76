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
      drawIntervals(chart, spec(), theme);
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
      const [from, to] = [scale.getPixelForValue(low[i]), scale.getPixelForValue(high[i])];
      const at = isHorizontal ? element.y : element.x;
      const place = (along: number, across: number): [number, number] => isHorizontal ? [along, across] : [across, along];
      line(chart.ctx, [place(from, at), place(to, at), place(from, at - CAP_PX), place(from, at + CAP_PX), place(to, at - CAP_PX), place(to, at + CAP_PX)]);
    });
  });
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
