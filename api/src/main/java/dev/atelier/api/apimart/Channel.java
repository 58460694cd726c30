package dev.atelier.api.apimart;

import dev.atelier.image.FaultException;
import dev.atelier.image.RequestFault;
import java.util.List;

/** The two ways this API sells one model. */
enum Channel {
  /** By tier of size, one picture a task, few settings. */
  STANDARD(1),
  /** At the model's own price, with its settings. */
  OFFICIAL(4);

  static final String MODEL = "gpt-image-2";
  private static final String EXTENDED = "gpt-image-2-ext";
  private static final String OFFICIAL_MODEL = "gpt-image-2-official";

  /** What tasks can be submitted for. */
  static final List<String> NAMES = List.of(MODEL, EXTENDED, OFFICIAL_MODEL);

  private final int countMax;

  Channel(int countMax) {
    this.countMax = countMax;
  }

  /**
   * @throws FaultException {@link RequestFault.UnknownModel}
   */
  static Channel named(String model) {
    return switch (model) {
      case MODEL, EXTENDED -> STANDARD;
      case OFFICIAL_MODEL -> OFFICIAL;
      default -> throw new FaultException(new RequestFault.UnknownModel(model));
    };
  }

  /** Most pictures of one task. */
  int countMax() {
    return countMax;
  }
}
