package dev.atelier.server.endurance;

import static dev.atelier.server.endurance.KillPoint.AFTER_ARTIFACT;
import static dev.atelier.server.endurance.KillPoint.AFTER_FIRST_BYTE;
import static dev.atelier.server.endurance.KillPoint.AFTER_INTENT;
import static dev.atelier.server.endurance.KillPoint.AFTER_PREVIEW;
import static dev.atelier.server.endurance.KillPoint.AFTER_REMOTE_ID;
import static dev.atelier.server.endurance.KillPoint.BEFORE_ANSWER;
import static dev.atelier.server.endurance.KillPoint.BEFORE_INTENT;
import static dev.atelier.server.endurance.KillPoint.DURING_POLL;

import java.util.EnumSet;
import java.util.Set;
import java.util.function.Supplier;

/** The classes of vendors: what a call to each goes through, and which loss it cannot mend. */
enum VendorKind {
  /** Its call is one exchange, which nobody can ask about. */
  OPENAI(Vendor::openAi, EnumSet.of(BEFORE_INTENT, AFTER_INTENT)),

  /** The same with a preview on the way. */
  OPENAI_STREAM(Vendor::openAi, EnumSet.of(BEFORE_INTENT, AFTER_INTENT)),

  SEAART(Vendor::seaArt, EnumSet.complementOf(EnumSet.of(AFTER_FIRST_BYTE, BEFORE_ANSWER))),

  /** Its tasks have ids that we give, so that none is ever lost. */
  RUNWARE(Vendor::runware, EnumSet.allOf(KillPoint.class)),

  /** Its one call makes one image. */
  APIMART(Vendor::apiMart, EnumSet.complementOf(EnumSet.of(AFTER_FIRST_BYTE, BEFORE_ANSWER)));

  private final Supplier<Vendor> start;
  private final Set<KillPoint> mended;

  VendorKind(Supplier<Vendor> start, Set<KillPoint> mended) {
    this.start = start;
    this.mended = mended;
  }

  Vendor start() {
    return start.get();
  }

  boolean streams() {
    return this == OPENAI_STREAM;
  }

  /** Where a call can be cut off. */
  Set<KillPoint> points() {
    return switch (this) {
      case OPENAI ->
          EnumSet.complementOf(
              EnumSet.of(AFTER_REMOTE_ID, DURING_POLL, AFTER_PREVIEW, AFTER_ARTIFACT));
      case OPENAI_STREAM ->
          EnumSet.complementOf(EnumSet.of(AFTER_REMOTE_ID, DURING_POLL, AFTER_ARTIFACT));
      case SEAART, APIMART -> EnumSet.complementOf(EnumSet.of(AFTER_PREVIEW));
      case RUNWARE -> EnumSet.complementOf(EnumSet.of(AFTER_PREVIEW, AFTER_REMOTE_ID));
    };
  }

  /** Whether nobody can say afterwards if the image was made. */
  boolean ambiguous(KillPoint point) {
    return !mended.contains(point);
  }

  /** How many orders the vendor gets for a job of this point, of all servers together. */
  int orders(KillPoint point) {
    if (ambiguous(point) && point == AFTER_FIRST_BYTE) {
      return 0;
    }
    return this == APIMART ? point.images() : 1;
  }
}
