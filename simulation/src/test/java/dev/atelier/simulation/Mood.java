package dev.atelier.simulation;

import dev.atelier.image.AccountId;
import java.util.List;

/** How a call goes at the upstream. */
enum Mood {
  WELL,
  /** No connection. */
  UNREACHABLE,
  /** The account's credential is not accepted. */
  CREDENTIAL,
  /** The account's money is used up. */
  QUOTA,
  /** It does not make this model for the account. */
  NOT_SERVED,
  /** Our own side could not send it. */
  LOCAL,
  /** The request never arrives; nobody knows. */
  REQUEST_LOST,
  THROTTLED,
  SERVER_ERROR,
  /** A complete 5xx of whatever stands before the upstream, which never saw the call. */
  GATEWAY_ERROR,
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
  BLOCKED,
  /** A question for a call that was made before gets no answer. */
  POLL_LOST;

  private static final List<Mood> TROUBLES =
      List.of(
          UNREACHABLE,
          CREDENTIAL,
          QUOTA,
          NOT_SERVED,
          LOCAL,
          THROTTLED,
          THROTTLED,
          SERVER_ERROR,
          GATEWAY_ERROR,
          REFUSED,
          DEFECT,
          CUT_OFF,
          SPENT,
          FEWER,
          BLOCKED);

  static Mood drawn(World world, AccountId account) {
    return switch (world.faultOf(account)) {
      case DEAD -> UNREACHABLE;
      case CREDENTIAL -> CREDENTIAL;
      case QUOTA -> QUOTA;
      case NONE -> drawn(world);
    };
  }

  private static Mood drawn(World world) {
    if (world.chance(world.settings().rates().timeout())) {
      return world.random().nextBoolean() ? REQUEST_LOST : ANSWER_LOST;
    }
    return world.chance(world.settings().rates().trouble()) ? world.any(TROUBLES) : WELL;
  }

  /** The mood of an upstream that is asked again for a call it has made. */
  static Mood onResume(World world, AccountId account) {
    if (world.faultOf(account) == AccountFault.DEAD
        || world.chance(world.settings().rates().timeout())) {
      return POLL_LOST;
    }
    return world.chance(world.settings().rates().timeout()) ? ANSWER_LOST : WELL;
  }
}
