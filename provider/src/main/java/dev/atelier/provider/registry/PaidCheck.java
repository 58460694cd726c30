package dev.atelier.provider.registry;

import dev.atelier.catalog.Model;
import dev.atelier.image.AttemptId;
import dev.atelier.image.Background;
import dev.atelier.image.ImageRequest;
import dev.atelier.image.ImageSize;
import dev.atelier.image.JobId;
import dev.atelier.image.Order;
import dev.atelier.image.Output;
import dev.atelier.image.OutputFormat;
import dev.atelier.image.SizeChoice;
import dev.atelier.provider.Account;
import dev.atelier.provider.AccountCheck;
import dev.atelier.provider.AttemptOutcome;
import dev.atelier.provider.Call;
import dev.atelier.provider.Provider;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Orders one image of the lowest quality outside of any job, to see that an account makes it. No
 * tenant is charged; the operator pays the upstream.
 */
final class PaidCheck {
  private static final Duration TIMEOUT = Duration.ofMinutes(5);
  private static final String PROMPT = "a red apple on a white table";

  private final Provider provider;
  private final Account account;
  private final Model model;

  PaidCheck(Provider provider, Account account, Model model) {
    this.provider = provider;
    this.account = account;
    this.model = model;
  }

  /**
   * @param file gets the image
   */
  AccountCheck run(Path file) throws InterruptedException {
    var results = new ImageFile(file);
    Instant begun = Instant.now();
    AttemptOutcome outcome = provider.attempt(call(begun), results);
    if (outcome instanceof AttemptOutcome.Succeeded && results.bytes().isPresent()) {
      return AccountCheck.works(
          "made an image of %s, %,d bytes, in %.1f s"
              .formatted(
                  model.id(),
                  results.bytes().getAsLong(),
                  Duration.between(begun, Instant.now()).toMillis() / 1e3));
    }
    return AccountCheck.fails(told(outcome));
  }

  private Call call(Instant now) {
    return new Call(
        new AttemptId(UUID.randomUUID()),
        new JobId(UUID.randomUUID()),
        account,
        new ImageRequest.Generation(Order.of(model.id(), PROMPT).withOutput(output())),
        List.of(0),
        List.of(),
        Optional.empty(),
        now,
        TIMEOUT);
  }

  private Output output() {
    return new Output(
        new SizeChoice.Exact(new ImageSize(1024, 1024)),
        model.qualities().getFirst(),
        OutputFormat.PNG,
        100,
        Background.OPAQUE);
  }

  private static String told(AttemptOutcome outcome) {
    return switch (outcome) {
      case AttemptOutcome.Succeeded _ -> "it says that it made an image, and none came";
      case AttemptOutcome.Refused refused -> "refused: " + refused.reason();
      case AttemptOutcome.Throttled(_, var evidence) -> "throttled: " + evidence;
      case AttemptOutcome.NotSent notSent -> notSent.evidence();
      case AttemptOutcome.Unknown(var cause) -> "may have been made and charged: " + cause;
      case AttemptOutcome.Spent(var cause) -> "charged, and no image came: " + cause;
    };
  }
}
