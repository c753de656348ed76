import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ColumnLayout } from '../../webview/common/columns';
import { moveFor } from '../../webview/common/grid-keys';
import { MAX_SPACER_PX, ScrollMap } from '../../webview/common/scroll-map';

function mapOf(rows: number, viewportPx = 600): ScrollMap {
  const map = new ScrollMap(26);
  map.rows = rows;
  map.viewportPx = viewportPx;
  return map;
}

test('a scroll bar of any size never stands higher than a browser allows, and reaches first and last row', () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 200_000_000 }), fc.integer({ min: 30, max: 3000 }), (rows, viewportPx) => {
    const map = mapOf(rows, viewportPx);
    assert.ok(map.spacerPx <= MAX_SPACER_PX);
    map.fromScroll(Math.max(0, map.spacerPx - viewportPx));
    assert.equal(map.visible(0).end, rows);
    map.fromScroll(0);
    assert.equal(map.visible(0).start, 0);
  }));
});

test('the bar stands where the rows are: position to bar and back stays within a row', () => {
  fc.assert(fc.property(fc.integer({ min: 100, max: 10_000_000 }), fc.double({ min: 0, max: 1, noNaN: true }), (rows, share) => {
    const map = mapOf(rows);
    map.moveTo(share * rows * 26);
    const before = map.top;
    map.fromScroll(map.scrollTop);
    assert.ok(Math.abs(map.top - before) < 26, `${before} became ${map.top}`);
  }));
});

test('a shown row is in view in full, and a row in view moves nothing', () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 10_000_000 }), fc.integer({ min: 0, max: 10_000_000 }), (rows, wish) => {
    const map = mapOf(rows);
    const row = wish % rows;
    map.showRow(row);
    assert.ok(row * 26 >= map.top && (row + 1) * 26 <= map.top + map.viewportPx);
    const { top } = map;
    map.showRow(row);
    assert.equal(map.top, top);
  }));
});

test('keys move as the grid pattern says and never leave the grid', () => {
  const extent = { rows: 1000, columns: 7, pageRows: 20 };
  const from = { row: 500, column: 3 };
  const go = (key: string, ctrl = false, at = from) => moveFor(key, ctrl, at, extent);
  assert.deepEqual(go('ArrowDown'), { row: 501, column: 3 });
  assert.deepEqual(go('PageUp'), { row: 480, column: 3 });
  assert.deepEqual(go('Home'), { row: 500, column: 0 });
  assert.deepEqual(go('End', true), { row: 999, column: 6 });
  assert.deepEqual(go('Home', true), { row: 0, column: 0 });
  assert.deepEqual(go('ArrowUp', false, { row: 0, column: 2 }), { row: -1, column: 2 });
  assert.deepEqual(go('ArrowUp', false, { row: -1, column: 2 }), { row: -1, column: 2 });
  assert.deepEqual(go('PageDown', false, { row: 999, column: 6 }), { row: 999, column: 6 });
  assert.equal(go('a'), undefined);
});

test('the columns in view are exactly those that touch the viewport', () => {
  const widths = fc.array(fc.integer({ min: 48, max: 400 }), { minLength: 2, maxLength: 200 });
  fc.assert(fc.property(widths, fc.integer({ min: 0, max: 30_000 }), fc.integer({ min: 500, max: 2000 }), (widthsPx, scrollLeft, viewportPx) => {
    const layout = new ColumnLayout();
    layout.set(widthsPx.map((widthPx, i) => ({ id: String(i), label: '', widthPx, pinned: i === 0 })));
    const { start, end } = layout.visible(scrollLeft, viewportPx);
    const right = scrollLeft + viewportPx - layout.pinnedPx;
    const touching = widthsPx.map((widthPx, i) => i > 0 && layout.left[i] + widthPx > scrollLeft && layout.left[i] < right);
    assert.deepEqual(touching, widthsPx.map((_, i) => i >= start && i < end));
  }));
});

test('showing a column brings its left edge into view', () => {
  const layout = new ColumnLayout();
  layout.set(Array.from({ length: 50 }, (_, i) => ({ id: String(i), label: '', widthPx: 100 + i, pinned: i < 2 })));
  for (let column = 2; column < 50; column++) {
    const { start, end } = layout.visible(layout.show(column, 1000, 700), 700);
    assert.ok(column >= start && column < end, `column ${column}`);
  }
});
