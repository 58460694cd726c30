package dev.atelier.server.wiring;

import dev.atelier.media.Decoder;
import dev.atelier.media.PixelBudget;
import dev.atelier.moderation.ImagePolicy;
import dev.atelier.moderation.classifier.ClassifierPolicy;
import dev.atelier.moderation.classifier.ClassifierSettings;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** What looks at pictures here, where that is wanted. */
public record ClassifierModule(Optional<ClassifierPolicy> policy) implements AutoCloseable {
  /** The model loads when the server has started and is warm, or with the first picture. */
  private static final long LOADED_AFTER_SECONDS = 3;

  static ClassifierModule of(ClassifierSettings settings, PixelBudget budget, Decoder decoder) {
    return settings.on()
        ? new ClassifierModule(
            Optional.of(
                ClassifierPolicy.of(
                    settings,
                    budget,
                    decoder,
                    CompletableFuture.delayedExecutor(LOADED_AFTER_SECONDS, TimeUnit.SECONDS))))
        : new ClassifierModule(Optional.empty());
  }

  List<ImagePolicy> policies() {
    return policy.<List<ImagePolicy>>map(List::of).orElse(List.of());
  }

  @Override
  public void close() {
    policy.ifPresent(ClassifierPolicy::close);
  }
}
