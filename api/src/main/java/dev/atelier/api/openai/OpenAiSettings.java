package dev.atelier.api.openai;

/**
 * How the OpenAI dialect behaves.
 *
 * @param strict whether {@code response_format} is refused as the vendor does
 * @param whenClientLeaves what becomes of a job whose caller hung up
 * @param imageBodyBytesMax largest body of the routes that take pictures
 */
public record OpenAiSettings(
    boolean strict, WhenClientLeaves whenClientLeaves, long imageBodyBytesMax) {
  public static final OpenAiSettings DEFAULT =
      new OpenAiSettings(false, WhenClientLeaves.FINISH, 384L << 20);

  public OpenAiSettings {
    if (imageBodyBytesMax < 1) {
      throw new IllegalArgumentException("limits must be positive");
    }
  }

  public OpenAiSettings withStrict(boolean other) {
    return new OpenAiSettings(other, whenClientLeaves, imageBodyBytesMax);
  }

  public OpenAiSettings withWhenClientLeaves(WhenClientLeaves other) {
    return new OpenAiSettings(strict, other, imageBodyBytesMax);
  }

  public OpenAiSettings withImageBodyBytesMax(long other) {
    return new OpenAiSettings(strict, whenClientLeaves, other);
  }

  /** What becomes of a job whose caller hung up; noticed when the next event is written. */
  public enum WhenClientLeaves {
    /** It goes on, so that a repetition of the request finds it. */
    FINISH,
    CANCEL
  }
}
