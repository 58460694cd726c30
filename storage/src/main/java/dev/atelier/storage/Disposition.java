package dev.atelier.storage;

import java.util.Optional;

/** Whether a browser shows a linked file or saves it. */
public enum Disposition {
  INLINE("i"),
  ATTACHMENT("a");

  private final String code;

  Disposition(String code) {
    this.code = code;
  }

  /** Whether a link says in {@code d} that it is for saving. */
  public static boolean isAttachment(Optional<String> written) {
    return written.filter(ATTACHMENT.code::equals).isPresent();
  }

  /** As a link writes it in {@code d}. */
  String code() {
    return code;
  }

  /** What a link's {@code d} says. */
  public static Optional<Disposition> of(String code) {
    return switch (code) {
      case "i" -> Optional.of(INLINE);
      case "a" -> Optional.of(ATTACHMENT);
      default -> Optional.empty();
    };
  }
}
