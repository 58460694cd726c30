package dev.atelier.server.cluster;

import dev.atelier.providers.upstream.Bill;
import dev.atelier.server.endurance.Rows;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Holds the upstreams' own bills against what the rows say that is owed. */
final class BillAudit {
  private final Cluster cluster;
  private final Rows rows;

  BillAudit(Cluster cluster) {
    this.cluster = cluster;
    this.rows = cluster.rows();
  }

  /**
   * Calls that were given up without a reason.
   *
   * @param cutOff attempts that had left when their node was killed
   */
  List<String> givenUp(Set<String> cutOff) throws SQLException {
    var wrong = new ArrayList<String>();
    for (String unknown :
        rows.texts(
            "SELECT id FROM job_attempt WHERE outcome = 'unknown' AND account <> 'sandbox'")) {
      if (!cutOff.contains(unknown)) {
        wrong.add("attempt " + unknown + " was given up, and nothing cut it off");
      }
    }
    return wrong;
  }

  /** What is billed and not recorded, recorded and not billed, or unknown and not counted. */
  List<String> check() throws SQLException {
    var wrong = new ArrayList<String>();
    rows.texts(
            "SELECT id FROM job_attempt WHERE outcome = 'unknown' AND account <> 'sandbox'"
                + " EXCEPT SELECT attempt FROM upstream_costs WHERE ambiguous = 1")
        .forEach(attempt -> wrong.add("attempt " + attempt + " is unknown and not counted"));
    tasks(wrong);
    calls(wrong);
    return wrong;
  }

  /** Whose names are the attempts' ids: compared one by one. */
  private void tasks(List<String> wrong) throws SQLException {
    Set<String> billed = new HashSet<>();
    for (Bill.Line line : cluster.tasks().bill().lines()) {
      if (!billed.add(line.order())) {
        wrong.add("task " + line.order() + " was billed twice");
      }
    }
    Set<String> known = costs("runware", 0);
    Set<String> recorded = new HashSet<>(known);
    recorded.addAll(costs("runware", 1));
    known.stream()
        .filter(task -> !billed.contains(task))
        .forEach(task -> wrong.add("task " + task + " is owed and was not billed"));
    billed.stream()
        .filter(task -> !recorded.contains(task))
        .forEach(task -> wrong.add("task " + task + " was billed and is not recorded"));
  }

  private Set<String> costs(String account, int ambiguous) throws SQLException {
    return new HashSet<>(
        rows.texts(
            "SELECT attempt FROM upstream_costs WHERE account LIKE '%%%s%%' AND ambiguous = %d"
                .formatted(account, ambiguous)));
  }

  /** Which have no names: counted for each order. */
  private void calls(List<String> wrong) throws SQLException {
    Map<String, Integer> billed = new HashMap<>();
    cluster.calls().orders().stream()
        .map(order -> ClusterOrder.nameIn(order.fields().path("prompt").asString()))
        .forEach(name -> billed.merge(name, 1, Integer::sum));
    Map<String, Integer> known = new HashMap<>();
    Map<String, Integer> most = new HashMap<>();
    for (String row :
        rows.texts(
            "SELECT c.ambiguous || ' ' || j.request FROM upstream_costs c"
                + " JOIN job j ON j.id = c.job WHERE c.account LIKE '%openai%'")) {
      String name = ClusterOrder.nameIn(row);
      most.merge(name, 1, Integer::sum);
      if (row.startsWith("0 ")) {
        known.merge(name, 1, Integer::sum);
      }
    }
    known.forEach((name, calls) -> {
      if (billed.getOrDefault(name, 0) < calls) {
        wrong.add("more calls for " + name + " are owed than were billed");
      }
    });
    billed.forEach((name, calls) -> {
      if (most.getOrDefault(name, 0) < calls) {
        wrong.add("more calls for " + name + " were billed than are recorded");
      }
    });
  }

  /** Images that the upstreams billed beyond what each order asks for. */
  int repeated(List<ClusterOutcome> outcomes) {
    Map<String, Integer> billed = new HashMap<>();
    Map<String, Integer> imagesByTask = new HashMap<>();
    cluster.tasks().bill().lines().forEach(line -> imagesByTask.put(line.order(), line.images()));
    Set<String> seen = new HashSet<>();
    cluster
        .tasks()
        .submits()
        .forEach(task -> {
          String id = task.path("taskUUID").asString();
          if (seen.add(id)) {
            billed.merge(
                ClusterOrder.nameIn(task.path("positivePrompt").asString()),
                imagesByTask.getOrDefault(id, 0),
                Integer::sum);
          }
        });
    cluster
        .calls()
        .orders()
        .forEach(order ->
            billed.merge(
                ClusterOrder.nameIn(order.fields().path("prompt").asString()),
                order.fields().path("n").asInt(1),
                Integer::sum));
    return outcomes.stream()
        .map(ClusterOutcome::order)
        .mapToInt(order -> Math.max(0, billed.getOrDefault(order.name(), 0) - order.count()))
        .sum();
  }
}
