package dev.atelier.api.apimart;

import dev.atelier.image.Fault;
import dev.atelier.image.FaultException;
import java.util.Arrays;
import java.util.List;

/** The two ways this API sells one model (APIMart, 2 and 2.1). */
enum Channel {
  /** By tier of size, one picture a task, few settings. */
  STANDARD(1, List.of("gpt-image-2", "gpt-image-2-ext")),
  /** At the model's own price, with its settings. */
  OFFICIAL(4, List.of("gpt-image-2-official"));

  static final String MODEL = "gpt-image-2";

  private final int countMax;
  private final List<String> names;

  Channel(int countMax, List<String> names) {
    this.countMax = countMax;
    this.names = names;
  }

  /**
   * @throws FaultException {@link Fault.UnknownModel}
   */
  static Channel named(String model) {
    return Arrays.stream(values())
        .filter(channel -> channel.names.contains(model))
        .findFirst()
        .orElseThrow(() -> new FaultException(new Fault.UnknownModel(model)));
  }

  /** Most pictures of one task. */
  int countMax() {
    return countMax;
  }
}
