package dev.atelier.api.openai;

import dev.atelier.api.read.Fields;
import dev.atelier.image.FaultException;
import dev.atelier.image.RequestFault;
import dev.atelier.image.RequestFault.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * The texts of an upload.
 *
 * @param kept how long the file can be found
 */
record ReadFile(String purpose, Duration kept) {
  static final List<String> PURPOSES = List.of("vision", "user_data");

  private static final String PURPOSE = "purpose";
  private static final String ANCHOR = "expires_after[anchor]";
  private static final String SECONDS = "expires_after[seconds]";
  private static final int SECONDS_MIN = 3_600;
  private static final int SECONDS_MAX = 2_592_000;

  /**
   * @param usual how long a file is kept if the request does not say
   * @throws FaultException {@link RequestFault.InvalidField}
   */
  static ReadFile of(Fields fields, Duration usual) {
    fields.only(Set.of(PURPOSE, ANCHOR, SECONDS));
    fields.requiredText(PURPOSE);
    String purpose =
        fields
            .oneOf(PURPOSE, PURPOSES, Function.identity())
            .orElseThrow(() -> fields.invalid(PURPOSE, new Problem.Missing()));
    boolean anchored = fields.oneOf(ANCHOR, List.of("created_at"), Function.identity()).isPresent();
    if (!anchored && !fields.says(SECONDS)) {
      return new ReadFile(purpose, usual);
    }
    if (!anchored) {
      throw fields.invalid(ANCHOR, new Problem.Missing());
    }
    return new ReadFile(
        purpose,
        fields
            .integer(SECONDS, SECONDS_MIN, SECONDS_MAX)
            .map(Duration::ofSeconds)
            .orElseThrow(() -> fields.invalid(SECONDS, new Problem.Missing())));
  }
}
