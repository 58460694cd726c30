package dev.atelier.server.endurance;

import static dev.atelier.server.endurance.KillPoint.AFTER_ARTIFACT;
import static dev.atelier.server.endurance.KillPoint.AFTER_FIRST_BYTE;
import static dev.atelier.server.endurance.KillPoint.AFTER_INTENT;
import static dev.atelier.server.endurance.KillPoint.AFTER_PREVIEW;
import static dev.atelier.server.endurance.KillPoint.AFTER_REMOTE_ID;
import static dev.atelier.server.endurance.KillPoint.BEFORE_ANSWER;
import static dev.atelier.server.endurance.KillPoint.BEFORE_INTENT;
import static dev.atelier.server.endurance.KillPoint.DURING_POLL;

import dev.atelier.providers.apimart.FakeApiMart;
import dev.atelier.providers.runware.FakeRunware;
import dev.atelier.providers.seaart.FakeSeaArt;
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

  /** What it bills for an image, in micro-dollars; OpenAI's fake bills by the token instead. */
  long imageMicros() {
    return switch (this) {
      case OPENAI, OPENAI_STREAM -> 552_000;
      case SEAART -> FakeSeaArt.MICRO_USD;
      case RUNWARE -> FakeRunware.MICRO_USD;
      case APIMART -> FakeApiMart.MICRO_USD;
    };
  }

  boolean billsByTheImage() {
    return this != OPENAI && this != OPENAI_STREAM;
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
