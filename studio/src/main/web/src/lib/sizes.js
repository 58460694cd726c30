// The rules that a model has for its sizes, as the server applies them.

/** Shapes that are offered, as far as a model makes them. */
const RATIOS = ["1:1", "5:4", "4:5", "4:3", "3:4", "3:2", "2:3", "16:9", "9:16", "2:1", "1:2", "21:9", "9:21", "3:1", "1:3"];

/** About how many pixels: one million, two, four, and the most there are. */
const AREAS = [
  ["1k", 1024 * 1024],
  ["2k", 2048 * 1152],
  ["4mp", 2048 * 2048],
  ["max", Infinity],
];

export const parse = (size) => {
  const [width, height] = size.split("x").map(Number);
  return { width, height };
};

export const ratios = (rules) =>
  RATIOS.filter((ratio) => {
    const [a, b] = ratio.split(":").map(Number);
    return Math.max(a, b) <= rules.ratio_max * Math.min(a, b);
  });

export const areas = (rules) => AREAS.filter(([, pixels]) => pixels === Infinity || pixels <= rules.pixels_max).map(([name]) => name);

/** The legal size of a shape that has about so many pixels, and of several the one that keeps the shape best. */
export function sizeOf(rules, ratio, area) {
  const [a, b] = ratio.split(":").map(Number);
  const wanted = Math.min(AREAS.find(([name]) => name === area)[1], rules.pixels_max);
  const target = Math.max(wanted, rules.pixels_min);
  let best = null;
  for (let width = rules.step; width <= rules.long_edge_max; width += rules.step) {
    const height = Math.round((width * b) / a / rules.step) * rules.step;
    if (height < rules.step || broken(rules, width, height)) continue;
    const area = width * height;
    const off = Math.abs(Math.log((width * b) / (height * a)));
    const score = Math.abs(Math.log(area / target)) + off * 4;
    if (!best || score < best.score) best = { width, height, score };
  }
  return best && `${best.width}x${best.height}`;
}

/** The first rule that a size breaks, as the name of a message and its values; null if it can be ordered. */
export function broken(rules, width, height) {
  const long = Math.max(width, height);
  const short = Math.min(width, height);
  if (!Number.isInteger(width) || !Number.isInteger(height) || short < 1) return ["size.number", {}];
  if (long > rules.long_edge_max) return ["size.long", { max: rules.long_edge_max }];
  if (long > rules.ratio_max * short) return ["size.ratio", { max: rules.ratio_max }];
  if (width * height < rules.pixels_min) return ["size.few", { min: rules.pixels_min, n: width * height }];
  if (width * height > rules.pixels_max) return ["size.many", { max: rules.pixels_max, n: width * height }];
  return null;
}

/** Whether the model makes it in exactly these pixels, without resampling. */
export const exact = (rules, width, height) => width % rules.step === 0 && height % rules.step === 0;

/** The shape in small numbers where it has some: `3:2`. */
export function shape(width, height) {
  const gcd = (a, b) => (b ? gcd(b, a % b) : a);
  const by = gcd(width, height) || 1;
  const [a, b] = [width / by, height / by];
  return Math.max(a, b) <= 32 ? `${a}:${b}` : `${(width / height).toFixed(2)}:1`;
}
