// The tenant's boards.
import { call, get, post, remove } from "./api.js";

let all = $state.raw([]);

export const boards = {
  get all() {
    return all;
  },
  async load() {
    all = (await get("/boards")).data;
  },
  async create(name) {
    const board = await post("/boards", { name });
    await this.load();
    return board;
  },
  async rename(id, name) {
    await call("PATCH", `/boards/${id}`, { json: { name } });
    await this.load();
  },
  async remove(id) {
    await remove(`/boards/${id}`);
    await this.load();
  },
};
