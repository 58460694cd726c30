package dev.atelier.queue;

import dev.atelier.database.Row;
import dev.atelier.database.Tx;
import dev.atelier.image.Blocked;
import dev.atelier.image.ImageReport;
import dev.atelier.image.JobFault;
import dev.atelier.image.JobId;
import dev.atelier.image.Prompt;
import dev.atelier.image.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Takes a customer's words out of the rows of an ended job: the prompt, what makers made of it, the
 * end user, what the API remembers in the customer's words, and what upstreams answered, which may
 * repeat them; what a repeat of the request is known by is sealed. The job, its pictures and its
 * figures stay.
 */
public final class EraseText {
  /** What stands in the place of an upstream's words. */
  static final String ERASED = "(erased)";

  private final TextHash hash;
  private final Map<String, Set<String>> stateTexts;

  /**
   * @param stateTexts by dialect, the members of its state that hold the customer's words
   */
  public EraseText(TextHash hash, Map<String, Set<String>> stateTexts) {
    this.hash = hash;
    this.stateTexts = Map.copyOf(stateTexts);
  }

  /**
   * Repeating it changes nothing.
   *
   * @param promptHashed whether the prompt's keyed hash stays; that of the end user always does, so
   *     that what else is kept of them can be found
   * @return false if the job is unknown, has not ended, or has no text any more
   */
  public boolean erase(Tx tx, JobId job, boolean promptHashed, Instant now) {
    Optional<Texts> found =
        tx.first(
            "SELECT tenant, request, end_user, dialect, dialect_state, fault FROM job"
                + " WHERE id = ? AND ended IS NOT NULL AND text_erased IS NULL",
            Texts::of,
            job.value());
    found.ifPresent(texts -> {
      eraseJob(tx, job, texts, promptHashed, now);
      eraseImages(tx, job);
      sealFingerprints(tx, job, texts.tenant());
      tx.update(
          "UPDATE job_attempt SET evidence = '' WHERE job = ? AND evidence <> ''", job.value());
    });
    return found.isPresent();
  }

  private void eraseJob(Tx tx, JobId job, Texts texts, boolean promptHashed, Instant now) {
    var request = RowJson.request(texts.request());
    var order = request.order();
    Optional<String> promptHash =
        promptHashed
            ? Optional.of(hash.of(texts.tenant(), order.prompt().text()))
            : Optional.empty();
    tx.update(
        "UPDATE job SET request = ?, end_user = NULL, end_user_hash = ?, prompt_hash = ?,"
            + " dialect_state = ?, fault = ?, erase_text = NULL, text_erased = ?,"
            + " version = version + 1 WHERE id = ?",
        RowJson.write(request.with(order.withPrompt(Prompt.ERASED))),
        texts.endUser().map(user -> hash.of(texts.tenant(), user)),
        promptHash,
        RowJson.without(texts.dialectState(), stateTexts.getOrDefault(texts.dialect(), Set.of())),
        texts.fault().map(EraseText::silent),
        now,
        job.value());
  }

  /** A fingerprint without a key would tell the prompt to who guesses it. */
  private void sealFingerprints(Tx tx, JobId job, TenantId tenant) {
    tx.list(
            "SELECT DISTINCT fingerprint FROM idempotency_record WHERE job = ?",
            row -> row.text("fingerprint"),
            job.value())
        .forEach(plain ->
            tx.update(
                "UPDATE idempotency_record SET fingerprint = ? WHERE job = ? AND fingerprint = ?",
                hash.of(tenant, plain),
                job.value(),
                plain));
  }

  private static void eraseImages(Tx tx, JobId job) {
    record Image(long index, Optional<String> fault, Optional<String> report) {}
    List<Image> images =
        tx.list(
            "SELECT idx, fault, report FROM job_image WHERE job = ?",
            row -> new Image(row.number("idx"), row.textOrNull("fault"), row.textOrNull("report")),
            job.value());
    for (Image image : images) {
      tx.update(
          "UPDATE job_image SET fault = ?, report = ? WHERE job = ? AND idx = ?",
          image.fault().map(EraseText::silent),
          image.report().map(json -> RowJson.write(silent(RowJson.report(json)))),
          job.value(),
          image.index());
    }
  }

  private static String silent(String fault) {
    return RowJson.write(silent(RowJson.fault(fault)));
  }

  private static JobFault silent(JobFault fault) {
    return switch (fault) {
      case JobFault.UpstreamRefused _ -> new JobFault.UpstreamRefused(ERASED);
      case JobFault.UpstreamFailed _ -> new JobFault.UpstreamFailed(ERASED);
      case JobFault.OutcomeUnknown _ -> new JobFault.OutcomeUnknown(ERASED);
      case JobFault.UpstreamWaste _ -> new JobFault.UpstreamWaste(ERASED);
      case Blocked _,
          JobFault.Cancelled _,
          JobFault.StartDeadlinePassed _,
          JobFault.StorageFailed _,
          JobFault.UpstreamThrottled _ ->
          fault;
    };
  }

  private static ImageReport silent(ImageReport report) {
    return new ImageReport(
        report.size(),
        report.format(),
        report.quality(),
        report.background(),
        report.engine(),
        report.account(),
        report.seed(),
        Optional.empty(),
        report.checks(),
        report.repairs(),
        report.differences(),
        List.of(),
        report.flagged(),
        report.picture());
  }

  private record Texts(
      TenantId tenant,
      String request,
      Optional<String> endUser,
      String dialect,
      String dialectState,
      Optional<String> fault) {
    static Texts of(Row row) {
      return new Texts(
          new TenantId(row.text("tenant")),
          row.text("request"),
          row.textOrNull("end_user"),
          row.text("dialect"),
          row.text("dialect_state"),
          row.textOrNull("fault"));
    }
  }
}
