// Pure: pixels as a PNG of at most 256 colours, a third of what a screenshot of a page takes.
import { crc32, deflateSync } from "node:zlib";

/** Pixels, row by row, four bytes each: red, green, blue, and an alpha that is left out. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

const mostColors = 256;

/** The picture. Where it has more colours, the rarest are drawn in the nearest of the others. */
export function palettePng({ width, height, data }: Pixels): Buffer {
  const counts = new Map<number, number>();
  const colorAt = (pixel: number) =>
    ((data[4 * pixel] ?? 0) << 16) | ((data[4 * pixel + 1] ?? 0) << 8) | (data[4 * pixel + 2] ?? 0);
  for (let pixel = 0; pixel < width * height; pixel++) {
    const color = colorAt(pixel);
    counts.set(color, (counts.get(color) ?? 0) + 1);
  }
  const palette = [...counts]
    .sort(([, a], [, b]) => b - a)
    .slice(0, mostColors)
    .map(([color]) => color);
  const places = new Map(palette.map((color, place) => [color, place]));
  for (const color of counts.keys()) if (!places.has(color)) places.set(color, nearest(color, palette));
  // One byte before each row says that it is not filtered.
  const rows = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) rows[y * (width + 1) + 1 + x] = places.get(colorAt(y * width + x)) ?? 0;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // Eight bits a pixel, which are a place in the palette.
  header.set([8, 3, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk("IHDR", header),
    chunk("PLTE", Buffer.from(palette.flatMap(channels))),
    chunk("IDAT", deflateSync(rows, { level: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

const channels = (color: number): number[] => [color >> 16, (color >> 8) & 255, color & 255];

function nearest(color: number, palette: readonly number[]): number {
  const wanted = channels(color);
  const distance = (other: number) =>
    channels(other).reduce((sum, channel, i) => sum + (channel - (wanted[i] ?? 0)) ** 2, 0);
  return palette.reduce(
    (best, other, place) => (distance(other) < distance(palette[best] ?? 0) ? place : best),
    0,
  );
}

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, check]);
}
