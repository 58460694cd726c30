package dev.atelier.server.cluster;

import dev.atelier.metering.ledger.LedgerAudit;
import dev.atelier.server.config.ServerConfig;
import dev.atelier.server.endurance.Rows;
import dev.atelier.server.wiring.DatabaseModule;
import dev.atelier.storage.s3.S3Server;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Holds what clients received against the rows, the objects and the ledger of a cluster that is at
 * rest. Each violation is a sentence.
 */
final class ClusterAudit {
  private static final String DELIVERED =
      "SELECT i.job AS job, i.idx AS image FROM job_image i JOIN job j ON j.id = i.job"
          + " WHERE i.state = 'DONE' AND (j.state = 'SUCCEEDED' OR j.completion = 'EACH')";
  private static final String CHARGED =
      "SELECT job, image FROM ledger_entries WHERE kind = 'charge'";

  private final Cluster cluster;
  private final Path directory;
  private final Rows rows;
  private final Set<String> whole = new HashSet<>();

  /**
   * @param directory for what a look at the rows leaves behind
   */
  ClusterAudit(Cluster cluster, Path directory) {
    this.cluster = cluster;
    this.directory = directory;
    this.rows = cluster.rows();
  }

  /** Work that is left; nothing at rest. */
  List<String> unfinished() throws SQLException {
    var left = new ArrayList<String>();
    rows.texts("SELECT id || ' ' || state FROM job WHERE state IN ('QUEUED', 'RUNNING')")
        .forEach(job -> left.add("job " + job));
    rows.texts("SELECT job FROM job_attempt WHERE outcome IS NULL")
        .forEach(job -> left.add("an open attempt of job " + job));
    return left;
  }

  /**
   * @param cutOff attempts that had left when their node was killed
   */
  List<String> check(List<ClusterOutcome> outcomes, Set<String> cutOff) throws Exception {
    List<String> wrong = check(outcomes);
    wrong.addAll(new BillAudit(cluster).givenUp(cutOff));
    return wrong;
  }

  /** The same where nobody knows which attempts were cut off. */
  List<String> check(List<ClusterOutcome> outcomes) throws Exception {
    var wrong = new ArrayList<>(unfinished());
    outcomes(outcomes, wrong);
    ledger(wrong);
    objects(wrong);
    wrong.addAll(new BillAudit(cluster).check());
    return wrong;
  }

  private void outcomes(List<ClusterOutcome> outcomes, List<String> wrong) throws SQLException {
    Map<String, List<String>> jobs = new HashMap<>();
    Map<String, String> states = new HashMap<>();
    for (String row :
        rows.texts("SELECT id || ' ' || state || ' ' || COALESCE(fault, '') || request FROM job")) {
      String[] words = row.split(" ", 3);
      jobs.computeIfAbsent(ClusterOrder.nameIn(row), _ -> new ArrayList<>()).add(words[0]);
      states.put(words[0], words[1]);
    }
    Map<String, TreeSet<String>> hashes = new HashMap<>();
    for (String row :
        rows.texts(
            "SELECT i.job || ' ' || a.hash FROM job_image i JOIN artifact a ON a.id = i.artifact"
                + " WHERE i.state = 'DONE'")) {
      String[] words = row.split(" ");
      hashes.computeIfAbsent(words[0], _ -> new TreeSet<>()).add(words[1]);
    }
    Set<String> unknown =
        Set.copyOf(rows.texts("SELECT DISTINCT job FROM job_attempt WHERE outcome = 'unknown'"));
    for (ClusterOutcome outcome : outcomes) {
      List<String> own = jobs.getOrDefault(outcome.order().name(), List.of());
      if (own.size() != 1) {
        wrong.add(outcome.order() + " has the jobs " + own);
        continue;
      }
      String job = own.getFirst();
      boolean succeeded = "SUCCEEDED".equals(states.get(job));
      boolean partly = succeeded && !outcome.delivered() && unknown.contains(job);
      if (succeeded != outcome.delivered() && !partly) {
        wrong.add(
            "job %s of %s is %s, and %d pictures came: %s"
                .formatted(
                    job,
                    outcome.order(),
                    states.get(job),
                    outcome.hashes().size(),
                    outcome.said()));
      }
      if ((partly || !succeeded) && outcome.order().model() != ClusterModel.CALL) {
        wrong.add(
            "job %s of %s failed: %s; its attempts: %s"
                .formatted(job, outcome.order(), outcome.said(), attempts(job)));
      }
      if (succeeded
          && !new TreeSet<>(outcome.hashes()).equals(hashes.getOrDefault(job, new TreeSet<>()))) {
        wrong.add("job %s of %s delivered other bytes than it has".formatted(job, outcome.order()));
      }
    }
  }

