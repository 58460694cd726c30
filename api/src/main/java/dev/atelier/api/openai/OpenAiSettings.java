package dev.atelier.api.openai;

import dev.atelier.api.read.Strictness;
import dev.atelier.gateway.GatewaySettings;
import dev.atelier.gateway.settle.RetentionPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How the OpenAI dialect behaves.
 *
 * @param strictness how far a request is understood beyond what the vendor documents
 * @param whenClientLeaves what becomes of a job whose caller hung up
 * @param keepAliveBytes how often a plain call that waits is sent a blank, which commits status 200
 *     with the first one; empty for never
 * @param imageBodyBytesMax largest body of the routes that take pictures
 * @param retention how long ended jobs are stored, and so can be polled
 * @param filesKept how long a file is kept whose upload does not say
 * @param textModels names of text models under which callers ask for responses: what such a model
 *     would let its image tool draw is drawn
 */
public record OpenAiSettings(
    Strictness strictness,
    WhenClientLeaves whenClientLeaves,
    Optional<Duration> keepAliveBytes,
    long imageBodyBytesMax,
    RetentionPolicy retention,
    Duration filesKept,
    List<String> textModels) {
  /** As long as an upload may ask for. */
  public static final Duration FILES_KEPT = Duration.ofDays(30);

  /** Those that OpenAI lets call the image tool. */
  public static final List<String> TEXT_MODELS =
      List.of(
          "gpt-5.5",
          "gpt-5.4",
          "gpt-5.4-mini",
          "gpt-5.2",
          "gpt-5.1",
          "gpt-5",
          "gpt-5-mini",
          "gpt-5-nano",
          "gpt-4.1",
          "gpt-4.1-mini",
          "gpt-4.1-nano",
          "gpt-4o",
          "gpt-4o-mini",
          "o3");

  public static final OpenAiSettings DEFAULT =
      new OpenAiSettings(
          Strictness.LENIENT,
          WhenClientLeaves.FINISH,
          Optional.empty(),
          384L << 20,
          GatewaySettings.DEFAULT.retention(),
          FILES_KEPT,
          TEXT_MODELS);

  public OpenAiSettings {
    textModels = List.copyOf(textModels);
    if (imageBodyBytesMax < 1
        || !filesKept.isPositive()
        || keepAliveBytes.filter(every -> !every.isPositive()).isPresent()) {
      throw new IllegalArgumentException("limits must be positive");
    }
  }

  public OpenAiSettings with(Strictness other) {
    return new OpenAiSettings(
        other,
        whenClientLeaves,
        keepAliveBytes,
        imageBodyBytesMax,
        retention,
        filesKept,
        textModels);
  }

  public OpenAiSettings withWhenClientLeaves(WhenClientLeaves other) {
    return new OpenAiSettings(
        strictness, other, keepAliveBytes, imageBodyBytesMax, retention, filesKept, textModels);
  }

  public OpenAiSettings withKeepAliveBytes(Duration every) {
    return new OpenAiSettings(
        strictness,
        whenClientLeaves,
        Optional.of(every),
        imageBodyBytesMax,
        retention,
        filesKept,
        textModels);
  }

  public OpenAiSettings withImageBodyBytesMax(long other) {
    return new OpenAiSettings(
        strictness, whenClientLeaves, keepAliveBytes, other, retention, filesKept, textModels);
  }

  /** What becomes of a job whose caller hung up while nobody else waits for it. */
  public enum WhenClientLeaves {
    /** It goes on, so that a repetition of the request finds it. */
    FINISH,
    CANCEL
  }
}
