package dev.atelier.webhook;

import java.net.URI;
import java.util.OptionalInt;

/**
 * What a request asks to be told, and where. Stored in the commit that accepts its job.
 *
 * @param image only this picture, from 0; an upload ({@link Method#PUT}) names one
 * @param url absolute, http or https; may hold a secret, so it is never logged
 * @param composer the name of the {@link Composer} that writes what is sent, 1..64 characters
 */
public record Wish(Occasion occasion, OptionalInt image, Method method, URI url, String composer) {
  private static final int COMPOSER_MAX = 64;

  public Wish {
    Receiver.check(url);
    if (composer.isBlank() || composer.length() > COMPOSER_MAX) {
      throw new IllegalArgumentException("a composer's name of 1..64 characters expected");
    }
    if (image.isPresent() && (image.getAsInt() < 0 || occasion != Occasion.IMAGE)) {
      throw new IllegalArgumentException("a picture is told of when it is delivered");
    }
    if (method == Method.PUT && image.isEmpty()) {
      throw new IllegalArgumentException("an upload needs its picture");
    }
  }

  /** A message for each delivered picture. */
  public static Wish eachImage(URI url, String composer) {
    return new Wish(Occasion.IMAGE, OptionalInt.empty(), Method.POST, url, composer);
  }

  /** A message when the job ends. */
  public static Wish jobEnd(URI url, String composer) {
    return new Wish(Occasion.JOB, OptionalInt.empty(), Method.POST, url, composer);
  }

  /** The upload of one picture, from 0, written by the composer {@link Composer#PUT}. */
  public static Wish upload(int image, URI url) {
    return new Wish(Occasion.IMAGE, OptionalInt.of(image), Method.PUT, url, Composer.PUT);
  }
}
