import { get } from "./api.js";

let all = $state.raw([]);

/** What can be ordered; loaded once for each sign-in. */
export const models = {
  get all() {
    return all;
  },
  get preferred() {
    return all.find((model) => model.preferred) ?? all[0];
  },
  find(id) {
    return all.find((model) => model.id === id) ?? this.preferred;
  },
  async load() {
    all = (await get("/models")).data;
  },
};

/** Whether nothing but the built-in sandbox makes its pictures. */
export const sandboxed = (model) => model.made_by.length === 1 && model.made_by[0] === "sandbox";
