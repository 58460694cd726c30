package dev.atelier.api.openai;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * How the OpenAI dialect behaves.
 *
 * @param strict whether {@code response_format} is refused as the vendor does
 * @param whenClientLeaves what becomes of a job whose caller hung up
 * @param imageBodyBytesMax largest body of the routes that take pictures
 * @param linksLast how long the links of {@code response_format: "url"} work
 * @param publicUrl what links begin with; the request's own scheme and host if empty
 */
public record OpenAiSettings(
    boolean strict,
    WhenClientLeaves whenClientLeaves,
    long imageBodyBytesMax,
    Duration linksLast,
    Optional<URI> publicUrl) {
  public static final OpenAiSettings DEFAULT =
      new OpenAiSettings(
          false, WhenClientLeaves.FINISH, 384L << 20, Duration.ofHours(1), Optional.empty());

  public OpenAiSettings {
    if (imageBodyBytesMax < 1 || linksLast.isNegative() || linksLast.isZero()) {
      throw new IllegalArgumentException("limits must be positive");
    }
  }

  public OpenAiSettings withStrict(boolean other) {
    return new OpenAiSettings(other, whenClientLeaves, imageBodyBytesMax, linksLast, publicUrl);
  }

  public OpenAiSettings withWhenClientLeaves(WhenClientLeaves other) {
    return new OpenAiSettings(strict, other, imageBodyBytesMax, linksLast, publicUrl);
  }

  public OpenAiSettings withImageBodyBytesMax(long other) {
    return new OpenAiSettings(strict, whenClientLeaves, other, linksLast, publicUrl);
  }

  public OpenAiSettings withPublicUrl(URI other) {
    return new OpenAiSettings(
        strict, whenClientLeaves, imageBodyBytesMax, linksLast, Optional.of(other));
  }

  /** What becomes of a job whose caller hung up; noticed when the next event is written. */
  public enum WhenClientLeaves {
    /** It goes on, so that a repetition of the request finds it. */
    FINISH,
    CANCEL
  }
}
