package dev.atelier.providers.upstream;

import dev.atelier.http.upstream.UpstreamException;
import dev.atelier.image.Blocked.Stage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What went wrong in a call, as it was seen.
 *
 * @param what a status such as {@code 429}, the word of an {@code UpstreamFailure}, {@code error}
 *     for an error told in an answer of status 200, or {@code not-understood}, {@code no-images},
 *     {@code no-end}, {@code text-only}, {@code incomplete}
 * @param json whether the upstream's own JSON said so, not the page of a proxy
 * @param codes the upstream's words for it: codes and types
 * @param message its sentence; empty if none
 * @param stage where moderation says that it blocked
 */
public record UpstreamProblem(
    CallPhase phase,
    String what,
    boolean json,
    List<String> codes,
    String message,
    Optional<Duration> retryAfter,
    Optional<Stage> stage,
    List<String> categories) {
  public UpstreamProblem {
    codes = List.copyOf(codes);
    categories = List.copyOf(categories);
  }

  /** One that no answer says more about. */
  public static UpstreamProblem of(CallPhase phase, String what, String message) {
    return new UpstreamProblem(
        phase, what, false, List.of(), message, Optional.empty(), Optional.empty(), List.of());
  }

  /** No whole answer came. */
  public static UpstreamProblem of(CallPhase phase, UpstreamException e) {
    return of(phase, e.failure().word(), "");
  }

  /** The status, where it is one. */
  public Optional<Integer> status() {
    return what.matches("\\d{3}") ? Optional.of(Integer.parseInt(what)) : Optional.empty();
  }

  /** In one line for operators: no prompt, no credential. */
  public String evidence() {
    String words = String.join(" ", codes);
    String said = words.isEmpty() ? message : message.isEmpty() ? words : words + ": " + message;
    String name = status().isPresent() ? "" : what;
    return said.isEmpty()
        ? (name.isEmpty() ? "status " + what : name)
        : name.isEmpty() ? said : name + ", " + said;
  }

  /** The same with its status before it, where it has one. */
  public String told() {
    return status().map(status -> status + " " + evidence()).orElseGet(this::evidence);
  }
}
