package dev.atelier.api.apimart;

import dev.atelier.image.Fault;
import dev.atelier.image.FaultException;

/** The two ways this API sells one model (APIMart, 2 and 2.1). */
enum Channel {
  /** By tier of size, one picture a task, few settings. */
  STANDARD(1),
  /** At the model's own price, with its settings. */
  OFFICIAL(4);

  static final String MODEL = "gpt-image-2";

  private final int countMax;

  Channel(int countMax) {
    this.countMax = countMax;
  }

  /**
   * @throws FaultException {@link Fault.UnknownModel}
   */
  static Channel named(String model) {
    return switch (model) {
      case MODEL, "gpt-image-2-ext" -> STANDARD;
      case "gpt-image-2-official" -> OFFICIAL;
      default -> throw new FaultException(new Fault.UnknownModel(model));
    };
  }

  /** Most pictures of one task. */
  int countMax() {
    return countMax;
  }
}
