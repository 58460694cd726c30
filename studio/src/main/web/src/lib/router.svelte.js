// Where in the studio one is: `#/jobs/0199…?q=fox` is ["jobs", "0199…"] and { q: "fox" }.
function read() {
  const [path, query = ""] = location.hash.replace(/^#\/?/, "").split("?");
  return {
    path: path.split("/").filter(Boolean).map(decodeURIComponent),
    query: Object.fromEntries(new URLSearchParams(query)),
  };
}

let here = $state.raw(read());

addEventListener("hashchange", () => {
  here = read();
});

export const route = {
  get path() {
    return here.path;
  },
  get query() {
    return here.query;
  },
};

export function go(path, query = {}) {
  const words = new URLSearchParams(Object.entries(query).filter(([, value]) => value)).toString();
  location.hash = `/${path}${words ? `?${words}` : ""}`;
}
