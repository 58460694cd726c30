package dev.atelier.webhook;

import dev.atelier.http.client.OutboundRequest;
import dev.atelier.http.client.OutboundResponse;
import java.io.IOException;
import java.time.Duration;

/** Sends one request; {@link dev.atelier.http.client.GuardedClient#send} is the real one. */
@FunctionalInterface
public interface Transport {
  OutboundResponse send(OutboundRequest outgoing, Duration total) throws IOException;
}
