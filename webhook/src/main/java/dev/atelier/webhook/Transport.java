package dev.atelier.webhook;

import dev.atelier.http.client.Answered;
import dev.atelier.http.client.Outgoing;
import java.io.IOException;
import java.time.Duration;

/** Sends one request; {@link dev.atelier.http.client.GuardedClient#send} is the real one. */
@FunctionalInterface
public interface Transport {
  Answered send(Outgoing outgoing, Duration total) throws IOException;
}
