package dev.atelier.server.endurance;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.metering.ledger.LedgerAudit;
import dev.atelier.server.config.ServerConfig;
import dev.atelier.server.endurance.CallBook.Entry;
import dev.atelier.server.wiring.DatabaseModule;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/** What a data directory must look like once its server is gone and all work is done. */
final class Aftermath {
  private final Path directory;
  private final Rows rows;

  Aftermath(Path directory) {
    this.directory = directory;
    this.rows = new Rows(directory);
  }

  void everyJobEnded() throws SQLException {
    assertThat(rows.texts("SELECT id FROM job WHERE state IN ('QUEUED', 'RUNNING')")).isEmpty();
    assertThat(rows.texts("SELECT interactive + background FROM queue_totals"))
        .containsExactly("0");
    assertThat(rows.texts("SELECT job FROM job_attempt WHERE outcome IS NULL")).isEmpty();
  }

  /** Each order became one job, whatever was sent again. */
  void oneJobFor(EnduranceOrder subscription) throws SQLException {
    String name = subscription.prompt().substring(0, subscription.prompt().indexOf(' '));
    assertThat(rows.count("SELECT id FROM job WHERE request LIKE '%\"" + name + " delay=%'"))
        .as("jobs of %s", subscription)
        .isEqualTo(1);
  }

  /** Delivered pictures are charged once, nothing else is, and nothing is held any more. */
  void booksBalance() throws SQLException {
    ServerConfig config =
        ServerConfig.load(
            Optional.empty(), Map.of(), Map.of("data", ServerProcess.data(directory).toString()));
    try (DatabaseModule records = DatabaseModule.open(config, InstantSource.system())) {
      assertThat(records.database().read(LedgerAudit::check)).isEmpty();
    }
    assertThat(rows.texts("SELECT held FROM balances")).containsOnly("0");
    String delivered =
        "SELECT i.job AS job, i.idx AS image FROM job_image i JOIN job j ON j.id = i.job"
            + " WHERE i.state = 'DONE' AND (j.state = 'SUCCEEDED' OR j.completion = 'EACH')";
    String charged = "SELECT job, image FROM ledger_entries WHERE kind = 'charge'";
    assertThat(rows.count(delivered + " EXCEPT " + charged)).as("delivered for nothing").isZero();
    assertThat(rows.count(charged + " EXCEPT " + delivered)).as("charged for nothing").isZero();
  }

  /** Every content is what its hash says and a whole picture; every picture has its content. */
  void noFileTorn() throws Exception {
    var hashes = new HashSet<String>();
    for (var content : StoredContents.in(ServerProcess.data(directory)).all()) {
      assertThat(content.hash()).isEqualTo(sha256(content.bytes()));
      try (var in = new ByteArrayInputStream(content.bytes())) {
        assertThat(ImageIO.read(in)).as("%s decodes", content.hash()).isNotNull();
      }
      hashes.add(content.hash());
    }
    assertThat(hashes).containsAll(rows.texts("SELECT hash FROM artifact"));
  }

  /** A paid upstream was asked once for each picture, by an intent that was on disk before. */
  void spentOnce() throws Exception {
    List<Entry> calls = entries("call");
    assertThat(
            calls.stream()
                .flatMap(call -> call.images().stream().map(image -> call.job() + "/" + image))
                .collect(groupingBy(image -> image, counting()))
                .entrySet())
        .allSatisfy(each -> assertThat(each.getValue()).as(each.getKey()).isEqualTo(1));
    assertThat(rows.texts("SELECT id FROM job_attempt"))
        .containsAll(calls.stream().map(Entry::attempt).toList());
  }

  /** Whatever may have been charged for nothing is counted and marked as such. */
  void ambiguousSpendRecorded() throws SQLException {
    assertThat(
            rows.texts("SELECT attempt FROM upstream_costs WHERE ambiguous = 1 ORDER BY attempt"))
        .isEqualTo(rows.texts("SELECT id FROM job_attempt WHERE outcome = 'unknown' ORDER BY id"));
  }

  /** No call is given up but those that a kill cut off after they had left. */
  void onlyUnknown(Set<String> cutOff) throws SQLException {
    assertThat(cutOff)
        .as("calls cut off by kills")
        .containsAll(rows.texts("SELECT id FROM job_attempt WHERE outcome = 'unknown'"));
  }

  /**
   * Whatever kills did not cut off is delivered: a server that gives up what it could know stays
   * below this.
   *
   * @param ordered images of all orders
   */
  void deliveredAtLeast(int ordered, Set<String> cutOff) throws SQLException {
    int lost = 0;
    for (String images :
        rows.texts(
            "SELECT images FROM job_attempt WHERE outcome = 'unknown' AND id IN ('%s')"
                .formatted(String.join("','", cutOff)))) {
      lost += images.split(",").length;
    }
    long delivered = rows.count("SELECT idx FROM job_image WHERE state = 'DONE'");
    assertThat(delivered)
        .as("of %s, %s cut off", ordered, lost)
        .isGreaterThanOrEqualTo(ordered - lost);
    // the slower the machine, the more of them a kill cuts off
    assertThat(delivered).as("what the kills leave alone").isGreaterThan(ordered / 10);
  }

  /** The upstream's own bill and what we say that we owe are the same, but for ambiguous calls. */
  void billAgrees() throws Exception {
    List<String> billed = entries("made").stream().map(Entry::attempt).distinct().toList();
    List<String> known = rows.texts("SELECT attempt FROM upstream_costs WHERE ambiguous = 0");
    List<String> ambiguous = rows.texts("SELECT attempt FROM upstream_costs WHERE ambiguous = 1");
    assertThat(known).as("owed and not billed").isSubsetOf(billed);
    assertThat(Stream.concat(known.stream(), ambiguous.stream()).toList())
        .as("billed and not recorded")
        .doesNotHaveDuplicates()
        .containsAll(billed);
  }

  /** Nothing half-written is left lying about. */
  void nothingStaged() throws IOException {
    assertThat(files("staged")).isEmpty();
  }

  private List<Entry> entries(String what) throws IOException {
    return CallBook.read(ServerProcess.calls(directory)).stream()
        .filter(entry -> entry.what().equals(what))
        .toList();
  }

  private List<Path> files(String folder) throws IOException {
    Path root = ServerProcess.data(directory).resolve(folder);
    if (!Files.exists(root)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  private static String sha256(byte[] bytes) throws NoSuchAlgorithmException {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }
}
