package dev.atelier.server.endurance;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How far a job's call has come when its server is killed. Its prompt says which it is for. */
enum KillPoint {
  /** The job is accepted and no call is planned. */
  BEFORE_INTENT(1),
  /** The call is planned, and nothing has left. */
  AFTER_INTENT(1),
  /** The order has left, and the vendor has not taken it. */
  AFTER_FIRST_BYTE(1),
  /** The vendor has taken the order, and nobody here was told. */
  BEFORE_ANSWER(1),
  /** The vendor's id of the call is stored, and was not asked about yet. */
  AFTER_REMOTE_ID(1),
  DURING_POLL(1),
  /** A preview has come, and the image has not. */
  AFTER_PREVIEW(1),
  /** Half of the image's bytes have come. */
  DURING_DOWNLOAD(1),
  /** The first of two images is stored, and the second is not asked for. */
  AFTER_ARTIFACT(2),
  /** Everything is stored, and no row says so. */
  BEFORE_COMMIT(1);

  private static final int PROMPT_CHARACTERS = 40;
  private static final Pattern MARK = Pattern.compile("killed ([A-Z_]+)\\.");

  private final int images;

  KillPoint(int images) {
    this.images = images;
  }

  /** Images that are ordered. */
  int images() {
    return images;
  }

  /** Of the same length for all, so that all cost the same. */
  String prompt() {
    String text = "killed " + name();
    return text + ".".repeat(PROMPT_CHARACTERS - text.length());
  }

  /** The one that an order's text is for. */
  static Optional<KillPoint> in(String order) {
    Matcher found = MARK.matcher(order);
    return found.find() ? Optional.of(valueOf(found.group(1))) : Optional.empty();
  }
}