  private List<String> attempts(String job) throws SQLException {
    return rows.texts(
        "SELECT id || ' at ' || account || ' for ' || images || ' ' || COALESCE(outcome, 'open')"
            + " || ' ' || COALESCE(evidence, '') || ' sent ' || COALESCE(sent, 0)"
            + " || ' as ' || COALESCE(remote_id, '?') FROM job_attempt WHERE job = '"
            + job
            + "' ORDER BY begun");
  }

  /** Delivered pictures are charged once, nothing else is, and nothing is held any more. */
  private void ledger(List<String> wrong) throws SQLException {
    ServerConfig config =
        ServerConfig.load(
            Optional.empty(),
            Map.of(),
            Map.of(
                "data",
                directory.toString(),
                "database",
                "jdbc:postgresql://localhost:" + cluster.database().port() + "/postgres",
                "database-user",
                "postgres",
                "database-connections",
                "2"));
    try (var records = DatabaseModule.open(config, InstantSource.system())) {
      wrong.addAll(records.database().read(LedgerAudit::check));
    }
    rows.texts("SELECT tenant || ' ' || held FROM balances WHERE held <> 0")
        .forEach(tenant -> wrong.add("still held: " + tenant));
    rows.texts(
            "SELECT SUM(interactive + background) FROM queue_totals HAVING"
                + " SUM(interactive + background) <> 0")
        .forEach(queued -> wrong.add("the queue counts " + queued));
    rows.texts("SELECT job || '/' || image FROM (" + DELIVERED + " EXCEPT " + CHARGED + ") x")
        .forEach(image -> wrong.add("delivered for nothing: " + image));
    rows.texts("SELECT job || '/' || image FROM (" + CHARGED + " EXCEPT " + DELIVERED + ") x")
        .forEach(image -> wrong.add("charged for nothing: " + image));
    rows.texts(
            "SELECT job || '/' || image FROM ("
                + CHARGED
                + ") x GROUP BY job, image"
                + " HAVING COUNT(*) > 1")
        .forEach(image -> wrong.add("charged twice: " + image));
  }

  /** Every object is what its name says and a whole picture; every row has its object. */
  private void objects(List<String> wrong) throws Exception {
    Set<String> there = new HashSet<>();
    for (String key : S3Server.running().contents(cluster.location())) {
      String hash = key.substring(key.lastIndexOf('/') + 1);
      there.add(hash);
      if (whole.add(hash)) {
        byte[] bytes = S3Server.running().content(key);
        if (!ClusterClient.sha256(bytes).equals(hash)) {
          wrong.add("the object " + key + " has other bytes");
        }
        if (!ClusterClient.decodes(bytes)) {
          wrong.add("the object " + key + " is no picture");
        }
      }
    }
    for (String hash : rows.texts("SELECT DISTINCT hash FROM artifact")) {
      if (!there.contains(hash)) {
        wrong.add("no object has the bytes " + hash);
      }
    }
  }

  /** How many objects were decoded. */
  int objects() {
    return whole.size();
  }
}
