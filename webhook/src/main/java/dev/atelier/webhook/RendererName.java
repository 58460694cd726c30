package dev.atelier.webhook;

/** The names under which deliveries know who writes what is sent, besides those of the APIs. */
public final class RendererName {
  /** Writes our own messages, which standing receivers get. */
  public static final String ATELIER = "atelier";

  /** Uploads an image. */
  public static final String PUT = "put";

  private RendererName() {}
}
