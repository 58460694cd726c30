// Something that a page does at once and that may fail: whether it is under way, and what went wrong.
export class Attempt {
  problem = $state.raw(null);
  busy = $state(false);

  /** Does it; what goes wrong is shown and not thrown. Returns whether it worked. */
  async run(act) {
    this.busy = true;
    this.problem = null;
    try {
      await act();
      return true;
    } catch (problem) {
      this.problem = problem;
      return false;
    } finally {
      this.busy = false;
    }
  }
}
