package dev.atelier.server.endurance;

import static dev.atelier.server.endurance.KillPoint.AFTER_ARTIFACT;
import static dev.atelier.server.endurance.KillPoint.AFTER_FIRST_BYTE;
import static dev.atelier.server.endurance.KillPoint.AFTER_PREVIEW;
import static dev.atelier.server.endurance.KillPoint.AFTER_REMOTE_ID;
import static dev.atelier.server.endurance.KillPoint.BEFORE_ANSWER;
import static dev.atelier.server.endurance.KillPoint.DURING_POLL;

import java.util.EnumSet;
import java.util.Set;
import java.util.function.Supplier;

/** The classes of vendors: what a call to each goes through, and which loss it cannot mend. */
enum VendorKind {
  SEAART(Vendor::seaArt, 1, EnumSet.of(AFTER_PREVIEW), EnumSet.of(AFTER_FIRST_BYTE, BEFORE_ANSWER)),

  /** Its one call makes one image. */
  APIMART(
      Vendor::apiMart, 2, EnumSet.of(AFTER_PREVIEW), EnumSet.of(AFTER_FIRST_BYTE, BEFORE_ANSWER)),

  /** Its tasks have ids that we give, so that none is ever lost. */
  RUNWARE(
      Vendor::runware, 1, EnumSet.of(AFTER_PREVIEW, AFTER_REMOTE_ID), EnumSet.noneOf(KillPoint.class));

  private final Supplier<Vendor> start;
  private final int callsForTwo;
  private final Set<KillPoint> absent;
  private final Set<KillPoint> ambiguous;

  VendorKind(
      Supplier<Vendor> start, int callsForTwo, Set<KillPoint> absent, Set<KillPoint> ambiguous) {
    this.start = start;
    this.callsForTwo = callsForTwo;
    this.absent = absent;
    this.ambiguous = ambiguous;
  }

  Vendor start() {
    return start.get();
  }

  /** Where a call can be cut off. */
  Set<KillPoint> points() {
    return EnumSet.complementOf(EnumSet.copyOf(absent));
  }

  /** Whether nobody can say afterwards if the image was made. */
  boolean ambiguous(KillPoint point) {
    return ambiguous.contains(point);
  }

  /** How many orders the vendor gets for a job of this point, all servers together. */
  int orders(KillPoint point) {
    if (ambiguous(point) && point == AFTER_FIRST_BYTE) {
      return 0;
    }
    return point == AFTER_ARTIFACT ? callsForTwo : 1;
  }
}
