package dev.atelier.server.cluster;

/** Models by what a call for them costs, and whether the upstream can find it again. */
enum ClusterModel {
  /** Drawn by the sandbox of each node. */
  FREE("dot-free", "tests:dot@1"),
  /** Billed; a task that has a name before it leaves. */
  TASK("dot-task", "tests:dot@2"),
  /** Billed; one exchange, which nobody can ask about afterwards. */
  CALL("dot-call", "tests:dot@3");

  final String id;
  final String air;

  ClusterModel(String id, String air) {
    this.id = id;
    this.air = air;
  }
}
