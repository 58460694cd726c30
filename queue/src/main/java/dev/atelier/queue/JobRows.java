package dev.atelier.queue;

import dev.atelier.database.Row;
import dev.atelier.database.Tx;
import dev.atelier.image.ArtifactId;
import dev.atelier.image.ImageRequest;
import dev.atelier.image.JobId;
import dev.atelier.image.KeyId;
import dev.atelier.image.TenantId;
import dev.atelier.image.Usage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** Reads jobs with their pictures. */
final class JobRows {
  private static final String COLUMNS =
      """
      id, tenant, key_id, route, request, end_user, dialect, dialect_state, link_base, link_seconds, request_id, traceparent, session, completion, interactive, retained, subscribed, state, fault, images,
      created, started, ended, start_by, price_micros, flat_micros, price_list, sold_as, version, token\
      """;
  private static final String BY_ID = "SELECT " + COLUMNS + " FROM job WHERE id = ?";
  private static final String OWNED = BY_ID + " AND tenant = ?";
  private static final String OF_STATE =
      "SELECT * FROM (SELECT "
          + COLUMNS
          + " FROM job WHERE tenant = ? AND state = ? AND id < ? ORDER BY id DESC LIMIT ?) AS one";
  private static final String LISTED_LAST = " ORDER BY id DESC LIMIT ?";
  private static final String EVERY_STATE =
      String.join(" UNION ALL ", Collections.nCopies(JobState.values().length, OF_STATE));
  private static final String IMAGES =
      """
      SELECT job, idx, state, artifact, fault, text_in, image_in, image_out, price_micros, report, ended
      FROM job_image WHERE job IN\
      """;

  /** Sorts after every id. */
  private static final String NEWEST = "g";

  /** A job's row, its pictures not read yet. */
  record Head(Job job, int count, long token) {}

  Optional<Head> head(Tx tx, JobId id) {
    return tx.first(BY_ID, JobRows::head, id.value());
  }

  Optional<String> traceparent(Tx tx, JobId id) {
    return tx.first(
            "SELECT traceparent FROM job WHERE id = ?",
            row -> row.textOrNull("traceparent"),
            id.value())
        .flatMap(found -> found);
  }

  boolean unchanged(Tx tx, Job known) {
    return tx.first(
            "SELECT version FROM job WHERE id = ?",
            row -> row.number("version"),
            known.id().value())
        .filter(version -> version == known.version())
        .isPresent();
  }

  /** What changes of a job, on top of what is known of it and never does. */
  Job refresh(Tx tx, Job known) {
    var now =
        tx.first(
                "SELECT state, fault, started, ended, version FROM job WHERE id = ?",
                row -> known.with(progress(row)),
                known.id().value())
            .orElseThrow();
    return withImages(tx, List.of(new Head(now, known.spec().count(), 0))).getFirst();
  }

  Optional<Job> find(Tx tx, JobId id) {
    return head(tx, id).map(head -> withImages(tx, List.of(head)).getFirst());
  }

  Optional<Job> find(Tx tx, TenantId tenant, JobId id) {
    return tx.first(OWNED, JobRows::head, id.value(), tenant.value())
        .map(head -> withImages(tx, List.of(head)).getFirst());
  }

  /** Those of these jobs that are there, the newest first. */
  List<Job> find(Tx tx, List<JobId> ids) {
    if (ids.isEmpty()) {
      return List.of();
    }
    String marks = String.join(", ", Collections.nCopies(ids.size(), "?"));
    return withImages(
        tx,
        tx.list(
            "SELECT " + COLUMNS + " FROM job WHERE id IN (" + marks + ") ORDER BY id DESC",
            JobRows::head,
            ids.stream().map(JobId::value).toArray()));
  }

  /** The tenant's jobs older than {@code before}, newest first. */
  List<Job> list(
      Tx tx, TenantId tenant, Optional<JobState> state, Optional<JobId> before, int limit) {
    var end = before.map(JobId::toString).orElse(NEWEST);
    var states = state.map(List::of).orElse(List.of(JobState.values()));
    var args = new ArrayList<Object>();
    for (var one : states) {
      Collections.addAll(args, tenant.value(), one.name(), end, limit);
    }
    args.add(limit);
    var text = (state.isPresent() ? OF_STATE : EVERY_STATE) + LISTED_LAST;
    return withImages(tx, tx.list(text, JobRows::head, args.toArray()));
  }

