// The words of the page in the chosen language. English is always there; the others come when they are chosen.
import english from "../messages/en.js";

const STORED = "atelier-language";
const OTHERS = { zh: () => import("../messages/zh.js") };

/** Each language by its own name. */
export const LANGUAGES = { en: "English", zh: "中文" };

let current = $state("en");
let words = $state.raw(english);

async function use(code) {
  words = code in OTHERS ? (await OTHERS[code]()).default : english;
  current = code;
  document.documentElement.lang = code === "zh" ? "zh-Hans" : code;
}

export const language = {
  get current() {
    return current;
  },
  async begin() {
    const wanted = localStorage.getItem(STORED) ?? navigator.language.slice(0, 2).toLowerCase();
    await use(wanted in LANGUAGES ? wanted : "en").catch(() => use("en"));
  },
  async choose(code) {
    localStorage.setItem(STORED, code);
    await use(code);
  },
};

/** The text of a name, with its `{places}` filled; `name_one` where a `n` of 1 has words of its own. */
export function t(name, values = {}) {
  const text = (values.n === 1 && words[`${name}_one`]) || words[name] || english[name] || name;
  return text.replace(/\{(\w+)\}/g, (_, place) => values[place] ?? "");
}

/** Whether there are words for it. */
export const known = (name) => name in english;

export const number = (value) => new Intl.NumberFormat(current).format(value);

export const date = (iso) =>
  new Intl.DateTimeFormat(current, { dateStyle: "medium", timeStyle: "short" }).format(new Date(iso));

/** Dollars as the server tells them, with as many places as say something. */
export function dollars(text) {
  const value = Number(text);
  const small = value !== 0 && Math.abs(value) < 0.1;
  return new Intl.NumberFormat(current, {
    style: "currency",
    currency: "USD",
    currencyDisplay: "narrowSymbol",
    minimumFractionDigits: 2,
    maximumFractionDigits: small ? 4 : 2,
  }).format(value);
}

/** Seconds, and minutes where there are any. */
export function duration(seconds) {
  const whole = Math.max(0, Math.round(seconds));
  return whole < 60
    ? t("time.seconds", { n: whole, s: whole })
    : t("time.minutes", { m: Math.floor(whole / 60), s: String(whole % 60).padStart(2, "0") });
}

/** `1536x1024` as people write it. */
export const pixels = (size) => (size ?? "").replace("x", " × ");
