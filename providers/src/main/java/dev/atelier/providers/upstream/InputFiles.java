package dev.atelier.providers.upstream;

import dev.atelier.provider.AttemptOutcome;
import dev.atelier.provider.AttemptOutcome.NotSent;
import dev.atelier.provider.Call;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.stream.Stream;

/** The images that a call sends. They are read while they are sent, when it is too late to tell. */
public final class InputFiles {
  private InputFiles() {}

  /** How the call ends where one of them cannot be opened. */
  public static Optional<AttemptOutcome> unreadable(Call call) {
    return Stream.concat(call.inputs().stream(), call.mask().stream()).allMatch(InputFiles::opens)
        ? Optional.empty()
        : Optional.of(unreadable());
  }

  /** How a call ends of which one of them could not be read to its end. */
  public static NotSent unreadable() {
    return NotSent.local("an input image could not be read");
  }

  private static boolean opens(Call.Input input) {
    try (InputStream opened = input.open()) {
      return opened != null;
    } catch (IOException e) {
      return false;
    }
  }
}
