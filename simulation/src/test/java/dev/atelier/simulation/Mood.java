package dev.atelier.simulation;

import java.util.List;

/** How a call goes at the upstream. */
enum Mood {
  WELL,
  /** No connection. */
  NOT_SENT,
  /** The request never arrives; nobody knows. */
  REQUEST_LOST,
  THROTTLED,
  SERVER_ERROR,
  REFUSED,
  /** Our own code throws, before or after the bill. */
  DEFECT,
  /** Billed, and the answer never arrives. */
  ANSWER_LOST,
  /** Billed, and the answer breaks off between pictures. */
  CUT_OFF,
  /** Billed, with nothing to show. */
  SPENT,
  /** Some pictures are simply not there. */
  FEWER,
  /** Some pictures are withheld by the upstream's moderation. */
  BLOCKED;

  private static final List<Mood> TROUBLES =
      List.of(NOT_SENT, THROTTLED, SERVER_ERROR, REFUSED, DEFECT, CUT_OFF, SPENT, FEWER, BLOCKED);

  static Mood drawn(World world) {
    if (world.chance(world.settings().rates().timeout())) {
      return world.random().nextBoolean() ? REQUEST_LOST : ANSWER_LOST;
    }
    return world.chance(world.settings().rates().trouble()) ? world.any(TROUBLES) : WELL;
  }

  /** The mood of an upstream that is asked again for a call it has made. */
  static Mood onResume(World world) {
    return world.chance(world.settings().rates().timeout()) ? ANSWER_LOST : WELL;
  }
}
