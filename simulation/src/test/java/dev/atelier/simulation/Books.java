package dev.atelier.simulation;

import dev.atelier.database.Row;
import dev.atelier.database.Tx;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Every row that a promise is about, read in one transaction; jobs by id. */
record Books(
    Map<String, JobBook> jobs,
    Map<String, Balance> balances,
    Map<String, Balance> sums,
    Map<String, Long> acts) {
  static final Books EMPTY = new Books(Map.of(), Map.of(), Map.of(), Map.of());

  static Books read(Tx tx) {
    var jobs = new LinkedHashMap<String, JobBook>();
    each(
        tx,
        "SELECT id, tenant, end_user, dialect_state, completion, state, fault, images, created,"
            + " price_micros, price_list, token, version, node,"
            + " lease_expires FROM job ORDER BY rowid",
        row -> jobs.put(row.text("id"), JobBook.of(Head.of(row))));
    Function<Row, JobBook> owner = row -> jobs.getOrDefault(row.text("job"), JobBook.of(Head.NONE));
    each(
        tx,
        "SELECT job, idx, state, artifact FROM job_image",
        row -> owner.apply(row).images().put((int) row.number("idx"), Image.of(row)));
    each(
        tx,
        "SELECT job, id, account, images, sent, remote_id, outcome, cause FROM job_attempt"
            + " ORDER BY rowid",
        row -> owner.apply(row).attempts().put(row.text("id"), Attempt.of(row)));
    each(
        tx,
        "SELECT job, attempt, idx FROM job_difference WHERE idx >= 0",
        row ->
            Optional.ofNullable(owner.apply(row).attempts().get(row.text("attempt")))
                .ifPresent(attempt -> attempt.wrong().add((int) row.number("idx"))));
    each(
        tx,
        "SELECT job, tenant, kind, image, held, charged FROM ledger_entries",
        row ->
            owner
                .apply(row)
                .entries()
                .put(row.text("kind") + " " + row.number("image"), Entry.of(row)));
    each(
        tx,
        "SELECT job, event, image FROM webhook_delivery",
        row ->
            owner
                .apply(row)
                .news()
                .add(
                    row.text("event")
                        + " "
                        + row.numberOrNull("image").map(Object::toString).orElse("-")));
    var acts = new TreeMap<String, Long>();
    each(
        tx,
        "SELECT job, kind, tenant, funds FROM ledger_entries"
            + " WHERE kind IN ('top-up', 'credit', 'adjustment')",
        row ->
            acts.put(
                row.text("kind") + " " + row.text("job") + " of " + row.text("tenant"),
                row.number("funds")));
    return new Books(
        jobs,
        balances(tx, "SELECT tenant, billing, funds, held, charged, outside FROM balances"),
        balances(
            tx,
            "SELECT tenant, '' AS billing, SUM(funds) AS funds, SUM(held) AS held,"
                + " SUM(charged) AS charged, SUM(outside) AS outside FROM ledger_entries"
                + " GROUP BY tenant"),
        acts);
  }

  private static Map<String, Balance> balances(Tx tx, String sql) {
    var found = new TreeMap<String, Balance>();
    each(tx, sql, row -> found.put(row.text("tenant"), Balance.of(row)));
    return found;
  }

  /** Shows {@code reader} every row that {@code sql} finds. */
  static void each(Tx tx, String sql, Consumer<Row> reader) {
    var _ =
        tx.list(
            sql,
            row -> {
              reader.accept(row);
              return true;
            });
  }

  /**
   * One job with all that belongs to it; images by index, attempts by id and in the order in which
   * they were begun, what is to be told of it as event and image.
   */
  record JobBook(
      Head head,
      SortedMap<Integer, Image> images,
      SequencedMap<String, Attempt> attempts,
      SortedMap<String, Entry> entries,
      List<String> news) {
    static final JobBook NONE = of(Head.NONE);

    static JobBook of(Head head) {
      return new JobBook(
          head, new TreeMap<>(), new LinkedHashMap<>(), new TreeMap<>(), new ArrayList<>());
    }

    boolean ended() {
      return head.ended();
    }

    /** What was charged for one picture, if it was. */
    Optional<Long> charged(int image) {
      return Optional.ofNullable(entries.get("charge " + image)).map(Entry::charged);
    }

    long held() {
      return entries.values().stream().mapToLong(Entry::held).sum();
    }

    List<Attempt> open() {
      return attempts.values().stream().filter(attempt -> attempt.outcome().isEmpty()).toList();
    }
  }

  record Head(
      String id,
      String tenant,
      Optional<String> endUser,
      String dialectState,
      String completion,
      String state,
      Optional<String> fault,
      int images,
      Instant created,
      long price,
      String priceList,
      long token,
      long version,
      Optional<String> node,
      Optional<Instant> leaseExpires) {
    static final Head NONE =
        new Head(
            "",
            "",
            Optional.empty(),
            "",
            "",
            "",
            Optional.empty(),
            0,
            Instant.EPOCH,
            0,
            "",
            0,
            0,
            Optional.empty(),
            Optional.empty());
    private static final Pattern KIND = Pattern.compile("\"kind\":\"(\\w+)\"");

    static Head of(Row row) {
      return new Head(
          row.text("id"),
          row.text("tenant"),
          row.textOrNull("end_user"),
          row.text("dialect_state"),
          row.text("completion"),
          row.text("state"),
          row.textOrNull("fault").map(Head::kind),
          (int) row.number("images"),
          row.instant("created"),
          row.number("price_micros"),
          row.text("price_list"),
          row.number("token"),
          row.number("version"),
          row.textOrNull("node"),
          row.instantOrNull("lease_expires"));
    }

    private static String kind(String fault) {
      var kind = KIND.matcher(fault);
      return kind.find() ? kind.group(1) : fault;
    }

    boolean ended() {
      return switch (state) {
        case "SUCCEEDED", "FAILED", "CANCELLED" -> true;
        default -> false;
      };
    }
  }

  record Image(String state, Optional<String> artifact) {
    static Image of(Row row) {
      return new Image(row.text("state"), row.textOrNull("artifact"));
    }

    boolean done() {
      return state.equals("DONE");
    }
  }

  /** {@code wrong}: of which of its images is said that they were not as ordered. */
  record Attempt(
      String id,
      String account,
      List<Integer> images,
      boolean sent,
      Optional<String> remoteId,
      Optional<String> outcome,
      Optional<String> cause,
      SortedSet<Integer> wrong) {
    static Attempt of(Row row) {
      return new Attempt(
          row.text("id"),
          row.text("account"),
          List.of(row.text("images").split(",")).stream().map(Integer::valueOf).toList(),
          row.numberOrNull("sent").isPresent(),
          row.textOrNull("remote_id"),
          row.textOrNull("outcome"),
          row.textOrNull("cause"),
          new TreeSet<>());
    }

    /** Whether it was paid for. */
    boolean paid() {
      return ended("succeeded") || ended("spent");
    }

    boolean ended(String word) {
      return outcome.isPresent() && outcome.get().equals(word);
    }
  }

  record Entry(String tenant, String kind, long held, long charged) {
    static Entry of(Row row) {
      return new Entry(
          row.text("tenant"), row.text("kind"), row.number("held"), row.number("charged"));
    }
  }

  /** A tenant's money, or the sums of its entries. */
  record Balance(String billing, long funds, long held, long charged, long outside) {
    static final Balance NONE = new Balance("", 0, 0, 0, 0);

    static Balance of(Row row) {
      return new Balance(
          row.text("billing"),
          row.number("funds"),
          row.number("held"),
          row.number("charged"),
          row.number("outside"));
    }

    boolean sumsUpTo(Balance entries) {
      return new Balance("", funds, held, charged, outside).equals(entries);
    }

    boolean inDebt() {
      return billing.equals("prepaid") && funds < 0;
    }
  }
}