  /** The same of every tenant. */
  List<Job> listAll(Tx tx, Optional<JobState> state, Optional<JobId> before, int limit) {
    var args = new ArrayList<Object>();
    args.add(before.map(JobId::toString).orElse(NEWEST));
    state.ifPresent(one -> args.add(one.name()));
    args.add(limit);
    var text =
        "SELECT "
            + COLUMNS
            + " FROM job WHERE id < ?"
            + (state.isPresent() ? " AND state = ?" : "")
            + LISTED_LAST;
    return withImages(tx, tx.list(text, JobRows::head, args.toArray()));
  }

  List<Job> withImages(Tx tx, List<Head> heads) {
    if (heads.isEmpty()) {
      return List.of();
    }
    var ids = heads.stream().map(head -> head.job().id().value()).toArray();
    var marks = String.join(", ", Collections.nCopies(ids.length, "?"));
    var images = new HashMap<String, Map<Integer, JobImage>>();
    tx.list(IMAGES + " (" + marks + ")", row -> Map.entry(row.text("job"), image(row)), ids)
        .forEach(entry ->
            images
                .computeIfAbsent(entry.getKey(), _ -> new HashMap<>())
                .put(entry.getValue().index(), entry.getValue()));
    return heads.stream()
        .map(head -> complete(head, images.getOrDefault(head.job().id().toString(), Map.of())))
        .toList();
  }

  private static Job complete(Head head, Map<Integer, JobImage> ended) {
    var images = new ArrayList<JobImage>(head.count());
    for (int index = 0; index < head.count(); index++) {
      images.add(ended.getOrDefault(index, JobImage.pending(index)));
    }
    return head.job().with(head.job().progress().with(images));
  }

  private static Head head(Row row) {
    return new Head(
        new Job(spec(row), progress(row)), (int) row.number("images"), row.number("token"));
  }

  private static JobSpec spec(Row row) {
    return new JobSpec(
        new JobId(row.uuid("id")),
        new TenantId(row.text("tenant")),
        new KeyId(row.text("key_id")),
        row.text("route"),
        request(row),
        origin(row),
        new JobSpec.Handling(
            CompletionPolicy.valueOf(row.text("completion")),
            row.flag("interactive"),
            row.flag("retained"),
            row.flag("subscribed")),
        new Price(
            row.number("price_micros"),
            row.numberOrNull("flat_micros").map(OptionalLong::of).orElseGet(OptionalLong::empty),
            row.text("price_list"),
            row.text("sold_as")),
        row.instant("created"),
        row.instant("start_by"));
  }

  /** What was ordered, with whom it is for. */
  static ImageRequest request(Row row) {
    ImageRequest request = RowJson.request(row.text("request"));
    return request.with(request.order().withEndUser(row.textOrNull("end_user")));
  }

  private static JobProgress progress(Row row) {
    return new JobProgress(
        JobState.valueOf(row.text("state")),
        row.textOrNull("fault").map(RowJson::fault),
        row.instantOrNull("started"),
        row.instantOrNull("ended"),
        row.number("version"),
        List.of());
  }

  private static Origin origin(Row row) {
    return new Origin(
        row.text("dialect"),
        row.text("dialect_state"),
        row.text("link_base"),
        row.numberOrNull("link_seconds").map(Duration::ofSeconds),
        row.textOrNull("request_id"),
        row.textOrNull("traceparent"),
        row.textOrNull("session").map(UUID::fromString));
  }

  private static JobImage image(Row row) {
    return new JobImage(
        (int) row.number("idx"),
        ImageState.valueOf(row.text("state")),
        row.uuidOrNull("artifact").map(ArtifactId::new),
        row.textOrNull("fault").map(RowJson::fault),
        new Usage(row.number("text_in"), row.number("image_in"), row.number("image_out")),
        row.number("price_micros"),
        row.textOrNull("report").map(RowJson::report),
        row.instantOrNull("ended"));
  }
}
