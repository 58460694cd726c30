package dev.atelier.benchmarks.gallery;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.atelier.database.Database;
import dev.atelier.database.Tx;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Fills a database with copies of one job of one image, each with a prompt of its own. */
final class CloneJob {
  static final String PROMPT = "the image that all are copies of";
  private static final int BATCH = 1_000;
  private static final List<String> THINGS =
      List.of("fox", "harbour", "teapot", "kite", "lighthouse", "orchard", "bicycle", "owl");

  private final Database database;
  private final String job;
  private final String artifact;

  CloneJob(Database database, String job, String artifact) {
    this.database = database;
    this.job = job;
    this.artifact = artifact;
  }

  void times(int copies) {
    for (int done = 0; done < copies; done += BATCH) {
      int from = done;
      int until = Math.min(copies, done + BATCH);
      int _ = database.<Integer>write(tx -> copy(tx, from, until));
    }
  }

  private int copy(Tx tx, int from, int until) {
    String jobs = statement(tx, "job", "id", Map.of("request", "replace(request, ?, ?)"));
    String images = statement(tx, "job_image", "job", Map.of("artifact", "?"));
    String artifacts = statement(tx, "artifact", "id", Map.of());
    for (int at = from; at < until; at++) {
      String id = UuidCreator.getTimeOrderedEpoch().toString();
      String stored = UuidCreator.getTimeOrderedEpoch().toString();
      int _ = tx.update(jobs, id, PROMPT, prompt(at), job);
      int _ = tx.update(images, id, stored, job);
      int _ = tx.update(artifacts, stored, artifact);
    }
    return until - from;
  }

  /** The first copy alone is of something rare: it is the last that a search comes to. */
  private static String prompt(int at) {
    return "a %s number %d in the evening light, wide angle, fine grain%s"
        .formatted(THINGS.get(at % THINGS.size()), at, at == 0 ? ", with one zebra" : "");
  }

  /** Copies a row under another key; other columns may be given too, in the table's order. */
  private static String statement(Tx tx, String table, String key, Map<String, String> changed) {
    var columns =
        new ArrayList<>(
            tx.list(
                "SELECT name FROM pragma_table_info('" + table + "')", row -> row.text("name")));
    String values =
        columns.stream()
            .map(name -> name.equals(key) ? "?" : changed.getOrDefault(name, name))
            .collect(Collectors.joining(", "));
    return "INSERT INTO %1$s (%2$s) SELECT %3$s FROM %1$s WHERE %4$s = ?"
        .formatted(table, String.join(", ", columns), values, key);
  }
}
