package dev.atelier.api.apimart;

import dev.atelier.api.read.Fields;
import dev.atelier.image.FaultException;
import dev.atelier.image.RequestFault;
import dev.atelier.image.RequestFault.Problem;
import java.net.URI;
import java.util.Optional;

/** Where a submission asks to be told of its task's end. */
final class ReadWebhook {
  private static final String WEBHOOK = "webhook";

  private final Optional<Callbacks> callbacks;

  ReadWebhook(Optional<Callbacks> callbacks) {
    this.callbacks = callbacks;
  }

  /**
   * Nobody shall wait for a call that never comes.
   *
   * @throws FaultException {@link RequestFault.InvalidField}
   */
  Optional<URI> of(Fields fields) {
    if (!fields.has(WEBHOOK)) {
      return Optional.empty();
    }
    Callbacks accepting =
        callbacks.orElseThrow(
            () -> refused(fields, "webhooks are switched off on this server; poll the task."));
    return switch (accepting.at(fields.text(WEBHOOK).orElseThrow())) {
      case Callbacks.Callback.Accepted(var url) -> Optional.of(url);
      case Callbacks.Callback.Refused(var reason) -> throw refused(fields, reason);
    };
  }

  private static FaultException refused(Fields fields, String reason) {
    return fields.invalid(WEBHOOK, new Problem.Other(reason));
  }
}
