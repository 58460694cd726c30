// auto, light or dark; as the system has it unless somebody chose.
const STORED = "atelier-theme";
const CHOICES = ["auto", "light", "dark"];

let chosen = $state("auto");

function show() {
  if (chosen === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = chosen;
}

export const theme = {
  get chosen() {
    return chosen;
  },
  begin() {
    const stored = localStorage.getItem(STORED);
    chosen = CHOICES.includes(stored) ? stored : "auto";
    show();
  },
  next() {
    chosen = CHOICES[(CHOICES.indexOf(chosen) + 1) % CHOICES.length];
    localStorage.setItem(STORED, chosen);
    show();
  },
};
