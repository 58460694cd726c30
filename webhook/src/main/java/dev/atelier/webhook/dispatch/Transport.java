package dev.atelier.webhook.dispatch;

import dev.atelier.http.client.GuardedClient;
import dev.atelier.http.client.OutboundRequest;
import dev.atelier.http.client.OutboundResponse;
import dev.atelier.image.TenantId;
import java.io.IOException;
import java.time.Duration;

/** Sends one request for a tenant. */
@FunctionalInterface
public interface Transport {
  /** Over the network, to public addresses only. */
  static Transport guarded(GuardedClient client) {
    return (tenant, outgoing, total) -> client.onBehalfOf(tenant.value()).send(outgoing, total);
  }

  /** See {@link GuardedClient#send}. */
  OutboundResponse send(TenantId tenant, OutboundRequest outgoing, Duration total)
      throws IOException;
}
