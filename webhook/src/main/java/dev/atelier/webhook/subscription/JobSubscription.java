package dev.atelier.webhook.subscription;

import dev.atelier.webhook.Method;
import dev.atelier.webhook.Receiver;
import dev.atelier.webhook.RendererName;
import dev.atelier.webhook.dispatch.PayloadRenderer;
import java.net.URI;
import java.util.OptionalInt;

/**
 * What a request asks to be told, and where. Stored in the commit that accepts its job.
 *
 * @param image only this picture, from 0; an upload ({@link Method#PUT}) names one
 * @param url absolute, http or https; may hold a secret, so it is never logged
 * @param renderer the name of the {@link PayloadRenderer} that writes what is sent, 1..64
 *     characters
 */
public record JobSubscription(
    Trigger trigger, OptionalInt image, Method method, URI url, String renderer) {
  private static final int RENDERER_MAX = 64;

  public JobSubscription {
    Receiver.check(url);
    if (renderer.isBlank() || renderer.length() > RENDERER_MAX) {
      throw new IllegalArgumentException("a renderer's name of 1..64 characters expected");
    }
    if (image.isPresent() && (image.getAsInt() < 0 || trigger != Trigger.IMAGE)) {
      throw new IllegalArgumentException("a picture is told of when it is delivered");
    }
    if (method == Method.PUT && image.isEmpty()) {
      throw new IllegalArgumentException("an upload needs its picture");
    }
  }

  /** A message for each delivered picture. */
  public static JobSubscription eachImage(URI url, String renderer) {
    return new JobSubscription(Trigger.IMAGE, OptionalInt.empty(), Method.POST, url, renderer);
  }

  /** A message when the job ends. */
  public static JobSubscription jobEnd(URI url, String renderer) {
    return new JobSubscription(Trigger.JOB, OptionalInt.empty(), Method.POST, url, renderer);
  }

  /** The upload of one picture, from 0, written by the renderer {@link RendererName#PUT}. */
  public static JobSubscription upload(int image, URI url) {
    return new JobSubscription(
        Trigger.IMAGE, OptionalInt.of(image), Method.PUT, url, RendererName.PUT);
  }
}
