/* prints
all hold
*/
/** Chapters 11 to 14 of docs/language.md: classes, null, arrays and windows. */
import { check, finish } from "./support/check.ts";

class Point {
  x: u32 = 0;
  y: u32 = 0;
}

class Shape {
  corner: Point = zeroed();
  corners: FixedArray<Point, 2> = zeroed();
  centre: Point | null = null;
}

class Device {
  status: Volatile<u32> = 0;
}

enum Size {
  Rows = 2,
}
type Columns = 3;
const LENGTH = 4;

const shape: Shape = zeroed();
const spare: Shape = zeroed();
const points: FixedArray<Point, 3> = zeroed();
const device: Device = zeroed();
const primes: FixedArray<u16, typeof LENGTH> = arrayOf(2, 3, 5, 7);
const grid: FixedArray<FixedArray<u8, Columns>, Size.Rows> = zeroed();
let calls: u32 = 0;

function other(): Point {
  calls += 1;
  return points[2];
}

function references(): void {
  let point: Point = points[0];
  point.x = 1;
  point = points[1];
  point.x = 2;
  check("L-11.3", points[0].x === 1 && points[1].x === 2);
  const corner = shape.corner;
  corner.x = 7;
  shape.corners[1].y = 8;
  const second = shape.corners[1];
  check("L-11.4", shape.corner.x === 7 && second.y === 8 && shape.corners[0].y === 0);
  shape.centre = points[1];
  points[1].y = 9;
  const centre = shape.centre;
  check("L-11.6", centre.y === 9 && spare.centre === null);
  copy(spare, shape);
  shape.corner.x = 70;
  check("L-11.7", spare.corner.x === 7 && spare.corners[1].y === 8 && spare.centre === points[1]);
  copy(spare.corners, shape.corners);
  check("L-11.7 arrays", spare.corners[1].y === 8);
  check(
    "L-11.12",
    points[1] === shape.centre && points[0] !== points[2] && shape.corner !== shape.corners[0],
  );
}

function storage(): void {
  const untouched: Point = points[2];
  check("L-11.8", untouched.x === 0 && grid[1][2] === 0);
  let sum: u32 = 0;
  for (let i: u32 = 0; i < 3; i++) {
    const local: Point = zeroed();
    sum += local.x;
    local.x = 100;
  }
  check("L-11.9", sum === 0);
  device.status = 6;
  device.status |= 1;
  check("L-11.15", device.status === 7);
}

function isThere(point: Point | null): bool {
  return point ? true : false;
}

function nulls(): void {
  let found: Point | null = points[0];
  check("L-13.2", found!.x === 1 && shape.centre!.y === 9);
  if (found !== null) found.y = 3;
  check("L-13.3", points[0].y === 3);
  found = shape.centre;
  check("L-13.5", u32(found !== null) === 1 && isThere(found) && !spare.centre === false);
  spare.centre = null;
  check("L-13.5 null", !spare.centre && !isThere(spare.centre));
  calls = 0;
  const kept = shape.centre ?? other();
  check("L-13.6 there", kept === points[1] && calls === 0);
  const instead = spare.centre ?? other();
  check("L-13.6 absent", instead === points[2] && calls === 1);
}

function fill(values: FixedArray<u8, 3>, value: u8): void {
  values[0] = value;
}

function arrays(): void {
  check(
    "L-14.1",
    primes.length === 4 && grid.length === 2 && grid[0].length === 3 && sizeOf<FixedArray<u16, 4>>() === 8,
  );
  check("L-14.3", primes[0] === 2 && primes[3] === 7);
  const local: FixedArray<i8, 2> = arrayOf(-1, 5);
  check("L-14.3 local", local[0] === -1 && local[1] === 5);
  const row = grid[1];
  fill(row, 9);
  check("L-14.5", grid[1][0] === 9 && grid[0][0] === 0);
  const index: u8 = 3;
  check("L-14.6", primes[index] === 7 && primes[index & 1] === 3);
  const window = spanOf(primes);
  window[1] = 33;
  check("L-14.11", primes[1] === 33 && window.length === 4);
  let moving: Span<u16> = window;
  moving = subSpan(moving, 2, 2);
  check("L-14.11 by value", window.length === 4 && moving.length === 2);
  check("L-14.12", spanOf(points)[1].x === 2);
  check("L-14.13", moving[0] === 5 && moving[1] === 7 && subSpan(window, 4, 0).length === 0);
}

export function main(): i32 {
  references();
  storage();
  nulls();
  arrays();
  return finish();
}
